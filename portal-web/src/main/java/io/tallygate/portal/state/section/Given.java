package io.tallygate.portal.state.section;

import io.tallygate.portal.state.Wanted;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a document says of one member: a value, nothing at all (it stays as it is), or null (there shall be none).
final class Given {
    private Given() {}

    static boolean isNull(Wanted wanted, String member) {
        return wanted.given().get(member) == JsonValue.NULL;
    }

    /// The text, else what was before.
    static String text(Wanted wanted, String member, String otherwise) {
        String text = wanted.members().optionalText(member);
        return text == null ? otherwise : text;
    }

    /// Null when the list is left out.
    static @Nullable List<String> texts(Wanted wanted, String member) {
        return wanted.given().containsKey(member) && !isNull(wanted, member)
                ? wanted.members().optionalTexts(member)
                : null;
    }

    /// Of members that we wrote ourselves.
    static List<String> texts(JsonArray array) {
        return array.getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .toList();
    }
}
