package io.tallygate.gateway.exchange;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.gateway.http.Fields;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What one call went through, for a caller who is allowed to see it. Only such a call has one. Values of fields are
/// told where the gateway itself writes them; of all others the names alone.
public final class CallTrace {
    /// Octets of the text: it goes in a field of the answer, and clients bound those.
    public static final int MOST_OCTETS = 7_000;

    private static final int MOST_ENTRIES = 64;
    private static final Set<String> TOLD = Set.of(
            "via",
            "x-request-id",
            "x-real-ip",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "x-forwarded-prefix",
            "x-consumer-id",
            "x-application-id",
            "x-credential-id",
            "x-credential-kind",
            "traceparent");
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final long startedAtNanos;
    private final ObjectNode all = JSON.createObjectNode();
    private final ArrayNode policies = all.putArray("policies");
    private final ObjectNode limits = all.putObject("limits");
    private final ArrayNode tries = all.putArray("tries");
    private final Map<String, String> asked;

    public CallTrace(Fields request, long startedAtNanos) {
        this.startedAtNanos = startedAtNanos;
        this.asked = values(request);
    }

    private static Map<String, String> values(Fields fields) {
        Map<String, String> values = new HashMap<>();
        for (int place = 0; place < fields.places(); place++) {
            if (fields.isThere(place)) {
                values.merge(
                        fields.nameAt(place).toLowerCase(Locale.ROOT),
                        fields.valueAt(place),
                        (one, other) -> one + ", " + other);
            }
        }
        return values;
    }

    private long micros(long nowNanos) {
        return (nowNanos - startedAtNanos) / 1_000;
    }

    /// @param host       pattern; null: any
    /// @param condition  the path condition that was met, as the configuration writes it
    /// @param set        which of the route's condition sets
    public void matched(String route, @Nullable String host, String kind, String condition, int set, long revision) {
        ObjectNode matched = all.putObject("route");
        matched.put("id", route)
                .put("host", host == null ? "any" : host)
                .put("pathMatch", kind)
                .put("path", condition)
                .put("conditionSet", set)
                .put("revision", revision);
    }

    /// A policy has judged.
    /// @param problem  why it refuses; null: it does not
    public void policy(String kind, String verdict, @Nullable String problem, long beganNanos, long nowNanos) {
        if (policies.size() < MOST_ENTRIES) {
            ObjectNode policy = policies.addObject()
                    .put("policy", kind)
                    .put("verdict", verdict)
                    .put("micros", (nowNanos - beganNanos) / 1_000);
            if (problem != null) {
                policy.put("problem", problem);
            }
        }
    }

    /// What is left of a limit: told before the call is counted, and again behind it.
    public void limit(String name, long units, long left) {
        if (limits.get(name) instanceof ObjectNode known) {
            known.put("after", left);
        } else if (limits.size() < MOST_ENTRIES) {
            limits.putObject(name).put("limit", units).put("before", left);
        }
    }

    /// A try upstream begins.
    public void began(String upstream, String target, long nowNanos) {
        if (tries.size() < MOST_ENTRIES) {
            tries.addObject().put("upstream", upstream).put("target", target).put("startMicros", micros(nowNanos));
        }
    }

    private void ofLastTry(String member, long value) {
        if (!tries.isEmpty() && tries.get(tries.size() - 1) instanceof ObjectNode last) {
            last.put(member, value);
        }
    }

    public void connected(long nowNanos) {
        ofLastTry("connectedMicros", micros(nowNanos));
    }

    public void answered(int status, long nowNanos) {
        ofLastTry("headMicros", micros(nowNanos));
        ofLastTry("status", status);
    }

    public void failed(String why, long nowNanos) {
        ofLastTry("failedMicros", micros(nowNanos));
        if (!tries.isEmpty() && tries.get(tries.size() - 1) instanceof ObjectNode last) {
            last.put("failure", why);
        }
    }

    /// @param sent  the fields that went upstream
    public void sent(Fields sent) {
        Map<String, String> now = values(sent);
        Map<String, String> put = new TreeMap<>();
        now.forEach((name, value) -> {
            if (!value.equals(asked.get(name))) {
                put.put(name, value);
            }
        });
        Set<String> removed = new TreeSet<>(asked.keySet());
        removed.removeAll(now.keySet());
        ObjectNode changes = all.putObject("headers");
        ObjectNode written = changes.putObject("put");
        put.forEach((name, value) -> written.put(name, TOLD.contains(name) ? value : "[not shown]"));
        removed.forEach(changes.putArray("removed")::add);
    }

    /// ASCII on one line, bounded: what is too much is left out, the least useful first.
    public String text(String requestId, int status, long nowNanos) {
        all.put("requestId", requestId).put("status", status).put("micros", micros(nowNanos));
        String text = write();
        for (String member : List.of("headers", "limits", "policies", "tries")) {
            if (text.length() <= MOST_OCTETS) {
                break;
            }
            all.remove(member);
            all.put("cut", true);
            text = write();
        }
        return text;
    }

    private String write() {
        try {
            return JSON.writeValueAsString(all).replace('\u007f', '?'); // which has no place in a field
        } catch (com.fasterxml.jackson.core.JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
