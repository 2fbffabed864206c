package io.tallygate.portal.identity.web;

import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.identity.IdentityProvider;
import io.tallygate.portal.identity.brokering.DomainProofs;
import io.tallygate.portal.identity.brokering.DomainTaken;
import io.tallygate.portal.identity.brokering.ProofMissing;
import io.tallygate.portal.identity.brokering.TenantProviders;
import io.tallygate.portal.identity.brokering.TenantProviders.Described;
import io.tallygate.portal.input.WrongInput;
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
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// `/console/{t}/settings/identity/{id}`: one provider: what to enter there, the proofs of its domains, and changes.
@Controller
@Path("/console/{tenant}/settings/identity/{provider: [0-9a-f-]{36}}")
@Produces("text/html")
public class IdentityProviderPage {
    private static final String VIEW = "identity/provider.html";
    private static final int REFUSED = 422;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final TenantProviders providers;
    private final DomainProofs proofs;
    private final IdentityProvider realm;

    @Inject
    public IdentityProviderPage(
            Visits visits,
            Frame frame,
            Models models,
            HttpServletRequest request,
            TenantProviders providers,
            DomainProofs proofs,
            IdentityProvider realm) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.providers = providers;
        this.proofs = proofs;
        this.realm = realm;
    }

    /// Somebody was quicker.
    private static final class Changed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @GET
    public String show(@PathParam("tenant") String tenant, @PathParam("provider") String id) {
        Visit visit = visits.console(tenant, "settings", Permission.SEE_IDENTITY);
        Described described = found(visit, id);
        return show(visit, described, ProviderForms.of(described, new Form(frame.messages())));
    }

    @POST
    public Response change(@PathParam("tenant") String tenant, @PathParam("provider") String id) {
        Visit visit = visits.console(tenant, "settings", Permission.MANAGE_IDENTITY);
        Form form = Form.of(request, frame.messages());
        Described before = found(visit, id);
        TenantProviders.Wanted wanted =
                ProviderForms.wanted(form, before.provider().kind(), form.has("enabled", "on"));
        try {
            if (providers
                    .change(visit.id(), id(id), wanted, now -> still(form, now))
                    .isEmpty()) {
                throw new NotFoundException();
            }
            frame.notice("good", "identity.providers.saved");
            return back(visit, id);
        } catch (WrongInput refused) {
            form.refused(refused, Map.of());
        } catch (Changed somebodyElse) {
            // the form says so
        }
        form.with("clientSecret", "");
        return Response.status(REFUSED)
                .entity(show(visit, found(visit, id), form))
                .build();
    }

    @POST
    @Path("/check")
    public Response check(@PathParam("tenant") String tenant, @PathParam("provider") String id) {
        Visit visit = visits.console(tenant, "settings", Permission.MANAGE_IDENTITY);
        String domain = Form.of(request, frame.messages()).value("domain");
        try {
            Optional<Described> checked = proofs.check(visit.id(), id(id), domain);
            if (checked.isEmpty()) {
                throw new NotFoundException();
            }
            frame.notice("good", "identity.providers.proven", domain);
        } catch (ProofMissing missing) {
            frame.notice(
                    "warn", missing.asked() ? "identity.providers.noRecord" : "identity.providers.noAnswer", domain);
        } catch (DomainTaken taken) {
            frame.notice("bad", "identity.providers.taken", domain);
        }
        return back(visit, id);
    }

    @POST
    @Path("/delete")
    public Response delete(@PathParam("tenant") String tenant, @PathParam("provider") String id) {
        Visit visit = visits.console(tenant, "settings", Permission.MANAGE_IDENTITY);
        Form form = Form.of(request, frame.messages());
        Described before = found(visit, id);
        try {
            if (!providers.remove(visit.id(), id(id), now -> still(form, now))) {
                throw new NotFoundException();
            }
        } catch (Changed somebodyElse) {
            Form shown = ProviderForms.of(before, form);
            return Response.status(REFUSED).entity(show(visit, before, shown)).build();
        }
        frame.notice("good", "identity.providers.removed", before.provider().name());
        return Response.seeOther(URI.create("/console/" + visit.slug() + "/settings/identity"))
                .build();
    }

    private void still(Form form, Described now) {
        if (!form.isFor(ProviderJson.tag(now, realm))) {
            throw new Changed();
        }
    }

    private Described found(Visit visit, String id) {
        return providers.find(visit.id(), id(id)).orElseThrow(NotFoundException::new);
    }

    private String show(Visit visit, Described described, Form form) {
        String tag = ProviderJson.tag(described, realm);
        models.put("provider", described.provider());
        models.put("settings", described.provider().settings());
        models.put("domains", described.domains());
        models.put("ready", described.ready());
        models.put("callback", ProviderJson.callback(described.provider(), realm));
        models.put("entityId", realm.issuer());
        models.put("mayManage", visit.may(Permission.MANAGE_IDENTITY));
        models.put("tag", tag);
        models.put("form", form.forVersion(tag));
        return VIEW;
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException malformed) {
            throw new NotFoundException();
        }
    }

    private static Response back(Visit visit, String id) {
        return Response.seeOther(URI.create("/console/" + visit.slug() + "/settings/identity/" + id))
                .build();
    }
}
