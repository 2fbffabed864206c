package io.tallygate.gateway.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.gateway.config.FeedBatch.Change;
import io.tallygate.gateway.config.FeedBatch.Entity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Lines of one feed response, in their order, into batches. What does not keep the order breaks the response off: it
/// is asked for again.
final class FeedLines {
    /// Longer ones are no entity of ours.
    static final int MAX_LINE = 4 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final EntityParser parser;
    private @Nullable List<Change> batch;
    private boolean snapshot;
    private long revision;

    /// Makes of an entity what the gateway works with.
    interface EntityParser {
        /// @throws IllegalArgumentException  says, to a person, why it cannot be used
        Object read(Entity entity, JsonNode value);
    }

    FeedLines(EntityParser parser) {
        this.parser = parser;
    }

    static final class Broken extends IOException {
        Broken(String message) {
            super(message);
        }
    }

    /// @return  the batch that this line completes, or null
    @Nullable
    FeedBatch read(byte[] line) throws Broken {
        JsonNode json = parse(line);
        long lineRevision = json.path("revision").asLong(-1);
        if (lineRevision < 0) {
            throw new Broken("a line without revision");
        }
        switch (json.path("type").asText()) {
            case "begin" -> begin(json.path("mode").asText(), lineRevision);
            case "put" -> changes().add(put(entity(json), json.path("value")));
            case "delete" -> changes().add(new FeedBatch.Delete(entity(json)));
            case "commit" -> {
                FeedBatch complete = new FeedBatch(snapshot, revision, changes());
                batch = null;
                if (lineRevision != revision) {
                    throw new Broken("a batch that began with revision " + revision + " commits " + lineRevision);
                }
                return complete;
            }
            case "heartbeat" -> {
                if (batch != null) {
                    throw new Broken("a heartbeat inside a batch");
                }
            }
            default -> {
                // a later version of the feed may say more
            }
        }
        return null;
    }

    private static JsonNode parse(byte[] line) throws Broken {
        try {
            JsonNode json = JSON.readTree(line);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (IOException malformed) {
            // told below, without the line: it may hold a tenant's data
        }
        throw new Broken("a line that is no JSON object");
    }

    private void begin(String mode, long revision) throws Broken {
        if (batch != null) {
            throw new Broken("a batch inside a batch");
        }
        if (!mode.equals("snapshot") && !mode.equals("changes")) {
            throw new Broken("a batch of an unknown mode");
        }
        batch = new ArrayList<>();
        snapshot = mode.equals("snapshot");
        this.revision = revision;
    }

    private List<Change> changes() throws Broken {
        if (batch == null) {
            throw new Broken("a change outside a batch");
        }
        return batch;
    }

    /// What cannot be used is refused alone, so it is no reason to break the stream off.
    private FeedBatch.Put put(Entity entity, JsonNode value) {
        try {
            return new FeedBatch.Put(entity, parser.read(entity, value), null);
        } catch (IllegalArgumentException unusable) {
            return new FeedBatch.Put(entity, null, String.valueOf(unusable.getMessage()));
        }
    }

    /// @return  whether the line that was read last belongs to a batch that is not complete
    boolean isInBatch() {
        return batch != null;
    }

    boolean isSnapshot() {
        return snapshot;
    }

    static byte[] beginOfSnapshot(long revision) {
        return ("{\"type\":\"begin\",\"mode\":\"snapshot\",\"revision\":" + revision + "}").getBytes(UTF_8);
    }

    static byte[] commitOf(long revision) {
        return ("{\"type\":\"commit\",\"revision\":" + revision + "}").getBytes(UTF_8);
    }

    private static Entity entity(JsonNode json) throws Broken {
        try {
            return new Entity(
                    json.path("kind").asText(), UUID.fromString(json.path("id").asText()));
        } catch (IllegalArgumentException malformed) {
            throw new Broken("an entity without an id");
        }
    }
}
