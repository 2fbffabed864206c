package io.tallygate.portal.routing.web;

import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.publishing.Deployments;
import io.tallygate.portal.publishing.Publishing;
import io.tallygate.portal.routing.Routing;
import io.tallygate.portal.routing.RoutingCheck;
import io.tallygate.portal.routing.Routings;
import io.tallygate.portal.routing.Stage;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.NotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where somebody prepares in the console what gateways are to do, piece by piece, and publishes it at once.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
class RoutingDesk {
    @Inject
    private TenantTransactions transactions;

    @Inject
    private Publishing publishing;

    @Inject
    private Deployments deployments;

    @Inject
    private Routings routings;

    @Inject
    private RoutingCheck checks;

    /// @param routing  as prepared, else as published
    /// @param draft    whether anything is prepared
    record Sheet(Routing routing, Routing published, boolean draft) {
        /// The same as long as the same is prepared.
        String version() {
            return tag(routing);
        }

        Optional<JsonObject> route(String name) {
            return routing.routes().stream()
                    .filter(route -> route.getString("name").equals(name))
                    .findFirst();
        }
    }

    /// Somebody else was quicker.
    static final class ChangedMeanwhile extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    Sheet sheet(TenantId tenant, UUID api, Environment environment) {
        Routing published = routings.published(tenant, api, environment);
        Optional<Routing> draft = routings.draft(tenant, api, environment);
        return new Sheet(draft.orElse(published), published, draft.isPresent());
    }

    /// @param seen     the version that the change was made for
    /// @param changed  `routes` or `upstream`, or both
    /// @throws WrongInput        pointing at what cannot be
    /// @throws ChangedMeanwhile  when it is another version by now
    void prepare(TenantId tenant, UUID api, Environment environment, String seen, JsonObject changed) {
        transactions.inTenant(tenant, () -> {
            Sheet sheet = held(tenant, api, environment, seen);
            Routing wanted = checked(tenant, api, environment, changed, sheet.routing());
            if (wanted.equals(sheet.published())) {
                routings.dropDraft(api, environment);
            } else {
                routings.put(api, environment, Stage.DRAFT, wanted);
            }
        });
    }

    /// @throws WrongInput        when it cannot be any more, such as with a kind of policy that is gone
    /// @throws ChangedMeanwhile  when something else would be published
    void publish(TenantId tenant, UUID api, Environment environment, String seen) {
        transactions.inTenant(tenant, () -> {
            Sheet sheet = held(tenant, api, environment, seen);
            deployments.route(
                    tenant,
                    api,
                    environment,
                    checked(tenant, api, environment, sheet.routing().toJson(), sheet.routing()));
        });
    }

    void discard(TenantId tenant, UUID api, Environment environment) {
        transactions.inTenant(tenant, () -> routings.dropDraft(api, environment));
    }

    private Sheet held(TenantId tenant, UUID api, Environment environment, String seen) {
        if (publishing.hold(api).isEmpty()) {
            throw new NotFoundException();
        }
        Sheet sheet = sheet(tenant, api, environment);
        if (!sheet.version().equals(seen)) {
            throw new ChangedMeanwhile();
        }
        return sheet;
    }

    private Routing checked(TenantId tenant, UUID api, Environment environment, JsonObject wanted, Routing before) {
        InputCheck check = new InputCheck();
        Routing routing = checks.check(
                check,
                "",
                tenant,
                wanted,
                before,
                deployments.scheme(tenant, api, environment).orElse(null));
        check.done();
        return routing;
    }

    /// The routes with another one in a place; null takes it away.
    static JsonObject withRoute(Routing routing, int index, @Nullable JsonObject route) {
        List<JsonValue> routes = new ArrayList<>(routing.routes());
        if (index == routes.size()) {
            routes.add(JsonValue.NULL);
        }
        if (route == null) {
            routes.remove(index);
        } else {
            routes.set(index, route);
        }
        return Json.createObjectBuilder().add("routes", list(routes)).build();
    }

    /// The route with other policies.
    static JsonObject withPolicies(JsonObject route, List<? extends JsonValue> policies) {
        return Json.createObjectBuilder(route).add("policies", list(policies)).build();
    }

    static JsonArrayBuilder list(List<? extends JsonValue> values) {
        JsonArrayBuilder list = Json.createArrayBuilder();
        values.forEach(list::add);
        return list;
    }

    private static String tag(Routing routing) {
        return IfMatch.tag(Json.createObjectBuilder(routing.toJson())
                .add("sealed", routing.sealed().hashCode())
                .build());
    }
}
