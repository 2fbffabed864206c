package io.tallygate.gateway.events;

import java.util.UUID;

/// What a tenant's back end shows, known by its hash.
/// @param environment  of the subscriptions whose usage it may tell: `live` or `test`
/// @param sha256       of its whole text, 64 hexadecimal digits in lower case
/// @param notAfter     milliseconds since 1970 from which it opens nothing; [Long#MAX_VALUE]: never
public record EventCredential(UUID id, UUID tenant, String environment, String sha256, long notAfter) {
    public EventCredential {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("sha256 has not 64 digits");
        }
    }
}
