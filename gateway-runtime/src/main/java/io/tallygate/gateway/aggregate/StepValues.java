package io.tallygate.gateway.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tallygate.gateway.policy.RequestValues;
import java.util.HashMap;
import java.util.Map;

/// What the templates of one call may use.
/// @param body  of the request; missing when there is none, or no step looks at it
record StepValues(RequestValues request, JsonNode body, Map<String, JsonNode> answers) {
    StepValues(RequestValues request, JsonNode body) {
        this(request, body, new HashMap<>());
    }

    /// What a step has brought, or its fallback; missing when there is neither.
    JsonNode of(String step) {
        return answers.getOrDefault(step, MissingNode.getInstance());
    }
}
