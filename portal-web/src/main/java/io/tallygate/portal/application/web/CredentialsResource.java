package io.tallygate.portal.application.web;

import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.application.Application;
import io.tallygate.portal.application.Applications;
import io.tallygate.portal.application.Credential;
import io.tallygate.portal.application.Credentials;
import io.tallygate.portal.application.NewCredential;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The credentials of an application. A secret's text is in the answer that issues it and never again.
@Section("Applications")
@Path("/tenants/{tenant}/applications/{application}/credentials")
@Produces("application/json")
public class CredentialsResource {
    private final Applications applications;
    private final Credentials credentials;
    private final Caller caller;
    private final Clock clock;

    @Inject
    public CredentialsResource(Applications applications, Credentials credentials, Caller caller, Clock clock) {
        this.applications = applications;
        this.credentials = credentials;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @Described(
            value = "Lists the credentials of an application",
            needs = Permission.SEE_CREDENTIALS,
            answers = ApplicationShapes.Credential.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @PathParam("application") String application,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Access access = caller.somewhere(tenant, Permission.SEE_CREDENTIALS);
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(
                credentials.list(
                        access.tenant(),
                        application(access, Permission.SEE_CREDENTIALS, application),
                        page.after(),
                        page.rows()),
                Credential::id,
                credential -> CredentialJson.of(credential, clock.instant()));
    }

    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Issues a credential",
            needs = Permission.MANAGE_CREDENTIALS,
            more = "An API key, unless `kind` says otherwise. Its secret is in this answer and never again. Kinds"
                    + " without a secret of ours, and scopes, are for the tenant’s own staff.",
            takes = ApplicationShapes.NewCredential.class,
            answers = ApplicationShapes.IssuedCredential.class,
            once = true)
    @Refuses(status = 409, type = "limit-reached", when = "The tenant has as many as it may.")
    public Response issue(
            @PathParam("tenant") String tenant, @PathParam("application") String application, InputStream body) {
        Access access = caller.somewhere(tenant, Permission.MANAGE_CREDENTIALS);
        Application owner = application(access, Permission.MANAGE_CREDENTIALS, application);
        Members wanted = Bodies.object(body, Bodies.SMALL);
        String name = wanted.optionalText("name");
        String environment = wanted.optionalText("environment");
        Instant expiresAt = wanted.optionalInstant("expiresAt");
        NewCredential credential = new NewCredential(
                wanted.optionalText("kind"),
                name,
                environment,
                expiresAt,
                wanted.optionalText("userName"),
                wanted.optionalText("certificate"),
                wanted.optionalText("subject"),
                wanted.optionalText("issuer"),
                wanted.optionalText("client"),
                wanted.optionalTexts("scopes"));
        wanted.refuseIfWrong();
        Credentials.Issued issued =
                credentials.issue(access.tenant(), owner, credential, access.may(Permission.MANAGE_CREDENTIALS));
        return Response.status(Response.Status.CREATED)
                .header("Cache-Control", "no-store")
                .entity(CredentialJson.of(issued, clock.instant()))
                .build();
    }

    private Application application(Access access, Permission permission, String id) {
        return applications
                .find(access.tenant(), Ids.of(id), access.visibleConsumers(permission))
                .orElseThrow(ApiProblem::notFound);
    }
}
