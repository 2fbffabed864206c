package io.tallygate.portal.plan.web;

import io.tallygate.billing.catalog.PlanTerms;
import io.tallygate.metering.meter.Meter;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.consumer.Consumers;
import io.tallygate.portal.frame.Choices.Choice;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.input.InUse;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.meter.Meters;
import io.tallygate.portal.plan.NewPlan;
import io.tallygate.portal.plan.PlanVersions;
import io.tallygate.portal.plan.PlanView;
import io.tallygate.portal.plan.ProductView;
import io.tallygate.portal.plan.Products;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/console/{t}/products/{p}/rate-cards`: a plan with rate cards of any model; below it a new version of a
/// plan there is.
@Controller
@Path("/console/{tenant}/products/{id}/rate-cards")
@Produces("text/html")
public class PlanFormPage {
    private static final String SECTION = "products";
    private static final int REFUSED = 422;
    private static final int MOST_CHOICES = 200;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Products products;
    private final PlanVersions versions;
    private final Meters meters;
    private final Consumers consumers;

    @Inject
    public PlanFormPage(
            Visits visits,
            Frame frame,
            Models models,
            HttpServletRequest request,
            Products products,
            PlanVersions versions,
            Meters meters,
            Consumers consumers) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.products = products;
        this.versions = versions;
        this.meters = meters;
        this.consumers = consumers;
    }

    @GET
    public String newPlan(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_PLANS);
        return page(visit, find(visit, id), null, new Form(frame.messages()).with("cards", ""));
    }

    @POST
    public Response make(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_PLANS);
        ProductView product = find(visit, id);
        Form form = Form.of(request, frame.messages());
        TermsForm terms = new TermsForm(form, visit.tenant().currency());
        if (terms.changed(form.value("do"))) {
            return Response.ok(page(visit, product, null, form)).build();
        }
        String name = form.required("name", PlanForm.LONGEST_NAME);
        String description = form.optional("description", PlanForm.LONGEST_DESCRIPTION);
        PlanTerms read = terms.read(null);
        if (read != null && form.value("do").equals("publish")) {
            try {
                NewPlan wanted = new NewPlan(name, null, description, read, form.id("consumer"));
                PlanView made = products.createPlan(visit.id(), id, wanted).orElseThrow(NotFoundException::new);
                frame.notice("good", "plan.done", made.name());
                return to(PlanVersionsPage.address(visit.slug(), id, made.id()));
            } catch (WrongInput refused) {
                refused(form, refused);
            }
        }
        return Response.status(REFUSED).entity(page(visit, product, null, form)).build();
    }

    @GET
    @Path("/{plan}")
    public String newVersion(
            @PathParam("tenant") String tenant, @PathParam("id") UUID id, @PathParam("plan") UUID plan) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_PLANS);
        PlanView before = newest(visit, id, plan);
        Form form = new Form(frame.messages());
        new TermsForm(form, visit.tenant().currency()).show(before.terms());
        form.with("consumer", before.consumer());
        return page(visit, find(visit, id), before, form);
    }

    /// A draft, or on sale at once.
    @POST
    @Path("/{plan}")
    public Response makeVersion(
            @PathParam("tenant") String tenant, @PathParam("id") UUID id, @PathParam("plan") UUID plan) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_PLANS);
        ProductView product = find(visit, id);
        PlanView before = newest(visit, id, plan);
        Form form = Form.of(request, frame.messages());
        TermsForm terms = new TermsForm(form, visit.tenant().currency());
        if (terms.changed(form.value("do"))) {
            return Response.ok(page(visit, product, before, form)).build();
        }
        PlanTerms read = terms.read(before.terms());
        if (read != null && form.value("do").equals("draft")) {
            try {
                PlanView drafted = versions.draft(visit.id(), id, plan, read, form.id("consumer"))
                        .orElseThrow(NotFoundException::new);
                frame.notice("good", "plan.version.drafted", drafted.version());
                return to(PlanVersionsPage.address(visit.slug(), id, plan));
            } catch (WrongInput refused) {
                refused(form, refused);
            } catch (InUse there) {
                form.reject(null, "plan.version.draft.there");
            }
        }
        return Response.status(REFUSED)
                .entity(page(visit, product, before, form))
                .build();
    }

    private void refused(Form form, WrongInput refusal) {
        if (refusal.members().stream().anyMatch(member -> member.pointer().equals("/slug"))) {
            form.reject("name", "plan.taken");
        } else {
            form.refused(refusal, Map.of("terms", "add"));
        }
    }

    private String page(Visit visit, ProductView product, @Nullable PlanView before, Form form) {
        models.put("form", form);
        models.put("product", product);
        models.put("plan", before);
        models.put("cards", new TermsForm(form, visit.tenant().currency()).cards());
        models.put("currency", visit.tenant().currency().getCurrencyCode());
        models.put(
                "models",
                TermsForm.MODELS.stream()
                        .map(model -> new Choice(model, frame.messages().text("plan.model." + model)))
                        .toList());
        models.put("meters", meterChoices(visit));
        models.put("consumers", consumerChoices(visit));
        models.put("cadences", choices("plan.cadence.", List.of("month", "week", "quarter", "year")));
        models.put("paymentTerms", choices("plan.term.", List.of("in-advance", "in-arrears", "one-off")));
        return "plan/form.html";
    }

    private List<Choice> choices(String key, List<String> values) {
        return values.stream()
                .map(value -> new Choice(value, frame.messages().text(key + value)))
                .toList();
    }

    private List<Choice> meterChoices(Visit visit) {
        List<Choice> choices = new ArrayList<>();
        choices.add(new Choice(Meter.REQUESTS.slug(), frame.messages().text("plan.meter.requests")));
        meters.list(visit.id(), false, null, MOST_CHOICES)
                .forEach(meter -> choices.add(
                        new Choice(meter.definition().slug(), meter.definition().name())));
        return choices;
    }

    private List<Choice> consumerChoices(Visit visit) {
        List<Choice> choices = new ArrayList<>();
        choices.add(new Choice("", frame.messages().text("plan.consumer.all")));
        consumers
                .list(visit.id(), Optional.empty(), null, MOST_CHOICES)
                .forEach(consumer -> choices.add(new Choice(consumer.id().toString(), consumer.name())));
        return choices;
    }

    private ProductView find(Visit visit, UUID id) {
        return products.find(visit.id(), id).orElseThrow(NotFoundException::new);
    }

    private PlanView newest(Visit visit, UUID product, UUID plan) {
        return versions.list(visit.id(), product, plan, null, 1).orElseThrow(NotFoundException::new).stream()
                .findFirst()
                .orElseThrow(NotFoundException::new);
    }

    private static Response to(String address) {
        return Response.seeOther(URI.create(address)).build();
    }
}
