package io.tallygate.portal.state.section;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.publishing.ApiStates;
import io.tallygate.portal.publishing.Deployments;
import io.tallygate.portal.routing.Routing;
import io.tallygate.portal.routing.RoutingCheck;
import io.tallygate.portal.routing.Routings;
import io.tallygate.portal.state.Wanted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The member `routing` of an API: what gateways do with its calls, by environment. No document holds a secret: one
/// that
/// that is left out stays.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
class ApiRoutings {
    private static final String MEMBER = "routing";

    @Inject
    private Routings routings;

    @Inject
    private RoutingCheck checks;

    @Inject
    private Deployments deployments;

    /// @param after     what gateways will do; an environment where that is usual is left out
    /// @param replaced  where another secret takes the place of one, which nothing else shows
    public record Checked(Map<Environment, Routing> after, Set<Environment> replaced) {}

    /// By API; an environment where it is usual is left out.
    Map<UUID, Map<Environment, Routing>> all(TenantId tenant) {
        return routings.all(tenant);
    }

    /// Null when all is usual.
    static JsonValue json(Map<Environment, Routing> routing, Set<Environment> replaced) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        for (Environment environment : Environment.values()) {
            Routing there = routing.get(environment);
            if (there != null && !there.isUsual()) {
                JsonObject shown = there.toJson();
                json.add(
                        environment.wireName(),
                        replaced.contains(environment)
                                ? Json.createObjectBuilder(shown).add("secret", "replaced")
                                : Json.createObjectBuilder(shown));
            }
        }
        JsonObject whole = json.build();
        return whole.isEmpty() ? JsonValue.NULL : whole;
    }

    /// @param api  null: it is to be made
    Checked check(TenantId tenant, Wanted wanted, @Nullable UUID api, ApiStates.Checked checked, InputCheck check) {
        Map<Environment, Routing> after = new EnumMap<>(Environment.class);
        Set<Environment> replaced = EnumSet.noneOf(Environment.class);
        boolean usual = Given.isNull(wanted, MEMBER);
        JsonObject given = wanted.members().optionalJson(MEMBER);
        for (Environment environment : Environment.values()) {
            Routing before = api == null ? Routing.USUAL : routings.published(tenant, api, environment);
            String name = environment.wireName();
            if (usual || (given != null && given.containsKey(name) && given.isNull(name))) {
                continue;
            }
            JsonValue there = given == null ? null : given.get(name);
            Routing routing = switch (there) {
                case null -> before;
                case JsonObject object ->
                    checks.check(
                            check,
                            wanted.pointer() + "/" + MEMBER + "/" + name,
                            tenant,
                            object,
                            before,
                            scheme(checked, environment));
                default -> {
                    wanted.members().refuse(MEMBER + "/" + name, because("Must be an object."));
                    yield before;
                }
            };
            if (!routing.isUsual()) {
                after.put(environment, routing);
            }
            if (before.toJson().equals(routing.toJson()) && !before.equals(routing)) {
                replaced.add(environment);
            }
        }
        if (given != null) {
            given.keySet().stream()
                    .filter(name -> Environment.of(name).isEmpty())
                    .forEach(name ->
                            wanted.members().refuse(MEMBER + "/" + name, because("There is no such member here.")));
        }
        return new Checked(after, replaced);
    }

    private static @Nullable String scheme(ApiStates.Checked checked, Environment environment) {
        ApiStates.Test test = checked.test();
        String address = environment == Environment.TEST && test != null ? test.upstream() : checked.upstream();
        return address == null ? null : URI.create(address).getScheme();
    }

    /// In the caller's transaction.
    void put(TenantId tenant, UUID api, Map<Environment, Routing> routing) {
        for (Environment environment : Environment.values()) {
            Routing wanted = routing.getOrDefault(environment, Routing.USUAL);
            if (!wanted.equals(routings.published(tenant, api, environment))) {
                deployments.route(tenant, api, environment, wanted);
            }
        }
    }
}
