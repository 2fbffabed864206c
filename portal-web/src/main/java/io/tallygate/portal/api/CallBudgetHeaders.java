package io.tallygate.portal.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;

/// Tells on every answer how many calls the tenant has left in this minute, in the IETF's words
/// (draft-ietf-httpapi-ratelimit-headers).
@ApplicationScoped
public class CallBudgetHeaders implements ContainerResponseFilter {
    private static final String POLICY = "\"control-api\"";

    @Inject
    @SuppressWarnings("NullAway.Init") // injected by the container
    private Caller caller;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        CallBudget.Budget budget = caller.budget();
        if (budget != null) {
            response.getHeaders().putSingle("RateLimit-Policy", POLICY + ";q=" + budget.allowed() + ";w=60");
            response.getHeaders().putSingle("RateLimit", POLICY + ";r=" + budget.left() + ";t=" + budget.endsSeconds());
        }
    }
}
