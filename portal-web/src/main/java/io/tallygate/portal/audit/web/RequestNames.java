package io.tallygate.portal.audit.web;

import io.tallygate.portal.audit.AuditContext;
import io.tallygate.portal.audit.RequestId;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/// Every answer says what its request is called: `X-Request-Id`.
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class RequestNames extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String HEADER = "X-Request-Id";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String id = RequestId.of(request.getHeader(HEADER));
        response.setHeader(HEADER, id);
        AuditContext.begin(id, request.getRemoteAddr());
        try {
            chain.doFilter(request, response);
        } finally {
            AuditContext.end();
        }
    }
}
