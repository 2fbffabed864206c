package io.tallygate.portal.gatewayconfig.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/// The feed is an application of its own: it has no pages, no sign-in and no part in the control API.
@ApplicationPath("/gateway-feed")
public class GatewayFeedApplication extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(GatewayFeedResource.class, FeedProblems.class);
    }
}
