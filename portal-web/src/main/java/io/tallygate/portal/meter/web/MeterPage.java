package io.tallygate.portal.meter.web;

import io.tallygate.metering.meter.MeterDefinition;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.meter.DefinedMeter;
import io.tallygate.portal.meter.Meters;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// `/console/{t}/meters/{id}`: what one meter counts, with an event that it takes.
@Controller
@Path("/console/{tenant}/meters/{id: [0-9a-f-]{36}}")
@Produces("text/html")
public class MeterPage {
    private static final int REFUSED = 422;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Meters meters;
    private final TenantTransactions transactions;
    private final Clock clock;
    private final String gateway;

    @Inject
    public MeterPage(
            Visits visits,
            Frame frame,
            Models models,
            HttpServletRequest request,
            Meters meters,
            TenantTransactions transactions,
            Clock clock,
            @ConfigProperty(name = "TALLYGATE_GATEWAY_URL", defaultValue = "http://localhost:8000") String gateway) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.meters = meters;
        this.transactions = transactions;
        this.clock = clock;
        this.gateway = gateway;
    }

    @GET
    public String read(@PathParam("tenant") String slug, @PathParam("id") UUID id) {
        Visit visit = visits.console(slug, MetersPage.SECTION, Permission.SEE_METERS);
        return show(visit, meters.find(visit.id(), id).orElseThrow(NotFoundException::new), null);
    }

    @POST
    public Response change(@PathParam("tenant") String slug, @PathParam("id") UUID id) {
        Visit visit = visits.console(slug, MetersPage.SECTION, Permission.MANAGE_METERS);
        return onHeld(visit, id, (held, form) -> {
            meters.change(visit.id(), held, MeterForms.change(form));
            frame.notice("good", "meter.changed");
        });
    }

    @POST
    @Path("archive")
    public Response archive(@PathParam("tenant") String slug, @PathParam("id") UUID id) {
        Visit visit = visits.console(slug, MetersPage.SECTION, Permission.MANAGE_METERS);
        return onHeld(visit, id, (held, form) -> {
            meters.archive(visit.id(), held);
            frame.notice("good", "meter.archived");
        });
    }

    private interface Change {
        void on(DefinedMeter held, Form form);
    }

    private Response onHeld(Visit visit, UUID id, Change change) {
        Form form = Form.of(request, frame.messages());
        try {
            boolean done = transactions.inTenant(visit.id(), () -> {
                DefinedMeter held = meters.hold(id).orElseThrow(NotFoundException::new);
                if (form.isFor(MeterAnswers.tag(held))) {
                    change.on(held, form);
                    return true;
                }
                return false;
            });
            if (done) {
                return Response.seeOther(URI.create("/console/" + visit.slug() + "/meters/" + id))
                        .build();
            }
        } catch (WrongInput refused) {
            form.refused(refused, Map.of());
        }
        DefinedMeter meter = meters.find(visit.id(), id).orElseThrow(NotFoundException::new);
        return Response.status(REFUSED)
                .entity(show(visit, meter, form.forVersion(MeterAnswers.tag(meter))))
                .build();
    }

    /// @param typed  null: the form shows what is there
    private String show(Visit visit, DefinedMeter meter, @Nullable Form typed) {
        MeterDefinition definition = meter.definition();
        models.put("meter", meter);
        models.put("definition", definition);
        models.put("dimensions", new TreeMap<>(definition.dimensions()));
        models.put("filters", new TreeMap<>(definition.filters()));
        models.put("weights", new TreeMap<>(definition.weights()));
        models.put("tag", MeterAnswers.tag(meter));
        models.put("form", typed == null ? MeterForms.filled(new Form(frame.messages()), meter) : typed);
        models.put("mayManage", visit.may(Permission.MANAGE_METERS) && meter.archivedAt() == null);
        models.put(
                "example",
                meter.archivedAt() != null
                        ? null
                        : EventExample.of(definition, clock.instant())
                                .map(event -> EventExample.curl(gateway, "EVENT_CREDENTIAL", event))
                                .orElse(null));
        return "meter/detail.html";
    }
}
