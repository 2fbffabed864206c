package io.tallygate.portal.publishing;

import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.gatewayconfig.GatewayGroups;
import io.tallygate.portal.routing.Routings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What gateways say of an API's routes that they cannot use. Each is refused alone; the others are served.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class RouteRefusals {
    @Inject
    private Deployments deployments;

    @Inject
    private Routings routings;

    @Inject
    private GatewayGroups groups;

    /// @param route  its name; null: the upstream, without which none of them is served
    /// @param why    in the gateway's words
    public record Refused(@Nullable String route, String instance, String why) {}

    /// Empty where nothing answers.
    public List<Refused> of(TenantId tenant, UUID api, Environment environment) {
        UUID place = deployments.place(tenant, api, environment).orElse(null);
        if (place == null) {
            return List.of();
        }
        Map<UUID, String> names = new HashMap<>();
        routings.published(tenant, api, environment)
                .routes()
                .forEach(route -> names.put(GatewayRoutes.idOf(place, route), route.getString("name")));
        names.putIfAbsent(place, "");
        return groups.refusals(names.keySet()).stream()
                .map(refusal -> new Refused(
                        refusal.kind().equals("route") ? names.get(refusal.id()) : null,
                        refusal.instance(),
                        refusal.why()))
                .toList();
    }
}
