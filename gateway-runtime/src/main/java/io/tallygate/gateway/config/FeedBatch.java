package io.tallygate.gateway.config;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is to be applied at once, or not at all. Holds what was understood, not the lines.
/// @param snapshot  all that is not in it is to be forgotten
record FeedBatch(boolean snapshot, long revision, List<Change> changes) {

    /// @param kind  as the feed says it; may be one that this gateway does not know
    record Entity(String kind, UUID id) {}

    sealed interface Change {
        Entity entity();
    }

    /// @param value     what [EntityReader] made of it; null: it cannot be used
    /// @param unusable  why, for people
    record Put(
            Entity entity, @Nullable Object value, @Nullable String unusable) implements Change {}

    record Delete(Entity entity) implements Change {}
}
