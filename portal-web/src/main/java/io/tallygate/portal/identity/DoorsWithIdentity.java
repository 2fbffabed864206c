package io.tallygate.portal.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanismHandler;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.authentication.mechanism.http.OpenIdAuthenticationMechanismDefinition.OpenIdAuthenticationMechanism;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/// The server asks here on every request, before any other code of ours. Only signing in and out has to do with the
/// identity provider; pages read the session's own record and the control API its bearer token. Without this the server
/// would work through OpenID Connect, and begin a session, for each call of the API and each picture.
@ApplicationScoped
public class DoorsWithIdentity implements HttpAuthenticationMechanismHandler {
    private final HttpAuthenticationMechanism openId;

    @Inject
    public DoorsWithIdentity(@OpenIdAuthenticationMechanism HttpAuthenticationMechanism openId) {
        this.openId = openId;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected DoorsWithIdentity() {
        this.openId = null;
    }

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
            throws AuthenticationException {
        return isDoor(request) ? openId.validateRequest(request, response, context) : context.doNothing();
    }

    @Override
    public AuthenticationStatus secureResponse(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
            throws AuthenticationException {
        return isDoor(request) ? openId.secureResponse(request, response, context) : AuthenticationStatus.SUCCESS;
    }

    @Override
    public void cleanSubject(HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        openId.cleanSubject(request, response, context);
    }

    /// `/sign-in`, its callback, and `/sign-out`.
    private static boolean isDoor(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.equals("/sign-in") || path.startsWith("/sign-in/") || path.equals("/sign-out");
    }
}
