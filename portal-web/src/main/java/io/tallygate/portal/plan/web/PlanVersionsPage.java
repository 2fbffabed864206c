package io.tallygate.portal.plan.web;

import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.consumer.Consumers;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.ListPage;
import io.tallygate.portal.input.InUse;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.plan.PlanVersions;
import io.tallygate.portal.plan.PlanView;
import io.tallygate.portal.plan.ProductView;
import io.tallygate.portal.plan.Products;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/console/{t}/products/{p}/plan-versions/{plan}`: what a plan costs now, what it cost, and what is drafted.
@Controller
@Path("/console/{tenant}/products/{id}/plan-versions/{plan}")
@Produces("text/html")
public class PlanVersionsPage {
    private static final String SECTION = "products";

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final Products products;
    private final PlanVersions versions;
    private final Consumers consumers;
    private final TenantTransactions transactions;

    @Inject
    public PlanVersionsPage(
            Visits visits,
            Frame frame,
            Models models,
            Products products,
            PlanVersions versions,
            Consumers consumers,
            TenantTransactions transactions) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.products = products;
        this.versions = versions;
        this.consumers = consumers;
        this.transactions = transactions;
    }

    static String address(String tenant, UUID product, UUID plan) {
        return "/console/" + tenant + "/products/" + product + "/plan-versions/" + plan;
    }

    /// A version as the page shows it.
    /// @param consumer  the name of whom alone it is for; null: everybody
    public record Version(PlanView plan, @Nullable String consumer) {}

    @GET
    public String list(
            @PathParam("tenant") String tenant,
            @PathParam("id") UUID id,
            @PathParam("plan") UUID plan,
            @QueryParam("after") @Nullable UUID after) {
        Visit visit = visits.console(tenant, SECTION, Permission.SEE_PLANS);
        ProductView product = products.find(visit.id(), id).orElseThrow(NotFoundException::new);
        List<PlanView> found =
                versions.list(visit.id(), id, plan, after, ListPage.ROWS).orElseThrow(NotFoundException::new);
        if (found.isEmpty()) {
            throw new NotFoundException();
        }
        ListPage<PlanView> page = ListPage.of(address(visit.slug(), id, plan), after, found, PlanView::planVersion);
        models.put("form", new Form(frame.messages()));
        models.put("mayManage", visit.may(Permission.MANAGE_PLANS));
        models.put("product", product);
        models.put("plan", found.getFirst());
        models.put("page", page);
        models.put(
                "versions",
                page.items().stream()
                        .map(version -> new Version(version, consumer(visit, version.consumer())))
                        .toList());
        return "plan/versions.html";
    }

    private @Nullable String consumer(Visit visit, @Nullable UUID consumer) {
        return consumer == null
                ? null
                : consumers
                        .find(visit.id(), consumer)
                        .map(found -> found.name())
                        .orElse("–");
    }

    @POST
    @Path("/{version}/publish")
    public Response publish(
            @PathParam("tenant") String tenant,
            @PathParam("id") UUID id,
            @PathParam("plan") UUID plan,
            @PathParam("version") UUID version) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_PLANS);
        try {
            PlanView sold = transactions.inTenant(
                    visit.id(),
                    () -> versions.publish(
                            visit.id(), versions.hold(id, plan, version).orElseThrow(NotFoundException::new)));
            frame.notice("good", "plan.version.published", sold.version());
        } catch (InUse archived) {
            frame.notice("bad", "plan.version.archived");
        } catch (WrongInput notBilled) {
            frame.notice("bad", "plan.version.notBilled");
        }
        return Response.seeOther(URI.create(address(visit.slug(), id, plan))).build();
    }

    @POST
    @Path("/{version}/delete")
    public Response delete(
            @PathParam("tenant") String tenant,
            @PathParam("id") UUID id,
            @PathParam("plan") UUID plan,
            @PathParam("version") UUID version) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_PLANS);
        try {
            transactions.inTenant(
                    visit.id(),
                    () -> versions.discard(versions.hold(id, plan, version).orElseThrow(NotFoundException::new)));
            frame.notice("good", "plan.version.deleted");
        } catch (InUse sold) {
            frame.notice("bad", "plan.version.stays");
        }
        return Response.seeOther(URI.create(address(visit.slug(), id, plan))).build();
    }
}
