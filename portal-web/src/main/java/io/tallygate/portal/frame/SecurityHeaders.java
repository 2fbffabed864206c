package io.tallygate.portal.frame;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// What every answer says about how it may be used: our own files only, no script in a page, in nobody's frame. A form
/// may
/// lead to the identity provider, since signing in and out does.
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class SecurityHeaders extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String YEAR = "max-age=31536000";

    private final String policy;

    @SuppressWarnings("NullAway.Init")
    public SecurityHeaders() {
        this.policy = "";
    }

    @Inject
    public SecurityHeaders(
            @ConfigProperty(name = "TALLYGATE_OIDC_ISSUER", defaultValue = "http://localhost:8180/realms/tallygate")
                    URI issuer) {
        this.policy =
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                        + "form-action 'self' " + issuer.resolve("/").toString().replaceAll("/$", "")
                        + "; frame-ancestors 'none'; base-uri 'none'";
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader("Content-Security-Policy", policy);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", YEAR);
        }
        chain.doFilter(request, response);
    }
}
