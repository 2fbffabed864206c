package io.tallygate.portal.subscription.web;

import io.tallygate.portal.application.Credential;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A credential as its application's page lists it.
/// @param known  what it is recognised by: the last characters of a key, a name
/// @param state  `active`, `expired` or `revoked`
public record KeyRow(
        UUID id,
        String name,
        String environment,
        String kind,
        String known,
        List<String> scopes,
        Instant createdAt,
        @Nullable Instant expiresAt,
        String state) {
    static KeyRow of(Credential credential, Instant now) {
        return new KeyRow(
                credential.id(),
                credential.name(),
                credential.environment(),
                credential.kind().wireName(),
                known(credential),
                credential.scopes(),
                credential.createdAt(),
                credential.expiresAt(),
                credential.status(now));
    }

    private static String known(Credential credential) {
        String last4 = credential.last4() == null ? "" : "····" + credential.last4();
        String identity = credential.identity() == null ? "" : credential.identity();
        String issuer = credential.issuer() == null ? "" : " · " + credential.issuer();
        return (identity + issuer + " " + last4).strip();
    }

    public boolean active() {
        return state.equals("active");
    }
}
