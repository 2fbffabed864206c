package io.tallygate.portal.state;

import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One difference between a document and a tenant, and what applying it does.
/// @param id       of the existing object; null when it is to be made
/// @param name     the key it has now, or will have when it is new
/// @param pointer  where the document wants it; null when it is to be deleted
/// @param effect   what its members do not say
/// @param members  what is different, or all that a new object gets; empty when it is to be deleted
public record Change(
        Action action,
        Kind kind,
        @Nullable UUID id,
        String name,
        @Nullable String pointer,
        @Nullable Effect effect,
        List<Member> members) {
    public Change {
        members = List.copyOf(members);
    }

    /// What is done; a rename may change other members as well.
    public enum Action {
        CREATE,
        UPDATE,
        RENAME,
        DELETE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param pointer  inside the object
    /// @param before   null: there was none
    /// @param after    null: there will be none
    public record Member(
            String pointer,
            @Nullable JsonValue before,
            @Nullable JsonValue after) {}

    /// @param before  null: there was nothing
    static List<Member> between(@Nullable JsonValue before, JsonValue after) {
        List<Member> members = new ArrayList<>();
        collect("", before, after, members);
        return members;
    }

    private static void collect(
            String pointer, @Nullable JsonValue before, @Nullable JsonValue after, List<Member> members) {
        if (same(before, after)) {
            return;
        }
        boolean nested = (before == null || before instanceof jakarta.json.JsonObject)
                && after instanceof jakarta.json.JsonObject;
        if (!nested || !(after instanceof jakarta.json.JsonObject wanted)) {
            members.add(new Member(pointer, before, after));
            return;
        }
        var had = before instanceof jakarta.json.JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
        var names = new TreeSet<>(wanted.keySet());
        names.addAll(had.keySet());
        for (String name : names) {
            String step = name.replace("~", "~0").replace("/", "~1");
            collect(pointer + "/" + step, had.get(name), wanted.get(name), members);
        }
    }

    /// Null and missing are the same.
    private static boolean same(@Nullable JsonValue before, @Nullable JsonValue after) {
        JsonValue left = before == null ? JsonValue.NULL : before;
        return left.equals(after == null ? JsonValue.NULL : after);
    }
}
