package io.tallygate.gateway.policy.mapping;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.json.GzipText;
import io.tallygate.gateway.json.JsonFault;
import io.tallygate.gateway.json.JsonText;
import io.tallygate.gateway.json.Mapping;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.observe.Metrics;
import io.tallygate.gateway.policy.RequestValues;
import io.tallygate.gateway.route.Route;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One body into another, as a route's expression says.
/// @param maxBytes   of what comes, and of what comes out
/// @param type       of what comes out
/// @param onlyJson   what is no JSON is refused; it passes as it is otherwise
/// @param asksAbout  the expression names `$request`
record Mapped(
        Mapping mapping, int maxBytes, String type, boolean onlyJson, boolean asksAbout, Route route, Metrics metrics) {

    /// @param coding  of the body, one that can be read
    /// @param status  of the answer; 0: it is a request
    /// @throws JsonFault  when nothing comes out; what hit a bound is counted already
    byte[] apply(byte[] body, @Nullable String coding, int status, Exchange call) {
        try {
            byte[] text = GzipText.read(coding, body, maxBytes);
            Object input = JsonText.plain(JsonText.read(text));
            Map<String, @Nullable Object> variables = new HashMap<>();
            if (asksAbout) {
                variables.put("request", new RequestValues(call, route).plain());
            }
            if (status > 0) {
                variables.put("status", status);
            }
            return mapping.map(input, variables, maxBytes);
        } catch (JsonFault fault) {
            switch (fault.kind()) {
                case DEPTH -> metrics.hit(Limit.JSON_DEPTH);
                case SIZE, WORK -> metrics.hit(Limit.MAPPING_WORK);
                case BROKEN, MISFIT, SAID -> {}
            }
            throw fault;
        }
    }
}
