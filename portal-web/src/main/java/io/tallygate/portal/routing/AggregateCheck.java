package io.tallygate.portal.routing;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.input.InputCheck;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What no schema can say of a route's `aggregate`: its calls have names of their own, need only each other and not in
/// a circle, and go to services of the tenant. Whether its templates and its mapping can be read, gateways report.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class AggregateCheck {
    /// What templates call the request's own parts.
    private static final Set<String> OF_REQUEST = Set.of("path", "query", "header", "body");

    @Inject
    private PolicyRules rules;

    /// @param aggregate  as the route's schema has it; null: the route has none
    void check(InputCheck check, String pointer, TenantId tenant, @Nullable JsonObject aggregate) {
        if (aggregate == null) {
            return;
        }
        if (aggregate.containsKey("mapping") && aggregate.containsKey("partialMember")) {
            check.refuse(pointer + "/partialMember", because("Not beside a mapping, which knows $partial."));
        }
        List<JsonObject> steps = aggregate.getJsonArray("steps").getValuesAs(JsonObject.class);
        Map<String, Set<String>> needs = new HashMap<>();
        for (int index = 0; index < steps.size(); index++) {
            JsonObject step = steps.get(index);
            String at = pointer + "/steps/" + index;
            String id = step.getString("id");
            if (OF_REQUEST.contains(id)) {
                check.refuse(at + "/id", because("This name is the request’s own: choose another."));
            }
            if (needs.put(id, needsOf(step)) != null) {
                check.refuse(at + "/id", because("Another call of this route has this name."));
            }
            if (step.containsKey("upstream")) {
                rules.upstream(check, at + "/upstream", tenant, step.get("upstream"));
            }
        }
        Set<String> ordered = ordered(needs);
        for (int index = 0; index < steps.size(); index++) {
            String at = pointer + "/steps/" + index + "/needs";
            Set<String> of = needsOf(steps.get(index));
            of.stream()
                    .filter(need -> !needs.containsKey(need))
                    .forEach(need -> check.refuse(at, because("There is no call of the name {0}.", need)));
            if (needs.keySet().containsAll(of)
                    && !ordered.contains(steps.get(index).getString("id"))) {
                check.refuse(at, because("Calls that need each other in a circle are never made."));
            }
        }
    }

    private static Set<String> needsOf(JsonObject step) {
        JsonArray needs = step.getJsonArray("needs");
        return needs == null ? Set.of() : new HashSet<>(needs.getValuesAs(JsonString::getString));
    }

    /// Those that can be made, one after the other.
    private static Set<String> ordered(Map<String, Set<String>> needs) {
        Set<String> ordered = new HashSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (Map.Entry<String, Set<String>> step : needs.entrySet()) {
                more |= ordered.containsAll(step.getValue()) && ordered.add(step.getKey());
            }
        }
        return ordered;
    }
}
