package io.tallygate.portal.gatewayconfig;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/// Reads a feed as a strict gateway would: every line must be the contract's, and batches must keep its order.
/// Fed with lines by one thread, asked by another.
public final class FeedReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 20;

    private final List<String> modes = new ArrayList<>();
    private final List<Long> revisions = new ArrayList<>();
    private final Map<String, JsonNode> entities = new TreeMap<>();
    private final List<JsonNode> batch = new ArrayList<>();
    private JsonNode begun = MissingNode.getInstance();
    private long applied;
    private int heartbeats;
    private String broken = "";

    public synchronized void line(String line) {
        try {
            read(line);
        } catch (JsonProcessingException | RuntimeException wrong) {
            broken = wrong + " at " + line;
        }
        notifyAll();
    }

    private void read(String line) throws JsonProcessingException {
        require(FeedSchema.complaints(line).isEmpty(), "the contract's form: " + FeedSchema.complaints(line));
        JsonNode json = JSON.readTree(line);
        long revision = json.path("revision").asLong();
        switch (json.path("type").asText()) {
            case "begin" -> {
                require(begun.isMissingNode(), "no batch inside a batch");
                require(revision >= applied || isSnapshot(json), "no way back");
                begun = json;
                batch.clear();
            }
            case "put", "delete" -> {
                require(!begun.isMissingNode(), "inside a batch");
                long last = batch.isEmpty()
                        ? (isSnapshot(begun) ? 0 : applied)
                        : batch.getLast().path("revision").asLong();
                require(revision > last && revision <= begun.path("revision").asLong(), "in order after " + last);
                require(
                        !(isSnapshot(begun) && json.path("type").asText().equals("delete")),
                        "no tombstone in a snapshot");
                batch.add(json);
            }
            case "commit" -> {
                require(begun.path("revision").asLong(-1) == revision, "the begun revision");
                apply();
                applied = revision;
            }
            default -> {
                require(begun.isMissingNode() && revision == applied, "a heartbeat between batches");
                heartbeats++;
            }
        }
    }

    private void apply() {
        if (isSnapshot(begun)) {
            entities.clear();
        }
        modes.add(begun.path("mode").asText());
        for (JsonNode change : batch) {
            String key = change.path("kind").asText() + " " + change.path("id").asText();
            revisions.add(change.path("revision").asLong());
            if (change.path("type").asText().equals("put")) {
                entities.put(key, change.path("value"));
            } else {
                entities.remove(key);
            }
        }
        begun = MissingNode.getInstance();
    }

    private static boolean isSnapshot(JsonNode begin) {
        return begin.path("mode").asText().equals("snapshot");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("not " + what);
        }
    }

    /// Waits until what was applied is what somebody waits for.
    public synchronized void await(Predicate<FeedReader> seen) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!seen.test(this)) {
            if (!broken.isEmpty()) {
                throw new IllegalStateException(broken);
            }
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                throw new TimeoutException("still at revision " + applied + " after batches " + modes);
            }
            wait(millis);
        }
        if (!broken.isEmpty()) {
            throw new IllegalStateException(broken);
        }
    }

    public void awaitRevision(long revision) throws InterruptedException, TimeoutException {
        await(reader -> reader.applied >= revision);
    }

    public synchronized long applied() {
        return applied;
    }

    /// The modes of all batches.
    public synchronized List<String> modes() {
        return List.copyOf(modes);
    }

    /// Of all puts and deletes, as they came.
    public synchronized List<Long> revisions() {
        return List.copyOf(revisions);
    }

    /// By `kind id`.
    public synchronized Map<String, JsonNode> entities() {
        return new TreeMap<>(entities);
    }

    public synchronized int heartbeats() {
        return heartbeats;
    }
}
