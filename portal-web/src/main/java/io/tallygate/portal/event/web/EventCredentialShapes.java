package io.tallygate.portal.event.web;

import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Text;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Credentials of back ends as the control API has them.
final class EventCredentialShapes {
    private EventCredentialShapes() {}

    @About("What a back end shows to report usage, without its secret.")
    record EventCredential(
            UUID id,
            @Text(example = "Inference service") String name,
            @Text(example = "live") String environment,
            @Text(example = "x7Qz") String last4,

            @Text(oneOf = {"active", "expired", "revoked"}) String status,

            Instant createdAt,
            @About("Null: never.") @Nullable Instant expiresAt,
            @Nullable Instant revokedAt) {}

    @About("A credential with its secret, which is shown this once.")
    record IssuedEventCredential(
            UUID id,
            @Text(example = "Inference service") String name,
            @Text(example = "live") String environment,
            @Text(example = "x7Qz") String last4,

            @Text(oneOf = {"active", "expired", "revoked"}) String status,

            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,

            @Text(example = "acme_events_live_0123456789abcdefghijABCDEFGHIJ0123abcdef")
            @About("Sent as `Authorization: Bearer` to `/.tallygate/events` of a gateway.")
            String secret) {}

    record NewEventCredential(
            @Text(least = 1, most = 100, example = "Inference service")
            String name,

            @Text(oneOf = {"live", "test"})
            @About("Of the subscriptions whose usage it tells; live when it is left out.")
            @Nullable
            String environment,

            @About("Never, when it is left out.") @Nullable Instant expiresAt) {}
}
