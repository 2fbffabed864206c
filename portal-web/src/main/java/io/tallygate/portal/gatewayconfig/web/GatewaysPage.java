package io.tallygate.portal.gatewayconfig.web;

import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.gatewayconfig.GatewayGroup;
import io.tallygate.portal.gatewayconfig.GatewayGroups;
import io.tallygate.portal.gatewayconfig.GatewayInstance;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// `/console/{t}/gateways`: which instances serve the tenant's APIs, and whether each has heard of the newest change.
/// Who
/// changes APIs gets a token here that shows what a call goes through.
@Controller
@Path("/console/{tenant}/gateways")
@Produces("text/html")
public class GatewaysPage {
    private static final String TOKEN = "call-trace";
    private static final Duration LASTS = Duration.ofMinutes(5);

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final TenantTransactions transactions;
    private final GatewayGroups groups;
    private final Clock clock;
    private final String gateway;

    @Inject
    public GatewaysPage(
            Visits visits,
            Frame frame,
            Models models,
            TenantTransactions transactions,
            GatewayGroups groups,
            Clock clock,
            @ConfigProperty(name = "TALLYGATE_GATEWAY_URL", defaultValue = "http://localhost:8000") String gateway) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.transactions = transactions;
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
    public Response list(@PathParam("tenant") String tenant) {
        Visit visit = visits.console(tenant, "gateways", Permission.SEE_GATEWAYS);
        models.put("mayTrace", visit.may(Permission.MANAGE_APIS));
        models.put("token", frame.take(keyOf(visit)));
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
        return Response.ok("gatewayconfig/gateways.html")
                .header("Cache-Control", "no-store")
                .build();
    }

    @POST
    @Path("call-trace")
    public Response trace(@PathParam("tenant") String tenant) {
        Visit visit = visits.console(tenant, "gateways", Permission.MANAGE_APIS);
        transactions
                .inTenant(visit.id(), () -> groups.letTrace(visit.id(), null, LASTS))
                .ifPresentOrElse(
                        let -> frame.keep(keyOf(visit), let.text()),
                        () -> frame.notice("bad", "gatewayconfig.trace.nobody"));
        return Response.seeOther(URI.create("/console/" + visit.slug() + "/gateways#trace"))
                .build();
    }

    private static String keyOf(Visit visit) {
        return TOKEN + " " + visit.slug();
    }
}
