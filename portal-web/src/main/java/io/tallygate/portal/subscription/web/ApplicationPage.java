package io.tallygate.portal.subscription.web;

import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.application.Application;
import io.tallygate.portal.application.Applications;
import io.tallygate.portal.application.Credential;
import io.tallygate.portal.application.CredentialKind;
import io.tallygate.portal.application.Credentials;
import io.tallygate.portal.application.NewCredential;
import io.tallygate.portal.application.web.ApplicationJson;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.input.InUse;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.secret.Secret;
import io.tallygate.portal.subscription.Subscribing;
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
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/p/{tenant}/applications/{application}`: its plans and its keys. A key's text is on the page that follows its
/// issue,
/// once; the plans to choose from are [PlansPage]'s.
@Controller
@Path("/p/{tenant}/applications/{application: [0-9a-f-]{36}}")
@Produces("text/html")
public class ApplicationPage {
    private static final String VIEW = "application/detail.html";

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Applications applications;
    private final Credentials credentials;
    private final ApplicationModel model;
    private final Subscribing subscribing;
    private final TenantTransactions transactions;

    @Inject
    public ApplicationPage(
            Visits visits,
            Frame frame,
            Models models,
            HttpServletRequest request,
            Applications applications,
            Credentials credentials,
            ApplicationModel model,
            Subscribing subscribing,
            TenantTransactions transactions) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.applications = applications;
        this.credentials = credentials;
        this.model = model;
        this.subscribing = subscribing;
        this.transactions = transactions;
    }

    @GET
    public Response show(@PathParam("tenant") String slug, @PathParam("application") UUID id) {
        Visit visit = visits.person(slug, "applications");
        Application application = find(visit, id, Permission.SEE_APPLICATIONS);
        String issued = (String) frame.take(keyOf(id));
        model.show(models, visit, application, new Form(frame.messages()), issued);
        return Response.ok(VIEW).header("Cache-Control", "no-store").build();
    }

    @POST
    @Path("keys")
    public Response issue(@PathParam("tenant") String slug, @PathParam("application") UUID id) {
        Visit visit = visits.person(slug, "applications");
        Application application = find(visit, id, Permission.MANAGE_CREDENTIALS);
        Form form = Form.of(request, frame.messages());
        String name = form.optional("keyName", 100);
        String environment = form.value("environment");
        Instant expiresAt = day(form, visit.tenant().timeZone());
        if (!form.wrong()) {
            try {
                Credentials.Issued issued = credentials.issue(
                        visit.id(),
                        application,
                        new NewCredential(
                                form.value("kind"),
                                name,
                                environment,
                                expiresAt,
                                given(form, "userName"),
                                given(form, "certificate"),
                                given(form, "subject"),
                                given(form, "issuer"),
                                given(form, "client"),
                                List.of(form.value("scopes").strip().split("\\s+")).stream()
                                        .filter(scope -> !scope.isEmpty())
                                        .toList()),
                        visit.access().may(Permission.MANAGE_CREDENTIALS));
                Secret secret = issued.secret();
                if (secret == null) {
                    frame.notice("good", "application.key.known");
                } else {
                    frame.keep(
                            keyOf(id),
                            issued.credential().kind() == CredentialKind.BASIC
                                    ? issued.credential().identity() + ":" + secret.text()
                                    : secret.text());
                }
                return Response.seeOther(address(slug, id)).build();
            } catch (WrongInput refusal) {
                form.refused(refusal, Map.of("name", "keyName", "expiresAt", "expires"));
            }
        }
        model.show(models, visit, application, form, null);
        return Response.status(422).entity(VIEW).build();
    }

    private static @Nullable String given(Form form, String field) {
        String text = form.value(field).strip();
        return text.isEmpty() ? null : text;
    }

    @POST
    @Path("keys/{key}/revoke")
    public Response revoke(
            @PathParam("tenant") String slug, @PathParam("application") UUID id, @PathParam("key") UUID key) {
        Visit visit = visits.person(slug, "applications");
        find(visit, id, Permission.MANAGE_CREDENTIALS);
        Credential revoked = credentials
                .revoke(visit.id(), key, visit.access().visibleConsumers(Permission.MANAGE_CREDENTIALS))
                .orElseThrow(NotFoundException::new);
        frame.notice("good", "application.key.revoked", revoked.last4() == null ? revoked.name() : revoked.last4());
        return Response.seeOther(address(slug, id)).build();
    }

    @POST
    @Path("delete")
    public Response delete(@PathParam("tenant") String slug, @PathParam("application") UUID id) {
        Visit visit = visits.person(slug, "applications");
        Form form = Form.of(request, frame.messages());
        try {
            boolean deleted = transactions.inTenant(visit.id(), () -> {
                Application held = applications
                        .hold(id, visit.access().visibleConsumers(Permission.MANAGE_APPLICATIONS))
                        .orElseThrow(NotFoundException::new);
                if (!form.isFor(ApplicationJson.tag(held))) {
                    return false;
                }
                subscribing.mustHaveNone(id);
                applications.delete(visit.id(), held);
                return true;
            });
            if (deleted) {
                frame.notice("good", "application.deleted");
                return Response.seeOther(URI.create("/p/" + slug + "/applications"))
                        .build();
            }
            frame.notice("bad", "frame.form.changed");
        } catch (InUse needed) {
            frame.notice("bad", "application.delete.inUse");
        }
        return Response.seeOther(address(slug, id)).build();
    }

    private Application find(Visit visit, UUID id, Permission permission) {
        return applications
                .find(visit.id(), id, visit.access().visibleConsumers(permission))
                .orElseThrow(NotFoundException::new);
    }

    /// A key chosen to expire on a day is refused from that day's first moment on.
    private @Nullable Instant day(Form form, ZoneId zone) {
        String text = form.value("expires").strip();
        if (text.isEmpty()) {
            return null;
        }
        try {
            Instant begins = LocalDate.parse(text).atStartOfDay(zone).toInstant();
            if (!begins.isAfter(Instant.now())) {
                form.reject("expires", "application.key.past");
            }
            return begins;
        } catch (DateTimeParseException malformed) {
            form.reject("expires", "application.key.date");
            return null;
        }
    }

    private static String keyOf(UUID application) {
        return "key of " + application;
    }

    static URI address(String slug, UUID application) {
        return URI.create("/p/" + slug + "/applications/" + application);
    }
}
