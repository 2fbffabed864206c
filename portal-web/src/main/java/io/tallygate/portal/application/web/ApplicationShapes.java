package io.tallygate.portal.application.web;

import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Items;
import io.tallygate.portal.api.openapi.LeftOut;
import io.tallygate.portal.api.openapi.Text;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Applications and their API keys as the control API has them.
final class ApplicationShapes {
    private ApplicationShapes() {}

    @About("What a consumer calls APIs with.")
    record Application(
            UUID id,
            @About("Whose it is.") UUID consumer,
            @Text(example = "Shop") String name,
            @Text(example = "The web shop.") String description,
            Instant createdAt) {}

    record NewApplication(
            @About("May be left out by somebody who belongs to one consumer only.") @Nullable
            UUID consumer,

            @Text(least = 1, most = 200, example = "Shop") String name,

            @Text(most = 4000, example = "The web shop.") @Nullable
            String description) {}

    record ApplicationChange(
            @Text(least = 1, most = 200, example = "Shop") @Nullable
            String name,

            @Text(most = 4000, example = "The web shop.") @Nullable
            String description) {}

    @About("What an application shows to be known, without its secret.")
    record Credential(
            UUID id,
            UUID application,
            @Text(example = "CI") String name,
            @Text(example = "live") String environment,

            @Text(oneOf = {"api-key", "basic", "certificate", "jwt"})
            String kind,

            @Text(example = "x7Qz") @About("Of the secret, or of the certificate’s fingerprint.") @Nullable
            String last4,

            @Text(example = "CN=shop,O=Globex")
            @About("The user name, the certificate’s subject, or what the token’s claim says.")
            @Nullable
            String identity,

            @Text(example = "https://id.example.com") @About("Of the token.") @Nullable
            String issuer,

            @Text(example = "read") @About("What it may be used for.")
            List<String> scopes,

            @Text(oneOf = {"active", "expired", "revoked"}) String status,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt) {}

    record NewCredential(
            @Text(most = 100, example = "CI") @Nullable String name,

            @Text(example = "live") @About("`live` when it is left out.") @Nullable
            String environment,

            @About("Never, when it is left out.") @Nullable Instant expiresAt,

            @Text(oneOf = {"api-key", "basic", "certificate", "jwt"}) @About("`api-key` when it is left out.") @Nullable
            String kind,

            @Text(most = 100, example = "shop") @About("Of `basic`; made when it is left out.") @Nullable
            String userName,

            @Text(most = 65_536, example = "-----BEGIN CERTIFICATE-----")
            @About("Of `certificate`, in PEM: only this one is known.")
            @Nullable
            String certificate,

            @Text(most = 2_000, example = "CN=shop,O=Globex")
            @About("Of `certificate`, instead: all that have this subject are known.")
            @Nullable
            String subject,

            @Text(most = 2_000, example = "https://id.example.com") @About("Of `jwt`: the token’s `iss`.") @Nullable
            String issuer,

            @Text(most = 500, example = "shop")
            @About("Of `jwt`: what the claim says that names the application.")
            @Nullable
            String client,

            @Items(most = 100) @Text(most = 200, example = "read") @About("What it may be used for.") @Nullable
            List<String> scopes) {}

    record Rotation(
            @Text(most = 100, example = "CI") @About("The old key's, when it is left out.") @Nullable
            String name,

            @About("Of the new key. Never, when it is left out.") @Nullable
            Instant expiresAt,

            @About("Until when the old key is good as well. Not at all, when it is left out.") @Nullable
            Instant overlapUntil) {}

    @About("A credential with its secret, which is shown this once.")
    record IssuedCredential(
            UUID id,
            UUID application,
            @Text(example = "CI") String name,
            @Text(example = "live") String environment,

            @Text(oneOf = {"api-key", "basic", "certificate", "jwt"})
            String kind,

            @Text(example = "x7Qz") @About("Of the secret, or of the certificate’s fingerprint.") @Nullable
            String last4,

            @Text(example = "CN=shop,O=Globex")
            @About("The user name, the certificate’s subject, or what the token’s claim says.")
            @Nullable
            String identity,

            @Text(example = "https://id.example.com") @About("Of the token.") @Nullable
            String issuer,

            @Text(example = "read") @About("What it may be used for.")
            List<String> scopes,

            @Text(oneOf = {"active", "expired", "revoked"}) String status,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,

            @LeftOut
            @About("Of an API key.")
            @Text(
                    pattern = "^[a-z][a-z0-9]*_[a-z]+_[0-9A-Za-z]{38}$",
                    example = "acme_live_00000000000000000000000000000000000000")
            String key,

            @LeftOut @Text(example = "acme_live_00000000000000000000000000000000000000") @About("Of a user name.")
            String password) {}
}
