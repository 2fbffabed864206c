package io.tallygate.gateway.suites;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.gateway.config.RouteReading;
import io.tallygate.gateway.route.AskedFor;
import io.tallygate.gateway.route.Route;
import io.tallygate.gateway.route.RouteMatch;
import io.tallygate.gateway.route.RouteTable;
import io.tallygate.gateway.route.UpstreamPath;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// The feed's reader, the table and the paths, without a connection.
final class RoutingInProcess implements RoutingSubject {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Live(SuiteRoute suite, Route route) {}

    @Override
    public Seen ask(List<SuiteRoute> routes, SuiteRequest request) {
        List<Live> live = new ArrayList<>();
        for (int i = 0; i < routes.size(); i++) {
            try {
                live.add(new Live(routes.get(i), RouteReading.route(new UUID(1, i), feedValue(routes.get(i)))));
            } catch (IllegalArgumentException unusable) {
                // refused alone; the rest goes live
            }
        }
        AskedFor asked;
        try {
            asked = new AskedFor(request.method(), request.host(), request.target());
        } catch (IllegalArgumentException refused) {
            return new Seen(400, null, null);
        }
        request.headers().forEach(asked::header);
        RouteTable<Live> table = RouteTable.empty(Live::route).with(List.of(), live);
        RouteMatch<Live> found = table.match(asked);
        if (found == null) {
            return new Seen(table.methodsAt(asked).isEmpty() ? 404 : 405, null, null);
        }
        SuiteRoute suite = found.live().suite();
        int segments = suite.stripPath() ? found.segments(asked) : 0;
        String path = UpstreamPath.of(suite.servicePath(), asked.requestPath(), segments);
        return new Seen(200, suite.name(), asked.query() == null ? path : path + "?" + asked.query());
    }

    /// As the portal's feed would have it.
    static ObjectNode feedValue(SuiteRoute route) {
        UUID any = new UUID(9, 9);
        ObjectNode value = JSON.createObjectNode();
        value.put("tenant", any.toString())
                .put("tenantSlug", "acme")
                .put("environment", "live")
                .put("api", any.toString())
                .put("apiVersion", any.toString());
        route.hosts().forEach(value.putArray("hosts")::add);
        value.setAll((ObjectNode) route.matches().getFirst().deepCopy());
        ArrayNode matches = value.putArray("matches");
        route.matches().stream().skip(1).forEach(matches::add);
        value.put("stripPath", route.stripPath())
                .put("upstream", any.toString())
                .put("authentication", "none")
                .put("metered", false)
                .putArray("operations");
        return value;
    }
}
