package io.tallygate.portal.plan.web;

import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.ListPage;
import io.tallygate.portal.input.InUse;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.plan.NewPlan;
import io.tallygate.portal.plan.NewProduct;
import io.tallygate.portal.plan.PlanView;
import io.tallygate.portal.plan.ProductView;
import io.tallygate.portal.plan.Products;
import io.tallygate.portal.publishing.Publishing;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/console/{t}/products`: what a tenant sells, and for how much.
@Controller
@Path("/console/{tenant}/products")
@Produces("text/html")
public class ProductsPage {
    private static final String SECTION = "products";
    private static final int REFUSED = 422;

    /// APIs that the form for a new product offers.
    private static final int MOST_APIS = 1000;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Products products;
    private final Publishing publishing;
    private final TenantTransactions transactions;

    @Inject
    public ProductsPage(
            Visits visits,
            Frame frame,
            Models models,
            HttpServletRequest request,
            Products products,
            Publishing publishing,
            TenantTransactions transactions) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.products = products;
        this.publishing = publishing;
        this.transactions = transactions;
    }

    @GET
    public String list(@PathParam("tenant") String tenant, @QueryParam("after") @Nullable UUID after) {
        Visit visit = visits.console(tenant, SECTION, Permission.SEE_PLANS);
        ListPage<ProductView> page =
                ListPage.of(address(visit), after, products.list(visit.id(), after, ListPage.ROWS), ProductView::id);
        models.put("mayManage", visit.may(Permission.MANAGE_PLANS));
        models.put("page", page);
        models.put(
                "products",
                page.items().stream()
                        .map(view -> ProductModel.of(view, products.offers(visit.id(), view.id())))
                        .toList());
        return "plan/list.html";
    }

    @GET
    @Path("/new")
    public String blank(@PathParam("tenant") String tenant) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_PLANS);
        return productForm(visit, new Form(frame.messages()));
    }

    @POST
    public Response create(@PathParam("tenant") String tenant) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_PLANS);
        Form form = Form.of(request, frame.messages());
        String name = form.required("name", PlanForm.LONGEST_NAME);
        String description = form.optional("description", PlanForm.LONGEST_DESCRIPTION);
        List<UUID> apis = chosen(form);
        if (!form.wrong()) {
            try {
                ProductView made = products.create(visit.id(), new NewProduct(name, null, description, apis));
                frame.notice("good", "plan.product.done", made.name());
                return to(address(visit) + "/" + made.id());
            } catch (WrongInput refused) {
                refused(form, refused);
            }
        }
        return Response.status(REFUSED).entity(productForm(visit, form)).build();
    }

    @GET
    @Path("/{id}")
    public String read(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.SEE_PLANS);
        return product(visit, find(visit, id), new Form(frame.messages()));
    }

    @POST
    @Path("/{id}/plans")
    public Response createPlan(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_PLANS);
        ProductView product = find(visit, id);
        Form form = Form.of(request, frame.messages());
        NewPlan wanted = PlanForm.read(form, visit.tenant().currency());
        if (wanted != null) {
            try {
                PlanView made = products.createPlan(visit.id(), id, wanted).orElseThrow(NotFoundException::new);
                frame.notice("good", "plan.done", made.name());
                return to(address(visit) + "/" + id);
            } catch (WrongInput refused) {
                refused(form, refused);
            }
        }
        return Response.status(REFUSED).entity(product(visit, product, form)).build();
    }

    /// Whoever reloads after a refused form lands on the product.
    @GET
    @Path("/{id}/plans")
    public Response plans(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.SEE_PLANS);
        return to(address(visit) + "/" + find(visit, id).id());
    }

    @POST
    @Path("/{id}/delete")
    public Response delete(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_PLANS);
        Form form = Form.of(request, frame.messages());
        try {
            boolean deleted = transactions.inTenant(visit.id(), () -> {
                ProductView held = products.hold(id).orElseThrow(NotFoundException::new);
                boolean current = form.isFor(tag(held));
                if (current) {
                    products.delete(visit.id(), held);
                }
                return current;
            });
            if (deleted) {
                frame.notice("good", "plan.product.deleted");
                return to(address(visit));
            }
            frame.notice("bad", "frame.form.changed");
        } catch (InUse needed) {
            frame.notice("bad", "plan.product.delete.inUse");
        }
        return to(address(visit) + "/" + id);
    }

    private static String tag(ProductView product) {
        return IfMatch.tag(PlanJson.product(product).build());
    }

    private List<UUID> chosen(Form form) {
        try {
            List<UUID> apis = form.all("apis").stream().map(UUID::fromString).toList();
            if (apis.isEmpty()) {
                form.reject("apis", "plan.product.choose");
            }
            return apis;
        } catch (IllegalArgumentException tampered) {
            form.reject("apis", "plan.product.choose");
            return List.of();
        }
    }

    /// A slug is made of the name: where it is taken, the name is to be another.
    private void refused(Form form, WrongInput refusal) {
        if (refusal.members().stream().anyMatch(member -> member.pointer().equals("/slug"))) {
            form.reject("name", "plan.taken");
        } else {
            form.refused(refusal, Map.of("unitPrice", "price", "rateLimit", "rateCalls"));
        }
    }

    private String productForm(Visit visit, Form form) {
        models.put("form", form);
        models.put(
                "apis",
                publishing.list(visit.id(), false, null, MOST_APIS).stream()
                        .map(ProductModel.ApiChoice::of)
                        .toList());
        return "plan/new.html";
    }

    private String product(Visit visit, ProductView view, Form form) {
        models.put("form", form);
        models.put("tag", tag(view));
        models.put("mayManage", visit.may(Permission.MANAGE_PLANS));
        models.put("currency", visit.tenant().currency().getCurrencyCode());
        models.put("product", ProductModel.of(view, products.offers(visit.id(), view.id())));
        models.put(
                "apis",
                publishing.these(visit.id(), view.apis()).stream()
                        .map(ProductModel.ApiChoice::of)
                        .toList());
        return "plan/detail.html";
    }

    private ProductView find(Visit visit, UUID id) {
        return products.find(visit.id(), id).orElseThrow(NotFoundException::new);
    }

    private static String address(Visit visit) {
        return "/console/" + visit.slug() + "/products";
    }

    private static Response to(String address) {
        return Response.seeOther(URI.create(address)).build();
    }
}
