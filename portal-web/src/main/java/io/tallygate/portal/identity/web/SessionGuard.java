package io.tallygate.portal.identity.web;

import io.tallygate.portal.identity.PersonSessions;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.UUID;

/// A session that has ended anywhere counts for nothing from the next request on: whoever was in it is a visitor like
/// any other. Pictures and scripts are everybody's, and the control API knows no sessions.
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class SessionGuard extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient PersonSessions sessions;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (isPage(request.getRequestURI())) {
            HttpSession session = request.getSession(false);
            if (session != null
                    && session.getAttribute(VisitorSession.ENTRY) instanceof UUID entry
                    && !sessions.goesOn(entry)) {
                session.invalidate();
            }
        }
        chain.doFilter(request, response);
    }

    private static boolean isPage(String path) {
        return !path.startsWith("/static/")
                && !path.startsWith("/webjars/")
                && !path.startsWith("/api/v1/")
                && !path.startsWith("/gateway-feed/")
                && !path.startsWith("/health");
    }
}
