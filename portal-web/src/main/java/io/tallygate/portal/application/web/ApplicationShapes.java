package io.tallygate.portal.application.web;

import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Text;
import java.time.Instant;
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

    @About("An API key, without its text.")
    record Credential(
            UUID id,
            UUID application,
            @Text(example = "CI") String name,
            @Text(example = "live") String environment,
            @Text(least = 4, most = 4, example = "x7Qz") String last4,
            @Text(oneOf = {"active", "expired", "revoked"}) String status,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt) {}

    record NewCredential(
            @Text(most = 100, example = "CI") @Nullable String name,

            @Text(example = "live") @About("`live` when it is left out.") @Nullable
            String environment,

            @About("Never, when it is left out.") @Nullable Instant expiresAt) {}

    record Rotation(
            @Text(most = 100, example = "CI") @About("The old key's, when it is left out.") @Nullable
            String name,

            @About("Of the new key. Never, when it is left out.") @Nullable
            Instant expiresAt,

            @About("Until when the old key is good as well. Not at all, when it is left out.") @Nullable
            Instant overlapUntil) {}

    @About("An API key with its text, which is shown this once.")
    record IssuedCredential(
            UUID id,
            UUID application,
            @Text(example = "CI") String name,
            @Text(example = "live") String environment,
            @Text(least = 4, most = 4, example = "x7Qz") String last4,
            @Text(oneOf = {"active", "expired", "revoked"}) String status,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,

            @Text(
                    pattern = "^[a-z][a-z0-9]*_[a-z]+_[0-9A-Za-z]{38}$",
                    example = "acme_live_00000000000000000000000000000000000000")
            String key) {}
}
