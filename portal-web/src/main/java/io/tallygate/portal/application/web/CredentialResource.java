package io.tallygate.portal.application.web;

import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.application.Applications;
import io.tallygate.portal.application.Credential;
import io.tallygate.portal.application.Credentials;
import io.tallygate.portal.application.NotActive;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One API key: read, replaced by another, taken back, deleted. A class of its own, since Jakarta REST picks the class
/// by its path before it
/// looks at
/// methods.
@Section("Applications")
@Path("/tenants/{tenant}/credentials")
@Produces("application/json")
public class CredentialResource {
    private final Credentials credentials;
    private final Applications applications;
    private final Caller caller;
    private final Clock clock;
    private final TenantTransactions transactions;

    @Inject
    public CredentialResource(
            Credentials credentials,
            Applications applications,
            Caller caller,
            Clock clock,
            TenantTransactions transactions) {
        this.credentials = credentials;
        this.applications = applications;
        this.caller = caller;
        this.clock = clock;
        this.transactions = transactions;
    }

    @GET
    @Path("/{id}")
    @Described(
            value = "Reads a credential",
            needs = Permission.SEE_CREDENTIALS,
            more = "Not its secret, which was shown once.",
            answers = ApplicationShapes.Credential.class)
    public JsonObject read(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        Access access = caller.somewhere(tenant, Permission.SEE_CREDENTIALS);
        return CredentialJson.of(
                        credentials
                                .find(access.tenant(), Ids.of(id), access.visibleConsumers(Permission.SEE_CREDENTIALS))
                                .orElseThrow(ApiProblem::notFound),
                        clock.instant())
                .build();
    }

    @DELETE
    @Path("/{id}")
    @Described(value = "Deletes a revoked credential", needs = Permission.MANAGE_CREDENTIALS)
    @Refuses(status = 409, type = "in-use", when = "It has not been revoked.")
    public void delete(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        Access access = caller.somewhere(tenant, Permission.MANAGE_CREDENTIALS);
        transactions.inTenant(access.tenant(), () -> {
            Credential held = IfMatch.held(
                    credentials.hold(Ids.of(id), access.visibleConsumers(Permission.MANAGE_CREDENTIALS)),
                    ifMatch,
                    one -> IfMatch.tag(CredentialJson.of(one, clock.instant()).build()));
            credentials.delete(held);
        });
    }

    @POST
    @Path("/{id}/revoke")
    @Described(
            value = "Revokes a credential",
            needs = Permission.MANAGE_CREDENTIALS,
            more = "Gateways refuse it as soon as they hear of it. Revoking twice changes nothing.",
            answers = ApplicationShapes.Credential.class)
    public JsonObject revoke(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        Access access = caller.somewhere(tenant, Permission.MANAGE_CREDENTIALS);
        return CredentialJson.of(
                        credentials
                                .revoke(
                                        access.tenant(),
                                        Ids.of(id),
                                        access.visibleConsumers(Permission.MANAGE_CREDENTIALS))
                                .orElseThrow(ApiProblem::notFound),
                        clock.instant())
                .build();
    }

    @POST
    @Idempotent
    @Path("/{id}/rotate")
    @Consumes("application/json")
    @Described(
            value = "Puts another secret in the place of one",
            needs = Permission.MANAGE_CREDENTIALS,
            more = "Issues an API key, or a password, of the same application and environment, whose text is in this"
                    + " answer and never again. The old key is good until `overlapUntil`, so that programs can"
                    + " change over; without it gateways refuse it as soon as they hear of it.",
            takes = ApplicationShapes.Rotation.class,
            answers = ApplicationShapes.IssuedCredential.class,
            once = true)
    @Refuses(status = 409, type = "not-active", when = "The key is revoked, or has expired.")
    @Refuses(status = 409, type = "limit-reached", when = "The tenant has as many as it may.")
    public Response rotate(@PathParam("tenant") String tenant, @PathParam("id") String id, InputStream body) {
        Access access = caller.somewhere(tenant, Permission.MANAGE_CREDENTIALS);
        Members wanted = Bodies.object(body, Bodies.SMALL);
        String name = wanted.optionalText("name");
        Instant expiresAt = wanted.optionalInstant("expiresAt");
        Instant overlapUntil = wanted.optionalInstant("overlapUntil");
        var visible = access.visibleConsumers(Permission.MANAGE_CREDENTIALS);
        Credentials.Issued issued = transactions.inTenant(access.tenant(), () -> {
            Credential held = credentials.hold(Ids.of(id), visible).orElseThrow(ApiProblem::notFound);
            wanted.refuseIfWrong();
            var application = applications.keep(held.applicationId(), visible).orElseThrow(ApiProblem::notFound);
            try {
                return credentials.rotate(access.tenant(), held, application, name, expiresAt, overlapUntil);
            } catch (NotActive ended) {
                throw ApiProblem.conflict("not-active", "Not active", String.valueOf(ended.getMessage()));
            }
        });
        return Response.status(Response.Status.CREATED)
                .header("Cache-Control", "no-store")
                .entity(CredentialJson.of(issued, clock.instant()))
                .build();
    }
}
