package io.tallygate.portal.frame;

import io.tallygate.portal.api.ProblemJson;
import io.tallygate.portal.audit.RequestId;
import jakarta.inject.Inject;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Where the server sends a failure that no page or resource answered (web.xml, error-page): a static file that is not
/// there, a
/// sign-in that did not come back whole. Programs get problem details, people the usual page; nobody the server's own.
@WebServlet("/-/problem")
public class ProblemServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String REQUEST_ID = "X-Request-Id";

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient ProblemPages problems;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer failed ? failed : 404;
        String path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        boolean program = path.startsWith("/api/v1/") || path.startsWith("/gateway-feed/");
        String body = program
                ? ProblemJson.of(ProblemJson.ofStatus(status), path, requestId(response))
                : problems.html(status, response);
        response.setContentType(program ? "application/problem+json" : "text/html;charset=utf-8");
        response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }

    /// The filter that names requests has ended by now, and what it said stands in the answer's head. What the server
    /// refused has not come to it.
    private static String requestId(HttpServletResponse response) {
        String said = response.getHeader(REQUEST_ID);
        String id = said == null ? RequestId.of(null) : said;
        response.setHeader(REQUEST_ID, id);
        return id;
    }
}
