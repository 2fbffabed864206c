package io.tallygate.gateway.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.gateway.json.JsonText;
import io.tallygate.gateway.json.Mapping;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One value made of what the steps have brought.
/// @param mapping        makes it of an object with a member for each step; null: they are put together as each says
/// @param partialMember  names the steps that failed, when one did; null: none
record Assembly(@Nullable Mapping mapping, @Nullable String partialMember) {
    /// @param failed  ids of the steps that did
    /// @return        JSON
    /// @throws io.tallygate.gateway.json.JsonFault  when the mapping fits nothing
    byte[] of(List<Step> steps, StepValues values, Map<String, StepFailure> failed, int maxBytes) {
        if (mapping != null) {
            return mapped(mapping, steps, values, failed, maxBytes);
        }
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        for (Step step : steps) {
            JsonNode value = values.of(step.id());
            if (!step.hidden() && !value.isMissingNode()) {
                put(whole, step, failed.containsKey(step.id()) ? value : part(step, value));
            }
        }
        if (partialMember != null && !failed.isEmpty()) {
            var names = whole.putArray(partialMember);
            failed.keySet().forEach(names::add);
        }
        return JsonText.write(whole);
    }

    private static JsonNode part(Step step, JsonNode value) {
        JsonNode part = value.at(step.from());
        if (step.pick() != null) {
            part = step.pick().pick(part);
        }
        return step.deny() == null ? part : step.deny().deny(part);
    }

    private static void put(ObjectNode whole, Step step, JsonNode part) {
        String group = step.group();
        if (part.isMissingNode()) {
            return;
        }
        if (group == null && part instanceof ObjectNode members) {
            whole.setAll(members);
        } else if (group != null || !part.isNull()) {
            String name = group == null ? step.id() : group;
            JsonNode before = whole.get(name);
            whole.set(
                    name,
                    before instanceof ObjectNode one && part instanceof ObjectNode other ? both(one, other) : part);
        }
    }

    /// Neither is changed: one may be a fallback, which is every call's.
    private static ObjectNode both(ObjectNode one, ObjectNode other) {
        ObjectNode both = JsonNodeFactory.instance.objectNode();
        both.setAll(one);
        both.setAll(other);
        return both;
    }

    private static byte[] mapped(
            Mapping mapping, List<Step> steps, StepValues values, Map<String, StepFailure> failed, int maxBytes) {
        Map<String, @Nullable Object> input = new LinkedHashMap<>();
        for (Step step : steps) {
            JsonNode value = values.of(step.id());
            if (!value.isMissingNode()) {
                input.put(step.id(), JsonText.plain(value));
            }
        }
        Map<String, @Nullable Object> variables = new HashMap<>();
        variables.put("request", values.request().plain());
        variables.put("partial", List.copyOf(failed.keySet()));
        return mapping.map(input, variables, maxBytes);
    }
}
