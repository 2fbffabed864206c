package io.tallygate.portal.consumer.web;

import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.consumer.ConsumerMember;
import io.tallygate.portal.consumer.Consumers;
import io.tallygate.portal.consumer.Teams;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/consumers/{c}/members`: who belongs to a consumer. A class of its own, since Jakarta REST picks
/// the class by its path before it looks at methods.
@Section(value = "Consumers", about = "Customer organisations of a tenant.")
@Path("/tenants/{tenant}/consumers/{consumer}/members")
@Produces("application/json")
public class TeamResource {
    private final Teams teams;
    private final Consumers consumers;
    private final Caller caller;
    private final TenantTransactions transactions;

    @Inject
    public TeamResource(Teams teams, Consumers consumers, Caller caller, TenantTransactions transactions) {
        this.teams = teams;
        this.consumers = consumers;
        this.caller = caller;
        this.transactions = transactions;
    }

    @GET
    @Described(
            value = "Lists who belongs to a consumer",
            needs = Permission.SEE_TEAM,
            more = "Oldest first.",
            answers = ConsumerShapes.ConsumerMember.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @PathParam("consumer") String consumer,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Access access = caller.somewhere(tenant, Permission.SEE_TEAM);
        PageOf page = PageOf.asked(limit, cursor);
        UUID of = visible(access, consumer);
        var _ = consumers.find(access.tenant(), of).orElseThrow(ApiProblem::notFound);
        return page.answer(
                teams.list(access.tenant(), of, page.after(), page.rows()), ConsumerMember::id, TeamJson::of);
    }

    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Adds somebody to a consumer",
            needs = Permission.MANAGE_TEAM,
            takes = ConsumerShapes.NewConsumerMember.class,
            answers = ConsumerShapes.ConsumerMember.class)
    public Response add(@PathParam("tenant") String tenant, @PathParam("consumer") String consumer, InputStream body) {
        Access access = caller.somewhere(tenant, Permission.MANAGE_TEAM);
        UUID of = managed(access, consumer);
        Members wanted = Bodies.object(body, Bodies.SMALL);
        String email = wanted.text("email");
        String role = wanted.text("role");
        wanted.refuseIfWrong();
        ConsumerMember member = teams.add(access.tenant(), of, email, role).orElseThrow(ApiProblem::notFound);
        return Response.status(Response.Status.CREATED)
                .entity(TeamJson.of(member).build())
                .build();
    }

    @GET
    @Path("/{id}")
    @Described(
            value = "Reads a member of a consumer",
            needs = Permission.SEE_TEAM,
            answers = ConsumerShapes.ConsumerMember.class)
    public JsonObject read(
            @PathParam("tenant") String tenant, @PathParam("consumer") String consumer, @PathParam("id") String id) {
        Access access = caller.somewhere(tenant, Permission.SEE_TEAM);
        return TeamJson.of(teams.find(access.tenant(), visible(access, consumer), Ids.of(id))
                        .orElseThrow(ApiProblem::notFound))
                .build();
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/json")
    @Described(
            value = "Gives a member of a consumer another role",
            needs = Permission.MANAGE_TEAM,
            more = "It holds from their next request on.",
            takes = ConsumerShapes.ConsumerRoleChange.class,
            answers = ConsumerShapes.ConsumerMember.class)
    @Refuses(status = 409, type = "last-owner", when = "Nobody who has signed in would own the consumer after it.")
    public JsonObject change(
            @PathParam("tenant") String tenant,
            @PathParam("consumer") String consumer,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            InputStream body) {
        Access access = caller.somewhere(tenant, Permission.MANAGE_TEAM);
        UUID of = managed(access, consumer);
        Members wanted = Bodies.object(body, Bodies.SMALL);
        String role = wanted.text("role");
        wanted.refuseIfWrong();
        return transactions.inTenant(
                access.tenant(),
                () -> TeamJson.of(teams.change(held(of, id, ifMatch), role)).build());
    }

    @DELETE
    @Path("/{id}")
    @Described(
            value = "Removes a member of a consumer",
            needs = Permission.MANAGE_TEAM,
            more = "They may do nothing here from their next request on, and their tokens at this tenant end.")
    @Refuses(status = 409, type = "last-owner", when = "Nobody who has signed in would own the consumer after it.")
    public void remove(
            @PathParam("tenant") String tenant,
            @PathParam("consumer") String consumer,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        Access access = caller.somewhere(tenant, Permission.MANAGE_TEAM);
        UUID of = managed(access, consumer);
        transactions.inTenant(access.tenant(), () -> teams.remove(held(of, id, ifMatch)));
    }

    private Teams.Held held(UUID consumer, String id, @Nullable String ifMatch) {
        return IfMatch.held(teams.hold(consumer, Ids.of(id)), ifMatch, held -> TeamJson.tag(held.member()));
    }

    private static UUID visible(Access access, String id) {
        UUID consumer = Ids.of(id);
        if (!access.may(Permission.SEE_TEAM, consumer)) {
            throw ApiProblem.notFound();
        }
        return consumer;
    }

    /// One that the caller may see but not manage is refused; one that they may not see does not exist for them.
    private static UUID managed(Access access, String id) {
        UUID consumer = Ids.of(id);
        if (access.may(Permission.MANAGE_TEAM, consumer)) {
            return consumer;
        }
        throw access.may(Permission.SEE_CONSUMER, consumer) ? ApiProblem.forbidden() : ApiProblem.notFound();
    }
}
