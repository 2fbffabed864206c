package io.tallygate.portal.state;

import io.tallygate.portal.api.Members;
import jakarta.json.JsonObject;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An object as the document wants it. Which existing one it is, if any, is found by its id, else by its key.
public final class Wanted {
    private final Kind kind;
    private final String pointer;
    private final @Nullable Wanted parent;
    private final @Nullable UUID givenId;
    private final String key;
    private final JsonObject given;
    private final Members members;
    private final @Nullable Map<String, String> labels;
    private @Nullable Found match;
    private @Nullable UUID made;

    Wanted(
            Kind kind,
            String pointer,
            @Nullable Wanted parent,
            @Nullable UUID givenId,
            String key,
            JsonObject given,
            Members members,
            @Nullable Map<String, String> labels) {
        this.kind = kind;
        this.pointer = pointer;
        this.parent = parent;
        this.givenId = givenId;
        this.key = key;
        this.given = given;
        this.members = members;
        this.labels = labels;
    }

    void matches(Found existing) {
        match = existing;
    }

    public Kind kind() {
        return kind;
    }

    /// Where it stands in the document, RFC 6901.
    public String pointer() {
        return pointer;
    }

    public @Nullable Wanted parent() {
        return parent;
    }

    @Nullable
    UUID givenId() {
        return givenId;
    }

    public String key() {
        return key;
    }

    /// As it stands there.
    public JsonObject given() {
        return given;
    }

    /// The same, for reading with checks.
    public Members members() {
        return members;
    }

    /// Null leaves them as they are.
    @Nullable
    Map<String, String> labels() {
        return labels;
    }

    /// The existing object that is meant; null when it is to be made.
    public @Nullable Found match() {
        return match;
    }

    /// Called once, by whoever made it.
    public void made(UUID id) {
        made = id;
    }

    /// @throws IllegalStateException  before it was made
    public UUID id() {
        if (match != null) {
            return match.id();
        }
        if (made == null) {
            throw new IllegalStateException(pointer + " is not made yet");
        }
        return made;
    }
}
