package io.tallygate.portal.application;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What somebody says of a credential to be; nothing is checked yet. Members that its kind does not have are refused.
/// @param kind         null: an API key
/// @param environment  `live` or `test`; null: `live`
/// @param expiresAt    null: never
/// @param userName     of basic; null: made
/// @param certificate  PEM; its fingerprint is kept
/// @param subject      of any certificate that an authority of the installation has signed, instead
/// @param issuer       of a token
/// @param client       what the claim says that names the application
public record NewCredential(
        @Nullable String kind,
        @Nullable String name,
        @Nullable String environment,
        @Nullable Instant expiresAt,
        @Nullable String userName,
        @Nullable String certificate,
        @Nullable String subject,
        @Nullable String issuer,
        @Nullable String client,
        List<String> scopes) {
    public NewCredential {
        scopes = List.copyOf(scopes);
    }

    public static NewCredential key(@Nullable String name, @Nullable String environment, @Nullable Instant expiresAt) {
        return new NewCredential(null, name, environment, expiresAt, null, null, null, null, null, List.of());
    }
}
