package io.tallygate.portal.console.web;

import io.tallygate.metering.reading.UsageUnavailable;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.consumer.Consumers;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.gatewayconfig.GatewayGroups;
import io.tallygate.portal.invoice.Invoicing;
import io.tallygate.portal.plan.Products;
import io.tallygate.portal.publishing.Publishing;
import io.tallygate.portal.usage.web.UsageModel;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/// `/console/{t}/`: a tenant at a glance, and what comes next while it is new.
@Controller
@Path("/console/{tenant}")
@Produces("text/html")
public class OverviewPage {
    private static final int SOME_PRODUCTS = 50;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final Publishing publishing;
    private final Products products;
    private final Consumers consumers;
    private final Invoicing invoicing;
    private final GatewayGroups gateways;
    private final UsageModel usage;
    private final Clock clock;

    @Inject
    public OverviewPage(
            Visits visits,
            Frame frame,
            Models models,
            Publishing publishing,
            Products products,
            Consumers consumers,
            Invoicing invoicing,
            GatewayGroups gateways,
            UsageModel usage,
            Clock clock) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.publishing = publishing;
        this.products = products;
        this.consumers = consumers;
        this.invoicing = invoicing;
        this.gateways = gateways;
        this.usage = usage;
        this.clock = clock;
    }

    @GET
    public String show(@PathParam("tenant") String tenant) {
        Visit visit = visits.console(tenant, "overview");
        long published = publishing.count(visit.id(), true);
        long organisations = consumers.count(visit.id());
        FirstSteps steps = FirstSteps.of(
                publishing.count(visit.id(), false) > 0,
                published > 0,
                sells(visit),
                organisations > 0,
                !invoicing.list(visit.id(), Optional.empty(), null, 1).isEmpty());
        models.put("publishedApis", published);
        models.put("consumers", organisations);
        models.put("gateways", gatewaysHeardOf());
        models.put("steps", steps.steps());
        models.put("finished", steps.finished() || !visit.may(Permission.MANAGE_APIS));
        models.put("mayBill", visit.may(Permission.RUN_BILLING));
        showUsage(visit);
        return "console/overview.html";
    }

    private boolean sells(Visit visit) {
        return products.list(visit.id(), null, SOME_PRODUCTS).stream()
                .anyMatch(product -> !products.offers(visit.id(), product.id()).isEmpty());
    }

    private long gatewaysHeardOf() {
        Instant now = clock.instant();
        return gateways.instances().stream()
                .filter(instance -> instance.isHeardAt(now))
                .count();
    }

    /// Without the usage store the page stands all the same, and says so.
    private void showUsage(Visit visit) {
        try {
            UsageModel.Glance glance = usage.glance(visit.id(), frame.formats());
            models.put("calls", glance.callsThisMonth());
            models.put("weekCalls", glance.callsThisWeek());
            models.put("chart", glance.week());
        } catch (UsageUnavailable away) {
            // the template shows a dash instead
        }
    }
}
