package io.tallygate.portal.state.web;

import io.tallygate.portal.state.Change;
import io.tallygate.portal.state.Comparison;
import io.tallygate.portal.state.Effect;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/// Comparisons as the control API writes them.
final class StateJson {
    private StateJson() {}

    static JsonObjectBuilder of(Comparison comparison) {
        JsonArrayBuilder changes = Json.createArrayBuilder();
        comparison.changes().forEach(change -> changes.add(of(change)));
        return Json.createObjectBuilder()
                .add("applied", comparison.applied())
                .add("create", comparison.count(Change.Action.CREATE))
                .add("update", comparison.count(Change.Action.UPDATE))
                .add("rename", comparison.count(Change.Action.RENAME))
                .add("delete", comparison.count(Change.Action.DELETE))
                .add("changes", changes);
    }

    private static JsonObjectBuilder of(Change change) {
        JsonArrayBuilder members = Json.createArrayBuilder();
        for (Change.Member member : change.members()) {
            members.add(Json.createObjectBuilder()
                    .add("pointer", member.pointer())
                    .add("before", orNull(member.before()))
                    .add("after", orNull(member.after())));
        }
        Effect effect = change.effect();
        return Json.createObjectBuilder()
                .add("action", change.action().word())
                .add("kind", change.kind().word())
                .add("id", text(change.id()))
                .add("name", change.name())
                .add("pointer", text(change.pointer()))
                .add("effect", effect == null ? JsonValue.NULL : Json.createValue(effect.english()))
                .add("members", members);
    }

    private static JsonValue orNull(@Nullable JsonValue value) {
        return value == null ? JsonValue.NULL : value;
    }

    private static JsonValue text(@Nullable Object value) {
        return value == null ? JsonValue.NULL : Json.createValue(value.toString());
    }
}
