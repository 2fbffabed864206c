package io.tallygate.portal.frame;

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

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient ProblemPages problems;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer failed ? failed : 404;
        String path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        // the filter that names requests has ended by now; what it said stands in the answer's head
        String requestId = response.getHeader("X-Request-Id");
        boolean program = path.startsWith("/api/") || path.startsWith("/gateway-feed/");
        String body = program
                ? "{\"type\":\"about:blank\",\"title\":\"Error\",\"status\":" + status
                        + (requestId == null ? "" : ",\"requestId\":\"" + requestId + "\"") + "}"
                : problems.html(status, response);
        response.setContentType(program ? "application/problem+json" : "text/html;charset=utf-8");
        response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }
}
