package io.tallygate.portal.identity.web;

import io.tallygate.portal.identity.EndedSessions;
import io.tallygate.portal.identity.ProviderAway;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/sign-out/back-channel`: the identity provider says whose session has ended (OpenID Connect Back-Channel Logout
/// 1.0).
/// A servlet beside the pages, since what guards a page's form (a session, its token) is not for a provider.
@WebServlet("/sign-out/back-channel")
public class BackChannelSignOut extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(BackChannelSignOut.class);

    /// Of a whole request.
    private static final int MOST_BYTES = 16 * 1024;

    private static final int TOO_LARGE = 413;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient EndedSessions ended;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        if (request.getContentLengthLong() < 0 || request.getContentLengthLong() > MOST_BYTES) {
            answer(response, TOO_LARGE, "invalid_request");
            return;
        }
        String token = request.getParameter("logout_token");
        try {
            if (token == null || !ended.take(token)) {
                LOG.warn("A word about an ended session was refused; it came from {}", request.getRemoteAddr());
                answer(response, HttpServletResponse.SC_BAD_REQUEST, "invalid_request");
                return;
            }
            response.setStatus(HttpServletResponse.SC_OK);
        } catch (ProviderAway noKeys) {
            response.setHeader("Retry-After", "10");
            answer(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "temporarily_unavailable");
        }
    }

    private static void answer(HttpServletResponse response, int status, String error) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.getWriter().write("{\"error\":\"" + error + "\"}");
    }
}
