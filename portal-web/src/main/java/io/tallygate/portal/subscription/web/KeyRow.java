package io.tallygate.portal.subscription.web;

import io.tallygate.portal.application.Credential;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An API key as its application's page lists it.
/// @param state  `active`, `expired` or `revoked`
public record KeyRow(
        UUID id,
        String name,
        String environment,
        String last4,
        Instant createdAt,
        @Nullable Instant expiresAt,
        String state) {
    static KeyRow of(Credential credential, Instant now) {
        return new KeyRow(
                credential.id(),
                credential.name(),
                credential.environment(),
                credential.last4(),
                credential.createdAt(),
                credential.expiresAt(),
                credential.status(now));
    }

    public boolean active() {
        return state.equals("active");
    }
}
