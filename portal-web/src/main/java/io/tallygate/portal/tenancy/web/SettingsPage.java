package io.tallygate.portal.tenancy.web;

import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.frame.Choices;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.lifecycle.Suspensions;
import io.tallygate.portal.tenancy.Suspension;
import io.tallygate.portal.tenancy.Suspension.Cause;
import io.tallygate.portal.tenancy.Tenant;
import io.tallygate.portal.tenancy.TenantChange;
import io.tallygate.portal.tenancy.TenantTransactions;
import io.tallygate.portal.tenancy.Tenants;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;

/// `/console/{t}/settings`: what a tenant says of itself, and whether its APIs are open at all.
@Controller
@Path("/console/{tenant}/settings")
@Produces("text/html")
public class SettingsPage {
    private static final String VIEW = "tenancy/settings.html";
    private static final String SECTION = "settings";
    private static final int REFUSED = 422;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Tenants tenants;
    private final TenantTransactions transactions;
    private final Suspensions suspensions;

    @Inject
    public SettingsPage(
            Visits visits,
            Frame frame,
            Models models,
            HttpServletRequest request,
            Tenants tenants,
            TenantTransactions transactions,
            Suspensions suspensions) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.tenants = tenants;
        this.transactions = transactions;
        this.suspensions = suspensions;
    }

    @GET
    public String show(@PathParam("tenant") String tenant) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_TENANT);
        Tenant now = visit.tenant();
        show(
                visit,
                new Form(frame.messages())
                        .with("name", now.name())
                        .with("legalName", now.legalName())
                        .with("address", String.join("\n", now.address()))
                        .with("country", now.country())
                        .with("timeZone", now.timeZone().getId())
                        .with("accent", now.accent())
                        .with("tagline", now.tagline())
                        .forVersion(version(now)));
        return VIEW;
    }

    @POST
    public Response change(@PathParam("tenant") String tenant) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_TENANT);
        Form form = Form.of(request, frame.messages());
        TenantChange change = new TenantChange(
                form.required("name", 200),
                form.optional("legalName", 300),
                form.value("address").lines().toList(),
                form.value("country"),
                form.value("timeZone"),
                form.value("accent"),
                form.optional("tagline", 300));
        if (!form.wrong()) {
            try {
                boolean changed = transactions.inTenant(visit.id(), () -> {
                    boolean current = form.isFor(version(tenants.find(visit.id())));
                    if (current) {
                        tenants.change(visit.id(), change);
                    }
                    return current;
                });
                if (changed) {
                    frame.notice("good", "tenancy.settings.saved");
                    return back(visit);
                }
                show(visit, form.forVersion(version(tenants.find(visit.id()))));
                return Response.status(REFUSED).entity(VIEW).build();
            } catch (WrongInput refused) {
                form.refused(refused, Map.of());
            }
        }
        show(visit, form);
        return Response.status(REFUSED).entity(VIEW).build();
    }

    @POST
    @Path("/suspend")
    public Response suspend(@PathParam("tenant") String tenant) {
        Visit visit = visits.consoleSuspended(tenant, SECTION, Permission.MANAGE_TENANT);
        Form form = Form.of(request, frame.messages());
        suspensions.suspend(visit.id(), Cause.TENANT, form.value("reason"));
        frame.notice("warn", "tenancy.suspended.done");
        return back(visit);
    }

    @POST
    @Path("/resume")
    public Response resume(@PathParam("tenant") String tenant) {
        Visit visit = visits.consoleSuspended(tenant, SECTION, Permission.MANAGE_TENANT);
        if (suspensions.resume(visit.id(), Cause.TENANT)) {
            frame.notice("good", "tenancy.resumed.done");
        }
        return back(visit);
    }

    private void show(Visit visit, Form form) {
        List<Suspension> causes = suspensions.of(visit.id());
        models.put("tenant", visit.tenant());
        models.put("form", form);
        models.put("suspensions", causes);
        models.put("mayErase", visit.may(Permission.ERASE_TENANT));
        models.put("mine", causes.stream().anyMatch(cause -> cause.cause() == Cause.TENANT));
        models.put("countries", Choices.countries(frame.locale()));
        models.put("timeZones", Choices.timeZones());
    }

    private static String version(Tenant tenant) {
        return Integer.toString(tenant.lockVersion());
    }

    private static Response back(Visit visit) {
        return Response.seeOther(URI.create("/console/" + visit.slug() + "/settings"))
                .build();
    }
}
