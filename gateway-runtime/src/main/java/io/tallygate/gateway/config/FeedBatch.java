package io.tallygate.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;

/// What is to be applied at once, or not at all.
/// @param snapshot  all that is not in it is to be forgotten
record FeedBatch(boolean snapshot, long revision, List<Change> changes) {

    /// @param kind  as the feed says it; may be one that this gateway does not know
    record Entity(String kind, UUID id) {}

    sealed interface Change {
        Entity entity();
    }

    /// @param line  the whole line as it came
    record Put(Entity entity, JsonNode value, byte[] line) implements Change {}

    record Delete(Entity entity) implements Change {}
}
