package io.tallygate.portal.identity.web;

import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.ListPage;
import io.tallygate.portal.identity.IdentityProvider;
import io.tallygate.portal.identity.brokering.ProviderKind;
import io.tallygate.portal.identity.brokering.TenantProviders;
import io.tallygate.portal.identity.brokering.TenantProviders.Described;
import io.tallygate.portal.input.WrongInput;
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

/// `/console/{t}/settings/identity`: the tenant's own identity providers, and a new one.
@Controller
@Path("/console/{tenant}/settings/identity")
@Produces("text/html")
public class IdentityProvidersPage {
    private static final String VIEW = "identity/providers.html";
    private static final int REFUSED = 422;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final TenantProviders providers;
    private final IdentityProvider realm;

    @Inject
    public IdentityProvidersPage(
            Visits visits,
            Frame frame,
            Models models,
            HttpServletRequest request,
            TenantProviders providers,
            IdentityProvider realm) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.providers = providers;
        this.realm = realm;
    }

    public record Option(String value, String label) {}

    @GET
    public String list(@PathParam("tenant") String tenant) {
        Visit visit = visits.console(tenant, "settings", Permission.SEE_IDENTITY);
        return show(visit, new Form(frame.messages()).with("kind", ProviderKind.OIDC.wireName()));
    }

    @POST
    public Response add(@PathParam("tenant") String tenant) {
        Visit visit = visits.console(tenant, "settings", Permission.MANAGE_IDENTITY);
        Form form = Form.of(request, frame.messages());
        ProviderKind kind = ProviderKind.of(form.value("kind")).orElse(ProviderKind.OIDC);
        try {
            Described made = providers.add(visit.id(), kind, ProviderForms.wanted(form, kind, true));
            frame.notice("good", "identity.providers.added", made.provider().name());
            return Response.seeOther(URI.create("/console/" + visit.slug() + "/settings/identity/"
                            + made.provider().id()))
                    .build();
        } catch (WrongInput refused) {
            form.refused(refused, Map.of());
        }
        form.with("clientSecret", ""); // not sent back to be read in the page
        return Response.status(REFUSED).entity(show(visit, form)).build();
    }

    private String show(Visit visit, Form form) {
        List<Described> all = providers.list(visit.id(), null, ListPage.ROWS);
        models.put("providers", all);
        models.put("form", form);
        models.put("mayManage", visit.may(Permission.MANAGE_IDENTITY));
        models.put("entityId", realm.issuer());
        models.put(
                "kinds",
                List.of(
                        new Option("oidc", frame.messages().text("identity.kind.oidc")),
                        new Option("saml", frame.messages().text("identity.kind.saml"))));
        return VIEW;
    }
}
