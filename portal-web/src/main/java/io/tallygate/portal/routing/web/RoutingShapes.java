package io.tallygate.portal.routing.web;

import io.tallygate.metering.meter.Environment;
import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Items;
import io.tallygate.portal.api.openapi.LeftOut;
import io.tallygate.portal.api.openapi.Text;
import jakarta.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What gateways do with an API's calls, as the control API has it.
final class RoutingShapes {
    private RoutingShapes() {}

    @About("What gateways do with the calls of an API in an environment.")
    record Routing(
            Environment environment,
            List<Route> routes,

            @About("Rules of the upstream, as in `NewRouting`; without its secrets.")
            JsonObject upstream) {}

    @About("What is left out stays as it is.")
    record NewRouting(
            @Items(least = 1, most = 50)
            @About("One for all of the API is called `main`. Of two that fit, the more specific one answers.")
            @Nullable
            List<NewRoute> routes,

            @About("Rules of the upstream besides its address: `targets`, `weight`, `protocol`,"
                    + " `connectTimeoutMillis`, `responseTimeoutMillis`, `idleTimeoutMillis`, `balancing`, `health`,"
                    + " `healthCheck`, `circuitBreaker`, `retries`, `tls` and `credential`. A secret that is left"
                    + " out stays; none is ever shown.")
            @Nullable
            JsonObject upstream) {}

    @About("Which calls are meant, who may make them, and what happens on the way. What is usual is left out.")
    record Route(
            @Text(example = "main") String name,

            @LeftOut @Text(example = "/archive") @About("Below the API's own path.")
            String path,

            @LeftOut @Text(oneOf = {"exact", "template", "regex"})
            String pathMatch,

            @LeftOut List<String> hosts,
            @LeftOut List<String> methods,
            @LeftOut List<JsonObject> headers,
            @LeftOut List<JsonObject> query,
            @LeftOut @Text(oneOf = {"none"}) String authentication,
            @LeftOut String keyQueryParameter,
            @LeftOut List<RoutePolicy> policies,
            @LeftOut @About("As in `NewRoute`.") List<JsonObject> matches,
            @LeftOut @About("As in `NewRoute`.") JsonObject aggregate) {}

    @About("Which calls are meant, who may make them, and what happens on the way.")
    record NewRoute(
            @Text(most = 63, pattern = Text.SLUG, example = "main") @About("Unique within the API.")
            String name,

            @Text(most = 1_000, example = "")
            @About("Below the API's own path; all of it when it is left out.")
            @Nullable
            String path,

            @Text(oneOf = {"prefix", "exact", "template", "regex"})
            @About("How the path is read; `prefix` when it is left out. `regex`: the syntax of RE2.")
            @Nullable
            String pathMatch,

            @Items(most = 50) @Text(example = "api.example.com") @About("Any when it is left out.") @Nullable
            List<String> hosts,

            @Items(most = 20) @Text(example = "GET") @About("Any when it is left out.") @Nullable
            List<String> methods,

            @Items(most = 16)
            @About("Fields that a request must have: `name`, `value` and, for an expression, `\"match\":\"regex\"`.")
            @Nullable
            List<JsonObject> headers,

            @Items(most = 16) @About("Parameters that a request must have, as `headers`.") @Nullable
            List<JsonObject> query,

            @Text(oneOf = {"api-key", "none"})
            @About("Who may call: holders of a key, or anybody unless a policy asks. `api-key` when it is left out and"
                    + " no policy asks.")
            @Nullable
            String authentication,

            @Text(most = 64, pattern = "^[A-Za-z0-9_.~-]+$", example = "api_key")
            @About("The query parameter that may carry the key.")
            @Nullable
            String keyQueryParameter,

            @Items(most = 50) @About("Those that act at the same time act in this order.") @Nullable
            List<RoutePolicy> policies,

            @Items(most = 15)
            @About("Other calls that are meant: each with `path`, `pathMatch`, `methods`, `headers` and `query`, as"
                    + " above.")
            @Nullable
            List<JsonObject> matches,

            @About("The route answers with what several calls bring: `steps`, each with `id`, `path` and, of other"
                    + " services, `upstream` (the id of an API, or of its deployment in test); `mapping` in JSONata,"
                    + " `partialMember`, `timeoutMillis`, `maxBytes`.")
            @Nullable
            JsonObject aggregate) {}

    @About("A policy of a route.")
    record RoutePolicy(
            @Text(example = "cors") @About("One of the kinds of policies.")
            String policy,

            @LeftOut @About("As the kind’s schema has it.") JsonObject config) {}

    @About("A route that an instance of a gateway cannot use.")
    record RouteRefusal(
            @Text(example = "main") @About("Null: the upstream, without which no route is served.") @Nullable
            String route,

            @Text(example = "gateway-1") String instance,

            @Text(example = "policy cors: origins holds what is not a text") @About("In the gateway’s words.")
            String why) {}

    @About("A kind of policy.")
    record PolicyKind(
            @Text(example = "cors") String policy,

            @About("When it acts: 100 addresses and preflights, 200 who calls, 300 limits, 400 what goes upstream, 500"
                    + " what comes back.")
            int order,

            @Text(example = "signing.jar") @About("Of the installation’s operator; null: the gateway’s own.") @Nullable
            String jar,

            @About("JSON Schema (2020-12) of its configuration.")
            JsonObject schema) {}
}
