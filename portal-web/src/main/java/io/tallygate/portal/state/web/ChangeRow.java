package io.tallygate.portal.state.web;

import io.tallygate.portal.frame.Messages;
import io.tallygate.portal.state.Change;
import io.tallygate.portal.state.Effect;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One difference as the page shows it, in the visitor's language.
/// @param tone     how the page colours what is done
/// @param pointer  where the document wants it; null when it is to be deleted
/// @param effect   null when there is nothing to say
/// @param folded   a new object's members, which say no more than the document does
public record ChangeRow(
        String action,
        String tone,
        String kind,
        String name,
        @Nullable String pointer,
        @Nullable String effect,
        boolean folded,
        List<Member> members) {
    private static final int LONGEST = 300;

    /// @param before  null: there was none
    /// @param after   null: there will be none
    public record Member(
            String pointer,
            @Nullable String before,
            @Nullable String after) {}

    static ChangeRow of(Change change, Messages messages) {
        Effect effect = change.effect();
        return new ChangeRow(
                messages.text("state.action." + change.action().word()),
                switch (change.action()) {
                    case CREATE -> "good";
                    case UPDATE, RENAME -> "warn";
                    case DELETE -> "bad";
                },
                messages.text("state.kind." + change.kind().word()),
                change.name(),
                change.pointer(),
                effect == null
                        ? null
                        : messages.text(
                                "state.effect." + effect.name().word(),
                                effect.arguments().toArray()),
                change.action() == Change.Action.CREATE,
                change.members().stream()
                        .filter(member -> text(member.before()) != null || text(member.after()) != null)
                        .map(member -> new Member(member.pointer(), text(member.before()), text(member.after())))
                        .toList());
    }

    private static @Nullable String text(@Nullable JsonValue value) {
        if (value == null || value == JsonValue.NULL) {
            return null;
        }
        String text = value instanceof JsonString string ? string.getString() : value.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
