package io.tallygate.portal.state;

import jakarta.json.JsonObject;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An object as it is.
/// @param parent    the object it stands inside of
/// @param key       by which a person knows it
/// @param members   as the document spells them, all that can be set
/// @param readOnly  what the document tells besides
/// @param labels    its own
/// @param hidden    it is not part of the document, but would come back under this key
/// @param lasting   invoices may tell of it, so it cannot be deleted
public record Found(
        Kind kind,
        UUID id,
        @Nullable UUID parent,
        String key,
        JsonObject members,
        JsonObject readOnly,
        Map<String, String> labels,
        boolean hidden,
        boolean lasting) {
    public Found {
        labels = Map.copyOf(labels);
    }

    public static Found of(Kind kind, UUID id, @Nullable UUID parent, String key, JsonObject members) {
        return new Found(kind, id, parent, key, members, JsonObject.EMPTY_JSON_OBJECT, Map.of(), false, false);
    }

    public Found with(JsonObject alsoTold) {
        return new Found(kind, id, parent, key, members, alsoTold, labels, hidden, lasting);
    }

    public Found labelled(Map<String, String> own) {
        return new Found(kind, id, parent, key, members, readOnly, own, hidden, lasting);
    }

    public Found hiding(boolean hides) {
        return new Found(kind, id, parent, key, members, readOnly, labels, hides, lasting);
    }

    public Found lasting(boolean lasts) {
        return new Found(kind, id, parent, key, members, readOnly, labels, hidden, lasts);
    }
}
