package io.tallygate.portal.invitation.web;

import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.consumer.Consumers;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/consumers/{c}/invitations`: who was asked to join a consumer.
@Section(value = "Invitations", about = "People who were asked by e-mail to join.")
@Path("/tenants/{tenant}/consumers/{consumer}/invitations")
@Produces("application/json")
public class ConsumerInvitationsResource {
    private final InvitationCalls calls;
    private final Consumers consumers;
    private final Caller caller;

    @Inject
    public ConsumerInvitationsResource(InvitationCalls calls, Consumers consumers, Caller caller) {
        this.calls = calls;
        this.consumers = consumers;
        this.caller = caller;
    }

    @GET
    @Described(
            value = "Lists who was asked to join a consumer",
            needs = Permission.SEE_TEAM,
            more = "Those that were not accepted; oldest first.",
            answers = InvitationShapes.Invitation.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @PathParam("consumer") String consumer,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Access access = caller.somewhere(tenant, Permission.SEE_TEAM);
        UUID asked = of(access, Permission.SEE_TEAM, consumer);
        var _ = consumers.find(access.tenant(), asked).orElseThrow(ApiProblem::notFound);
        return calls.list(access, asked, PageOf.asked(limit, cursor));
    }

    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Asks somebody to join a consumer",
            needs = Permission.MANAGE_TEAM,
            more = "They get a message with a link that is good for seven days and for that address alone. Asked"
                    + " again, they get a new link, and the one before opens nothing. The answer does not depend"
                    + " on whether the address is known to anybody.",
            takes = InvitationShapes.NewConsumerInvitation.class,
            answers = InvitationShapes.Invitation.class)
    public Response invite(
            @PathParam("tenant") String tenant, @PathParam("consumer") String consumer, InputStream body) {
        Access access = caller.somewhere(tenant, Permission.MANAGE_TEAM);
        return calls.invite(access, of(access, Permission.MANAGE_TEAM, consumer), body);
    }

    @GET
    @Path("/{id}")
    @Described(
            value = "Reads an invitation to a consumer",
            needs = Permission.SEE_TEAM,
            answers = InvitationShapes.Invitation.class)
    public JsonObject read(
            @PathParam("tenant") String tenant, @PathParam("consumer") String consumer, @PathParam("id") String id) {
        Access access = caller.somewhere(tenant, Permission.SEE_TEAM);
        return calls.read(access, of(access, Permission.SEE_TEAM, consumer), id);
    }

    @POST
    @Path("/{id}/resend")
    @Described(
            value = "Sends an invitation to a consumer again",
            needs = Permission.MANAGE_TEAM,
            more = "With a new link, for another seven days; the one before opens nothing.",
            answers = InvitationShapes.Invitation.class)
    @Refuses(status = 409, type = "sent-often", when = "It was sent often enough.")
    public JsonObject sendAgain(
            @PathParam("tenant") String tenant, @PathParam("consumer") String consumer, @PathParam("id") String id) {
        Access access = caller.somewhere(tenant, Permission.MANAGE_TEAM);
        return calls.sendAgain(access, of(access, Permission.MANAGE_TEAM, consumer), id);
    }

    @DELETE
    @Path("/{id}")
    @Described(
            value = "Takes an invitation to a consumer back",
            needs = Permission.MANAGE_TEAM,
            more = "Its link opens nothing any more.")
    public void revoke(
            @PathParam("tenant") String tenant,
            @PathParam("consumer") String consumer,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        Access access = caller.somewhere(tenant, Permission.MANAGE_TEAM);
        calls.revoke(access, of(access, Permission.MANAGE_TEAM, consumer), id, ifMatch);
    }

    /// One that the caller may see but not manage is refused; one that they may not see does not exist for them.
    private static UUID of(Access access, Permission permission, String id) {
        UUID consumer = Ids.of(id);
        if (access.may(permission, consumer)) {
            return consumer;
        }
        throw access.may(Permission.SEE_TEAM, consumer) ? ApiProblem.forbidden() : ApiProblem.notFound();
    }
}
