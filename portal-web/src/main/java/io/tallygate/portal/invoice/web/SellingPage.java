package io.tallygate.portal.invoice.web;

import io.tallygate.billing.coupon.StoredCoupon;
import io.tallygate.billing.legalentity.LegalEntity;
import io.tallygate.billing.tax.TaxSettings;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.ListPage;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.invoice.CouponDesk;
import io.tallygate.portal.invoice.Selling;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// `/console/{t}/legal-entities`, `…/tax-rules`, `…/coupons`: what documents are made by, a list and a form each.
@Controller
@Path("/console/{tenant}/{kind: legal-entities|tax-rules|coupons}")
@Produces("text/html")
public class SellingPage {
    private static final String SECTION = "billing";
    private static final int REFUSED = 422;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Selling selling;
    private final CouponDesk coupons;
    private final Clock clock;

    @Inject
    public SellingPage(
            Visits visits,
            Frame frame,
            Models models,
            HttpServletRequest request,
            Selling selling,
            CouponDesk coupons,
            Clock clock) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.selling = selling;
        this.coupons = coupons;
        this.clock = clock;
    }

    public record Option(String value, String label) {}

    /// Oldest first.
    @GET
    public String list(
            @PathParam("tenant") String tenant,
            @PathParam("kind") String kind,
            @QueryParam("after") @Nullable UUID after) {
        Visit visit = visits.console(tenant, SECTION, Permission.RUN_BILLING);
        return show(visit, kind, after, new Form(frame.messages()));
    }

    @POST
    public Response create(@PathParam("tenant") String tenant, @PathParam("kind") String kind) {
        Visit visit = visits.console(tenant, SECTION, Permission.RUN_BILLING);
        return change(visit, kind, form -> {
            Members members = new Members(SellingForms.json(kind, form));
            switch (kind) {
                case "legal-entities" -> selling.create(visit.id(), SellingRequests.entity(members));
                case "tax-rules" -> selling.add(visit.id(), SellingRequests.rule(members));
                default -> coupons.create(visit.id(), CouponRequests.terms(members, clock.instant()));
            }
        });
    }

    /// A rule is removed, a coupon archived; who has redeemed it keeps it.
    @POST
    @Path("{id: [0-9a-f-]{36}}/end")
    public Response end(@PathParam("tenant") String tenant, @PathParam("kind") String kind, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.RUN_BILLING);
        return change(visit, kind, form -> {
            boolean done = switch (kind) {
                case "tax-rules" -> selling.remove(visit.id(), id);
                case "coupons" -> coupons.archive(visit.id(), id).isPresent();
                default -> false;
            };
            if (!done) {
                throw new NotFoundException();
            }
        });
    }

    private Response change(Visit visit, String kind, Consumer<Form> work) {
        Form form = Form.of(request, frame.messages());
        try {
            work.accept(form);
            frame.notice("good", "invoice.selling.saved");
            return Response.seeOther(URI.create("/console/" + visit.slug() + "/" + kind))
                    .build();
        } catch (WrongInput refused) {
            form.refused(refused, Map.of());
            return Response.status(REFUSED)
                    .entity(show(visit, kind, null, form))
                    .build();
        }
    }

    private String show(Visit visit, String kind, @Nullable UUID after, Form form) {
        String here = "/console/" + visit.slug() + "/" + kind;
        models.put("form", form);
        models.put("kind", kind);
        models.put("roundings", options("invoice.selling.rounding.", "per-rate", "on-document"));
        models.put("lastings", options("invoice.selling.lasts.", "once", "repeating", "forever"));
        models.put(
                "page",
                switch (kind) {
                    case "legal-entities" ->
                        ListPage.of(here, after, selling.entities(visit.id(), after, ListPage.ROWS), LegalEntity::id);
                    case "tax-rules" ->
                        ListPage.of(
                                here,
                                after,
                                selling.rules(visit.id(), null, after, ListPage.ROWS),
                                TaxSettings.StoredRule::id);
                    default ->
                        ListPage.of(here, after, coupons.list(visit.id(), after, ListPage.ROWS), StoredCoupon::id);
                });
        if (kind.equals("coupons")) {
            models.put(
                    "amounts", SellingForms.amounts(coupons.list(visit.id(), after, ListPage.ROWS), frame.formats()));
        }
        return "invoice/selling.html";
    }

    private List<Option> options(String prefix, String... values) {
        return java.util.Arrays.stream(values)
                .map(value -> new Option(value, frame.messages().text(prefix + value)))
                .toList();
    }
}
