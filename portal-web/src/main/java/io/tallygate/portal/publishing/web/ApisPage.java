package io.tallygate.portal.publishing.web;

import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.frame.Fault;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.ListPage;
import io.tallygate.portal.input.InUse;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.plan.Products;
import io.tallygate.portal.publishing.ApiView;
import io.tallygate.portal.publishing.Deployments;
import io.tallygate.portal.publishing.NewApi;
import io.tallygate.portal.publishing.NotReady;
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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// `/console/{t}/apis`: a publisher's APIs, from the document to published.
@Path("/console/{tenant}/apis")
@Produces("text/html")
public class ApisPage {
    private static final String SECTION = "apis";
    private static final int REFUSED = 422;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_DESCRIPTION = 20_000;
    private static final int LONGEST_ADDRESS = 2_000;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Publishing publishing;
    private final Deployments deployments;
    private final Products products;
    private final TenantTransactions transactions;
    private final String gateway;

    @Inject
    public ApisPage(
            Visits visits,
            Frame frame,
            Models models,
            HttpServletRequest request,
            Publishing publishing,
            Deployments deployments,
            Products products,
            TenantTransactions transactions,
            @ConfigProperty(name = "TALLYGATE_GATEWAY_URL", defaultValue = "http://localhost:8000") String gateway) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.publishing = publishing;
        this.deployments = deployments;
        this.products = products;
        this.transactions = transactions;
        this.gateway = gateway;
    }

    @Controller
    @GET
    public String list(@PathParam("tenant") String tenant, @QueryParam("after") @Nullable UUID after) {
        Visit visit = visits.console(tenant, SECTION, Permission.SEE_APIS);
        ListPage<ApiView> page = ListPage.of(
                address(visit),
                after,
                publishing.list(visit.id(), false, after, ListPage.ROWS),
                view -> view.api().id());
        List<UUID> ids = page.items().stream().map(view -> view.api().id()).toList();
        Map<UUID, Long> operations = publishing.operationCounts(visit.id(), ids);
        models.put("mayManage", visit.may(Permission.MANAGE_APIS));
        models.put("page", page);
        models.put(
                "apis",
                page.items().stream()
                        .map(view -> ApiModel.of(
                                view, operations.getOrDefault(view.api().id(), 0L), gatewayUrl(visit, view)))
                        .toList());
        return "publishing/list.html";
    }

    @Controller
    @GET
    @Path("/new")
    public String blank(@PathParam("tenant") String tenant) {
        visits.console(tenant, SECTION, Permission.MANAGE_APIS);
        models.put("form", new Form(frame.messages()));
        return "publishing/new.html";
    }

    @Controller
    @POST
    public Response importDocument(@PathParam("tenant") String tenant) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_APIS);
        Form form = Form.of(request, frame.messages());
        UploadedDocument document = UploadedDocument.read(request, form);
        String name = form.optional("name", LONGEST_NAME);
        String basePath = form.optional("basePath", LONGEST_NAME);
        String upstream = form.optional("upstream", LONGEST_ADDRESS);
        if (!form.wrong()) {
            try {
                ApiView made = publishing.importDocument(
                        visit.id(),
                        new NewApi(
                                given(name), null, given(basePath), given(upstream), document.text(), document.url()));
                frame.notice(
                        "good",
                        "publishing.new.done",
                        made.api().name(),
                        made.operations().size());
                return to(address(visit) + "/" + made.api().id() + "?imported=1");
            } catch (WrongInput refused) {
                form.refused(refused, Map.of("document", document.field(), "slug", "name"));
            }
        }
        models.put("form", form);
        return Response.status(REFUSED).entity("publishing/new.html").build();
    }

    /// @param imported  given once, right after the import: the page also says what is unusual in the document
    @Controller
    @GET
    @Path("/{id}")
    public String read(
            @PathParam("tenant") String tenant,
            @PathParam("id") UUID id,
            @QueryParam("imported") @Nullable String imported) {
        Visit visit = visits.console(tenant, SECTION, Permission.SEE_APIS);
        ApiView view = publishing.find(visit.id(), id).orElseThrow(NotFoundException::new);
        Form form = new Form(frame.messages())
                .with("name", view.api().name())
                .with("description", view.api().description())
                .with("upstream", view.api().upstream())
                .forVersion(version(view));
        show(visit, view, form);
        models.put("findings", imported == null ? List.of() : findings(visit.id(), id));
        return "publishing/detail.html";
    }

    /// The document to the character as it was uploaded, to be kept and never shown as a page.
    @GET
    @Path("/{id}/document")
    @Produces({"application/json", "application/yaml"}) // the bytes as uploaded, not a view: no controller
    public Response document(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.SEE_APIS);
        ApiView view = publishing.find(visit.id(), id).orElseThrow(NotFoundException::new);
        String document = publishing.document(visit.id(), id).orElseThrow(NotFoundException::new);
        boolean json = document.stripLeading().startsWith("{");
        return Response.ok(document.getBytes(StandardCharsets.UTF_8), json ? "application/json" : "application/yaml")
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"" + view.api().slug() + (json ? ".json" : ".yaml") + "\"")
                .build();
    }

    @Controller
    @POST
    @Path("/{id}")
    public Response change(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_APIS);
        ApiView before = publishing.find(visit.id(), id).orElseThrow(NotFoundException::new);
        Form form = Form.of(request, frame.messages());
        String name = form.required("name", LONGEST_NAME);
        String description = form.optional("description", LONGEST_DESCRIPTION);
        String upstream = form.optional("upstream", LONGEST_ADDRESS);
        if (upstream.isEmpty() && before.api().upstream() != null) {
            form.reject("upstream", "frame.form.required");
        }
        if (!form.wrong()) {
            try {
                boolean changed = transactions.inTenant(visit.id(), () -> {
                    boolean current = form.isFor(version(publishing.hold(id).orElseThrow(NotFoundException::new)));
                    if (current) {
                        publishing.change(visit.id(), id, name, description, given(upstream));
                    }
                    return current;
                });
                if (changed) {
                    frame.notice("good", "publishing.saved");
                    return to(address(visit) + "/" + id);
                }
            } catch (WrongInput refused) {
                form.refused(refused, Map.of());
            }
        }
        ApiView now = publishing.find(visit.id(), id).orElseThrow(NotFoundException::new);
        show(visit, now, form.forVersion(version(now)));
        return Response.status(REFUSED).entity("publishing/detail.html").build();
    }

    @Controller
    @POST
    @Path("/{id}/publish")
    public Response publish(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_APIS);
        try {
            ApiView view = publishing.publish(visit.id(), id).orElseThrow(NotFoundException::new);
            frame.notice("good", "publishing.published", view.api().name());
        } catch (NotReady noUpstream) {
            frame.notice("bad", "publishing.upstreamNeeded");
        }
        return to(address(visit) + "/" + id);
    }

    @Controller
    @POST
    @Path("/{id}/unpublish")
    public Response unpublish(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_APIS);
        ApiView view = publishing.unpublish(visit.id(), id).orElseThrow(NotFoundException::new);
        frame.notice("good", "publishing.unpublished", view.api().name());
        return to(address(visit) + "/" + id);
    }

    @Controller
    @POST
    @Path("/{id}/delete")
    public Response delete(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_APIS);
        Form form = Form.of(request, frame.messages());
        try {
            boolean deleted = transactions.inTenant(visit.id(), () -> {
                ApiView held = publishing.hold(id).orElseThrow(NotFoundException::new);
                if (!form.isFor(version(held))) {
                    return false;
                }
                products.mustNotSell(id);
                publishing.delete(visit.id(), held);
                return true;
            });
            if (deleted) {
                frame.notice("good", "publishing.deleted");
                return to(address(visit));
            }
            frame.notice("bad", "frame.form.changed");
        } catch (InUse needed) {
            frame.notice("bad", "publishing.delete.inUse");
        }
        return to(address(visit) + "/" + id);
    }

    private static String version(ApiView view) {
        return Integer.toString(view.api().lockVersion());
    }

    private void show(Visit visit, ApiView view, Form form) {
        models.put("mayManage", visit.may(Permission.MANAGE_APIS));
        models.put("api", ApiModel.of(view, view.operations().size(), gatewayUrl(visit, view)));
        models.put(
                "testUrl",
                deployments.inTest(visit.id(), List.of(view.api().id())).isEmpty()
                        ? null
                        : gateway + Publishing.gatewayPath(visit.slug(), Environment.TEST, view.api()));
        models.put("form", form);
        models.put("findings", List.of());
    }

    private List<Fault> findings(TenantId tenant, UUID api) {
        return publishing.findings(tenant, api).stream()
                .map(finding -> new Fault(finding.pointer(), frame.messages().text(finding.reason())))
                .toList();
    }

    private String gatewayUrl(Visit visit, ApiView view) {
        return gateway + Publishing.gatewayPath(visit.slug(), view.api());
    }

    private static String address(Visit visit) {
        return "/console/" + visit.slug() + "/apis";
    }

    private static Response to(String address) {
        return Response.seeOther(URI.create(address)).build();
    }

    private static @Nullable String given(String text) {
        return text.isEmpty() ? null : text;
    }
}
