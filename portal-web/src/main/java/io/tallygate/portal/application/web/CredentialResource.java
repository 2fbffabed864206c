package io.tallygate.portal.application.web;

import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.application.Credential;
import io.tallygate.portal.application.Credentials;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// One API key: read, taken back, deleted. A class of its own, since Jakarta REST picks the class by its path before it
/// looks at
/// methods.
@Section("Applications")
@Path("/tenants/{tenant}/credentials")
@Produces("application/json")
public class CredentialResource {
    private final Credentials credentials;
    private final Caller caller;
    private final Clock clock;
    private final TenantTransactions transactions;

    @Inject
    public CredentialResource(Credentials credentials, Caller caller, Clock clock, TenantTransactions transactions) {
        this.credentials = credentials;
        this.caller = caller;
        this.clock = clock;
        this.transactions = transactions;
    }

    @GET
    @Path("/{id}")
    @Described(
            value = "Reads an API key",
            needs = Permission.SEE_CREDENTIALS,
            more = "Not its text, which was shown once.",
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
    @Described(value = "Deletes a revoked API key", needs = Permission.MANAGE_CREDENTIALS)
    @Refuses(status = 409, type = "in-use", when = "It has not been revoked.")
    public void delete(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        Access access = caller.somewhere(tenant, Permission.MANAGE_CREDENTIALS);
        transactions.inTenant(access.tenant(), () -> {
            Credential held = credentials
                    .hold(Ids.of(id), access.visibleConsumers(Permission.MANAGE_CREDENTIALS))
                    .orElseThrow(ApiProblem::notFound);
            IfMatch.required(
                    ifMatch,
                    IfMatch.tag(CredentialJson.of(held, clock.instant()).build()));
            credentials.delete(held);
        });
    }

    @POST
    @Path("/{id}/revoke")
    @Described(
            value = "Revokes an API key",
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
}
