package io.tallygate.gateway.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.observe.Metrics;
import io.tallygate.gateway.policy.Verdict;
import java.util.TreeMap;
import java.util.UUID;

/// What became of each event of a request, in their order.
final class EventAnswer {
    private static final int ACCEPTED = 202;
    private static final Fields JSON = json();

    private final ObjectNode answer = JsonNodeFactory.instance.objectNode();
    private final ArrayNode results = JsonNodeFactory.instance.arrayNode();
    private final TreeMap<String, Integer> counts = new TreeMap<>();

    private static Fields json() {
        Fields fields = new Fields();
        fields.add(FieldName.CONTENT_TYPE, "application/json");
        return fields;
    }

    void accepted(CloudEvent event) {
        result(event, "accepted");
    }

    void duplicate(CloudEvent event) {
        result(event, "duplicate");
    }

    /// @param id  of what is kept
    void dead(CloudEvent event, UUID id, String reason, String detail) {
        result(event, "dead-letter")
                .put("deadLetter", id.toString())
                .put("reason", reason)
                .put("detail", detail);
        counts.merge(reason, 1, Integer::sum);
    }

    private ObjectNode result(CloudEvent event, String status) {
        ObjectNode result = results.addObject();
        if (event.source() != null) {
            result.put("source", event.source());
        }
        if (event.id() != null) {
            result.put("id", event.id());
        }
        counts.merge(status, 1, Integer::sum);
        return result.put("status", status);
    }

    void count(Metrics metrics) {
        counts.forEach((what, count) -> {
            if (!what.equals("dead-letter")) { // told by its reason
                metrics.events(what, count);
            }
        });
    }

    Verdict verdict() {
        answer.put("accepted", counts.getOrDefault("accepted", 0))
                .put("duplicates", counts.getOrDefault("duplicate", 0))
                .put("deadLetters", counts.getOrDefault("dead-letter", 0));
        answer.set("results", results);
        return new Verdict.Answer(ACCEPTED, JSON, answer.toString().getBytes(UTF_8));
    }
}
