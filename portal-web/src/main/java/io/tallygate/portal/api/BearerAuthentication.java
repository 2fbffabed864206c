package io.tallygate.portal.api;

import io.tallygate.portal.account.Directory;
import io.tallygate.portal.account.Person;
import io.tallygate.portal.audit.Actor;
import io.tallygate.portal.audit.AuditContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Nobody reaches a resource of the control API without a bearer token: a personal access token (`tgp_…`) or an access
/// token of the identity provider. The session of a browser counts for nothing here, so that no page can be made to
/// call the API in
/// a person's name.
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION)
public class BearerAuthentication implements ContainerRequestFilter {
    @Inject
    @SuppressWarnings("NullAway.Init") // injected by the container
    private Directory directory;

    @Inject
    @SuppressWarnings("NullAway.Init") // injected by the container
    private AccessTokenVerifier provider;

    @Inject
    @SuppressWarnings("NullAway.Init") // injected by the container
    private Caller caller;

    @Context
    @SuppressWarnings("NullAway.Init") // injected by the container
    private ResourceInfo called;

    @Override
    public void filter(ContainerRequestContext request) {
        if (called.getResourceMethod().isAnnotationPresent(WithoutToken.class)) {
            return;
        }
        caller.asks(request.getMethod());
        String token = bearer(request.getHeaderString(HttpHeaders.AUTHORIZATION));
        if (token == null) {
            throw unauthorized("missing-token", "Send a token: Authorization: Bearer …");
        }
        if (token.startsWith("tgp_")) {
            Directory.TokenOwner owner = directory.ownerOf(token).orElseThrow(() -> ended(token));
            caller.is(owner);
            AuditContext.current()
                    .actor(
                            owner.operator()
                                    ? Actor.operator(owner.token())
                                    : Actor.person(
                                            owner.person().subject(),
                                            owner.person().email(),
                                            owner.token()));
        } else {
            Person signedIn = provider.verify(token)
                    .filter(person -> !directory.isShutOut(person.subject()))
                    .orElseThrow(BearerAuthentication::unknown);
            AuditContext.current().actor(Actor.person(signedIn.subject(), signedIn.email(), null));
            directory.bind(signedIn); // the first token may come before the first visit by browser
            caller.is(signedIn);
        }
    }

    private static @Nullable String bearer(@Nullable String header) {
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
            return null;
        }
        String token = header.substring("bearer ".length()).strip();
        return token.isEmpty() ? null : token;
    }

    /// Who still calls with a token that has ended is told no more than anybody, and is in its tenant's log.
    private ApiProblem ended(String token) {
        directory.endedToken(token).ifPresent(ended -> {
            AuditContext context = AuditContext.current();
            context.actor(Actor.person(ended.person().subject(), ended.person().email(), ended.token()));
            context.place(ended.tenant(), true);
            context.refusedBecause(ended.reason());
        });
        return unknown();
    }

    private static ApiProblem unknown() {
        return unauthorized("unknown-token", "The token is unknown, malformed, expired or revoked.");
    }

    private static ApiProblem unauthorized(String type, String detail) {
        return new ApiProblem(401, type, "Unauthorized", detail);
    }
}
