package io.tallygate.portal.application.web;

import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.application.Credentials;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.time.Clock;

/// Takes an API key back. A class of its own, since Jakarta REST picks the class by its path before it looks at
/// methods.
@Section("Applications")
@Path("/tenants/{tenant}/credentials")
@Produces("application/json")
public class RevocationsResource {
    private final Credentials credentials;
    private final Caller caller;
    private final Clock clock;

    @Inject
    public RevocationsResource(Credentials credentials, Caller caller, Clock clock) {
        this.credentials = credentials;
        this.caller = caller;
        this.clock = clock;
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
