package io.tallygate.portal.state;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a document names: an object that exists, or one that it makes itself.
public record Reference(@Nullable Found found, @Nullable Wanted wanted) {
    /// @throws IllegalStateException  before it was made
    public UUID id() {
        if (wanted != null) {
            return wanted.id();
        }
        if (found != null) {
            return found.id();
        }
        throw new IllegalStateException("a reference to nothing");
    }

    /// The key it has now, so that a renamed object is no difference for those who name it; its new one when it is to
    /// be made.
    public String keyNow() {
        Found existing = existing();
        if (existing != null) {
            return existing.key();
        }
        if (wanted != null) {
            return wanted.key();
        }
        throw new IllegalStateException("a reference to nothing");
    }

    public @Nullable Found existing() {
        return wanted != null ? wanted.match() : found;
    }
}
