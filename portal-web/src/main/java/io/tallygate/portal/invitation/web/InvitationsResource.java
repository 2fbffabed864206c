package io.tallygate.portal.invitation.web;

import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/invitations`: who was asked to work at a tenant.
@Section(value = "Invitations", about = "People who were asked by e-mail to join.")
@Path("/tenants/{tenant}/invitations")
@Produces("application/json")
public class InvitationsResource {
    private final InvitationCalls calls;
    private final Caller caller;

    @Inject
    public InvitationsResource(InvitationCalls calls, Caller caller) {
        this.calls = calls;
        this.caller = caller;
    }

    @GET
    @Described(
            value = "Lists who was asked to join the tenant",
            needs = Permission.SEE_MEMBERS,
            more = "Those that were not accepted; oldest first.",
            answers = InvitationShapes.Invitation.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Access access = caller.at(tenant, Permission.SEE_MEMBERS);
        return calls.list(access, null, PageOf.asked(limit, cursor));
    }

    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Asks somebody to join the tenant",
            needs = Permission.MANAGE_MEMBERS,
            more = "They get a message with a link that is good for seven days and for that address alone. Asked"
                    + " again, they get a new link, and the one before opens nothing. The answer does not depend"
                    + " on whether the address is known to anybody.",
            takes = InvitationShapes.NewTenantInvitation.class,
            answers = InvitationShapes.Invitation.class)
    public Response invite(@PathParam("tenant") String tenant, InputStream body) {
        Access access = caller.at(tenant, Permission.MANAGE_MEMBERS);
        return calls.invite(access, null, body);
    }

    @GET
    @Path("/{id}")
    @Described(
            value = "Reads an invitation to the tenant",
            needs = Permission.SEE_MEMBERS,
            answers = InvitationShapes.Invitation.class)
    public JsonObject read(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        Access access = caller.at(tenant, Permission.SEE_MEMBERS);
        return calls.read(access, null, id);
    }

    @POST
    @Path("/{id}/resend")
    @Described(
            value = "Sends an invitation to the tenant again",
            needs = Permission.MANAGE_MEMBERS,
            more = "With a new link, for another seven days; the one before opens nothing.",
            answers = InvitationShapes.Invitation.class)
    @Refuses(status = 409, type = "sent-often", when = "It was sent often enough.")
    public JsonObject sendAgain(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        Access access = caller.at(tenant, Permission.MANAGE_MEMBERS);
        return calls.sendAgain(access, null, id);
    }

    @DELETE
    @Path("/{id}")
    @Described(
            value = "Takes an invitation to the tenant back",
            needs = Permission.MANAGE_MEMBERS,
            more = "Its link opens nothing any more.")
    public void revoke(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        Access access = caller.at(tenant, Permission.MANAGE_MEMBERS);
        calls.revoke(access, null, id, ifMatch);
    }
}
