package io.tallygate.portal.routing;

import static io.tallygate.portal.input.Reason.because;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.input.InputCheck;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which routings there may be. What gateways alone can tell, such as whether an expression compiles there, they
/// report.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class RoutingCheck {
    public static final JsonObject ROUTE = schema("route");
    public static final JsonObject UPSTREAM = schema("upstream");

    /// Of one API in one environment.
    public static final int MOST_ROUTES = 50;

    private static final Set<String> USUAL = Set.of("path", "pathMatch", "authentication");

    @Inject
    private PolicyKinds kinds;

    @Inject
    private PolicyRules rules;

    @Inject
    private UpstreamCheck upstreams;

    @Inject
    private AggregateCheck aggregate;

    /// @param before   what is there now: a secret that is left out stays
    /// @param given    `routes` and `upstream`; what is left out, or null, stays
    /// @param scheme   of the API's upstream address; null: nobody has said one
    /// @param pointer  where it stands in what was sent; what is wrong is noted below
    public Routing check(
            InputCheck check,
            String pointer,
            TenantId tenant,
            JsonObject given,
            Routing before,
            @Nullable String scheme) {
        given.keySet().stream()
                .filter(member -> !member.equals("routes") && !member.equals("upstream"))
                .forEach(member -> check.refuse(
                        pointer + "/" + SchemaCheck.escaped(member), because("There is no such member here.")));
        List<JsonObject> routes = isGiven(given, "routes")
                ? routes(check, pointer + "/routes", tenant, given.getOrDefault("routes", JsonValue.NULL))
                : before.routes();
        Routing withRoutes =
                new Routing(routes.isEmpty() ? before.routes() : routes, before.upstream(), before.sealed());
        return isGiven(given, "upstream")
                ? upstreams.check(
                        check,
                        pointer + "/upstream",
                        tenant,
                        given.getOrDefault("upstream", JsonValue.NULL),
                        withRoutes,
                        scheme)
                : withRoutes;
    }

    private static boolean isGiven(JsonObject given, String member) {
        return given.containsKey(member) && !given.isNull(member);
    }

    private List<JsonObject> routes(InputCheck check, String pointer, TenantId tenant, JsonValue given) {
        if (!(given instanceof JsonArray list) || list.isEmpty() || list.size() > MOST_ROUTES) {
            check.refuse(pointer, because("Must be a list of 1 to {0} routes.", MOST_ROUTES));
            return List.of();
        }
        List<JsonObject> routes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int index = 0; index < list.size(); index++) {
            String at = pointer + "/" + index;
            InputCheck own = new InputCheck();
            SchemaCheck.check(own, "", ROUTE, list.get(index));
            own.into(check, at);
            if (own.isWrong() || !(list.get(index) instanceof JsonObject route)) {
                continue;
            }
            if (!names.add(route.getString("name"))) {
                check.refuse(at + "/name", because("Another route of this API has this name."));
            }
            JsonObject plain = plain(route);
            conditions(check, at, plain);
            JsonArray others = plain.getJsonArray("matches");
            for (int other = 0; others != null && other < others.size(); other++) {
                conditions(check, at + "/matches/" + other, others.getJsonObject(other));
            }
            aggregate.check(check, at + "/aggregate", tenant, plain.getJsonObject("aggregate"));
            policies(check, at, tenant, plain);
            if (asksWhoCalls(plain) && "api-key".equals(text(route, "authentication"))) {
                check.refuse(at + "/authentication", because("A policy of this route says who may call: none, here."));
            }
            routes.add(plain);
        }
        return routes;
    }

    /// Without what says what is usual anyway, in the schema's order.
    private static JsonObject plain(JsonObject route) {
        JsonObject members = ROUTE.getJsonObject("properties");
        JsonObjectBuilder plain = Json.createObjectBuilder();
        members.keySet().forEach(name -> {
            JsonValue value = route.get(name);
            boolean usual = value == null
                    || value.equals(JsonValue.EMPTY_JSON_ARRAY)
                    || (USUAL.contains(name)
                            && value.equals(members.getJsonObject(name).get("default")));
            if (!usual) {
                plain.add(name, value);
            }
        });
        return plain.build();
    }

    /// @param set  a route, or one of its `matches`
    private static void conditions(InputCheck check, String pointer, JsonObject set) {
        path(check, pointer, set);
        fields(check, pointer, set);
    }

    private static void path(InputCheck check, String pointer, JsonObject route) {
        String path = route.getString("path", "");
        String match = route.getString("pathMatch", "prefix");
        if (match.equals("regex")) {
            expression(check, pointer + "/path", path);
        } else if (path.contains("//") || (match.equals("prefix") && path.endsWith("/")) || hasDots(path)) {
            check.refuse(pointer + "/path", because("No empty and no dot segments, and no slash at a prefix’s end."));
        }
        if (path.isEmpty() && !match.equals("prefix")) {
            check.refuse(pointer + "/path", because("This is required."));
        }
    }

    private static boolean hasDots(String path) {
        return Stream.of(path.toLowerCase(Locale.ROOT)
                        .replace("%2e", ".")
                        .replace("%2f", "/")
                        .split("[/\\\\]"))
                .anyMatch(segment -> segment.equals(".") || segment.equals(".."));
    }

    /// Compiled alone, with the gateway's own library: one that only fits together with what stands around it could
    /// leave the API's path.
    private static void expression(InputCheck check, String pointer, String text) {
        try {
            Pattern.compile(text);
        } catch (PatternSyntaxException malformed) {
            check.refuse(pointer, because("Not an expression of RE2: {0}", malformed.getDescription()));
        }
    }

    private static void fields(InputCheck check, String pointer, JsonObject route) {
        for (String member : List.of("headers", "query")) {
            JsonArray fields = route.getJsonArray(member);
            for (int index = 0; fields != null && index < fields.size(); index++) {
                JsonObject field = fields.getJsonObject(index);
                if (field.getString("match", "exact").equals("regex")) {
                    expression(check, pointer + "/" + member + "/" + index + "/value", field.getString("value"));
                }
            }
        }
    }

    private void policies(InputCheck check, String pointer, TenantId tenant, JsonObject route) {
        JsonArray policies = route.getJsonArray("policies");
        for (int index = 0; policies != null && index < policies.size(); index++) {
            policy(check, pointer + "/policies/" + index, tenant, policies.getJsonObject(index));
        }
    }

    /// Whether one of a route's policies asks who calls: then its `authentication` does not.
    public static boolean asksWhoCalls(JsonObject route) {
        JsonArray policies = route.getJsonArray("policies");
        return policies != null
                && policies.getValuesAs(JsonObject.class).stream()
                        .anyMatch(member -> PolicyKind.asksWhoCalls(member.getString("policy")));
    }

    /// One member of `policies`.
    void policy(InputCheck check, String pointer, TenantId tenant, JsonObject member) {
        PolicyKind kind = kinds.find(member.getString("policy")).orElse(null);
        if (kind == null) {
            check.refuse(pointer + "/policy", because("There is no kind of policy of this name."));
            return;
        }
        JsonValue config = member.getOrDefault("config", JsonValue.EMPTY_JSON_OBJECT);
        InputCheck own = new InputCheck();
        SchemaCheck.check(own, "", kind.schema(), config);
        own.into(check, pointer + "/config");
        if (!own.isWrong()) {
            rules.check(check, pointer + "/config", tenant, kind.name(), config.asJsonObject());
        }
    }

    /// The members of an object with a name.
    static @Nullable String text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? text.getString() : null;
    }

    private static JsonObject schema(String name) {
        try (InputStream in = Objects.requireNonNull(
                        RoutingCheck.class.getResourceAsStream("/routing/" + name + ".schema.json"), name);
                JsonReader reader = Json.createReader(in)) {
            return reader.readObject();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
