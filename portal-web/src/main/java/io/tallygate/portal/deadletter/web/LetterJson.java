package io.tallygate.portal.deadletter.web;

import io.tallygate.metering.deadletter.DeadLetter;
import io.tallygate.portal.deadletter.LetterDesk;
import io.tallygate.portal.deadletter.LetterFate;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/// Dead letters as the control API shows them.
final class LetterJson {
    private LetterJson() {}

    static JsonObjectBuilder of(DeadLetter letter) {
        return Json.createObjectBuilder()
                .add("id", letter.id().toString())
                .add("environment", letter.environment())
                .add("receivedAt", letter.receivedAt().toString())
                .add("reason", letter.reason())
                .add("detail", letter.detail())
                .add("credential", letter.credential().toString())
                .add("instance", letter.instance())
                .add("settledAt", text(letter.settledAt()));
    }

    static JsonObjectBuilder of(LetterDesk.Story story) {
        LetterFate fate = story.fate();
        return of(story.letter())
                .add("original", story.letter().original())
                .add("deed", text(fate == null ? null : fate.deed()))
                .add("discardReason", text(fate == null ? null : fate.reason()))
                .add("edited", fate != null && fate.edited());
    }

    private static JsonValue text(@Nullable Object value) {
        return value == null ? JsonValue.NULL : Json.createValue(value.toString());
    }
}
