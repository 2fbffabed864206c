package io.tallygate.portal.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A call of one operation before it is sent. What is known only then (ids of things that exist by then, names that are
/// taken nowhere) stands in it as a mark that [Things] fills in.
/// @param path      what the variables of the address become
/// @param body      null for none
/// @param who       shows which token
/// @param change    what makes the call a wrong one
record Call(
        DescribedApi.Operation operation,
        Map<String, String> path,
        Map<String, String> query,
        Map<String, String> headers,
        @Nullable JsonNode body,
        Who who,
        Change change) {

    enum Who {
        THE_RIGHT_ONE,
        NOBODY,
        A_STRANGER
    }

    /// What is done to a call that was right before.
    /// @param name      for statistics and failures
    /// @param statuses  which of them it may be answered with; empty: all that are described
    /// @param pointer   which member the problem must name; null for none in particular
    /// @param text      the body to send instead; null for the call's own
    record Change(
            String name,
            Set<Integer> statuses,
            @Nullable String pointer,
            @Nullable String text) {
        static final Change NONE = new Change("valid", Set.of(), null, null);

        static Change to(String name, Integer... statuses) {
            return new Change(name, Set.of(statuses), null, null);
        }

        Change at(String member) {
            return new Change(name, statuses, member, text);
        }

        Change sending(String other) {
            return new Change(name, statuses, pointer, other);
        }
    }

    Call changed(Change by) {
        return new Call(operation, path, query, headers, body, who, by);
    }

    Call withBody(JsonNode other) {
        return new Call(operation, path, query, headers, other, who, change);
    }

    Call by(Who other) {
        return new Call(operation, path, query, headers, body, other, change);
    }

    Call withPath(String name, String value) {
        return new Call(operation, with(path, name, value), query, headers, body, who, change);
    }

    Call withQuery(String name, String value) {
        return new Call(operation, path, with(query, name, value), headers, body, who, change);
    }

    Call withHeader(String name, String value) {
        return new Call(operation, path, query, with(headers, name, value), body, who, change);
    }

    private static Map<String, String> with(Map<String, String> map, String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(map);
        changed.put(name, value);
        return changed;
    }

    @Override
    public String toString() {
        String text = change.text();
        String sent = text == null ? String.valueOf(body) : text;
        return "%s (%s) path %s query %s headers %s by %s body %s"
                .formatted(
                        operation,
                        change.name(),
                        new TreeMap<>(path),
                        new TreeMap<>(query),
                        new TreeMap<>(headers),
                        who,
                        sent.length() > 2_000 ? sent.substring(0, 2_000) + "…" : sent);
    }
}
