package io.tallygate.portal.deadletter.web;

import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Text;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Dead letters as the control API has them.
final class LetterShapes {
    private LetterShapes() {}

    @About("An event that could not be counted.")
    record DeadLetter(
            UUID id,
            @Text(example = "live") String environment,
            Instant receivedAt,
            @Text(example = "unknown-type") String reason,

            @Text(example = "No meter counts events of this type.")
            String detail,

            @About("Which credential it was sent with.") UUID credential,
            @Text(example = "gateway-1") String instance,
            @About("Null: it waits.") @Nullable Instant settledAt) {}

    @About("An event that could not be counted, as it came, and what became of it.")
    record DeadLetterStory(
            UUID id,
            @Text(example = "live") String environment,
            Instant receivedAt,
            @Text(example = "unknown-type") String reason,

            @Text(example = "No meter counts events of this type.")
            String detail,

            UUID credential,
            @Text(example = "gateway-1") String instance,
            @About("Null: it waits.") @Nullable Instant settledAt,
            @Text(example = "{}") @About("As it came.") String original,

            @Text(oneOf = {"replayed", "discarded"}) @Nullable
            String deed,

            @Text(example = "Sent by a test.") @About("Why it was given up.") @Nullable
            String discardReason,

            @About("Whether it was counted as somebody wrote it anew.")
            boolean edited) {}

    record LettersQuestion(
            @Text(example = "unknown-type") @About("Only with this reason.") @Nullable
            String reason,

            @Text(oneOf = {"live", "test"}) @About("Only of this environment.") @Nullable
            String environment,

            @Text(oneOf = {"waiting", "settled"}) @About("All, when it is left out.") @Nullable
            String state) {}

    record Replay(
            @About("The CloudEvent as it is written anew; as it came, when it is left out.") @Nullable
            JsonObject event) {}

    record Discard(
            @Text(least = 1, most = 1000, example = "Sent by a test.") @About("It stands in the audit log.")
            String reason) {}
}
