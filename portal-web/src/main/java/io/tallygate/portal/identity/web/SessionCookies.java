package io.tallygate.portal.identity.web;

import io.tallygate.portal.identity.IdentityProvider;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/// Where browsers reach this portal over TLS, a session's cookie never travels otherwise. (That no script reads it and
/// no
/// other site's form brings it along is the server's to say, in server.xml.)
@WebListener
public class SessionCookies implements ServletContextListener {
    @Inject
    @SuppressWarnings("NullAway.Init")
    private IdentityProvider provider;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        event.getServletContext().getSessionCookieConfig().setSecure(provider.isPortalOverTls());
    }
}
