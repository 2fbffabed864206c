package io.tallygate.portal.gatewayconfig.web;

import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.gatewayconfig.GatewayGroup;
import io.tallygate.portal.gatewayconfig.GatewayGroups;
import io.tallygate.portal.gatewayconfig.GatewayInstance;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.time.Clock;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// `/console/{t}/gateways`: which instances serve the tenant's APIs, and whether each has heard of the newest change.
@Controller
@Path("/console/{tenant}/gateways")
@Produces("text/html")
public class GatewaysPage {
    private final Visits visits;
    private final Models models;
    private final GatewayGroups groups;
    private final Clock clock;
    private final String gateway;

    @Inject
    public GatewaysPage(
            Visits visits,
            Models models,
            GatewayGroups groups,
            Clock clock,
            @ConfigProperty(name = "TALLYGATE_GATEWAY_URL", defaultValue = "http://localhost:8000") String gateway) {
        this.visits = visits;
        this.models = models;
        this.groups = groups;
        this.clock = clock;
        this.gateway = gateway;
    }

    /// @param state  `current`, `behind` or `silent`
    /// @param tone   the badge's colour
    public record Row(
            String instance,
            String state,
            String tone,
            long revision,
            Instant seenAt,
            Instant startedAt,
            String version) {
        static Row of(GatewayInstance instance, long newest, Instant now) {
            String state = !instance.isHeardAt(now) ? "silent" : instance.applied() < newest ? "behind" : "current";
            String tone = switch (state) {
                case "current" -> "good";
                case "behind" -> "warn";
                default -> "bad";
            };
            return new Row(
                    instance.instance(),
                    state,
                    tone,
                    instance.applied(),
                    instance.reportedAt(),
                    instance.startedAt(),
                    instance.version());
        }
    }

    @GET
    public String list(@PathParam("tenant") String tenant) {
        visits.console(tenant, "gateways", Permission.SEE_GATEWAYS);
        long newest = groups.all().stream()
                .filter(group -> group.name().equals(GatewayGroups.SHARED))
                .mapToLong(GatewayGroup::revision)
                .findFirst()
                .orElse(0);
        Instant now = clock.instant();
        models.put("group", GatewayGroups.SHARED);
        models.put("gatewayUrl", gateway);
        models.put("revision", newest);
        models.put(
                "instances",
                groups.instances().stream()
                        .filter(instance -> instance.group().equals(GatewayGroups.SHARED))
                        .map(instance -> Row.of(instance, newest, now))
                        .toList());
        return "gatewayconfig/gateways.html";
    }
}
