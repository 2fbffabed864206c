package io.tallygate.portal.account.web;

import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Member;
import io.tallygate.portal.account.Members;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
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
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/members`: who works at a tenant.
@Section("People")
@Path("/tenants/{tenant}/members")
@Produces("application/json")
public class MembersResource {
    private final Members members;
    private final Caller caller;
    private final TenantTransactions transactions;

    @Inject
    public MembersResource(Members members, Caller caller, TenantTransactions transactions) {
        this.members = members;
        this.caller = caller;
        this.transactions = transactions;
    }

    @GET
    @Described(
            value = "Lists who works at the tenant",
            needs = Permission.SEE_MEMBERS,
            answers = AccountShapes.TenantMember.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Access access = caller.at(tenant, Permission.SEE_MEMBERS);
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(members.list(access.tenant(), page.after(), page.rows()), Member::id, MemberJson::of);
    }

    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Adds somebody who works at the tenant",
            needs = Permission.MANAGE_MEMBERS,
            takes = AccountShapes.NewTenantMember.class,
            answers = AccountShapes.TenantMember.class)
    @Refuses(status = 409, type = "limit-reached", when = "The tenant has as many as it may.")
    public Response add(@PathParam("tenant") String tenant, InputStream body) {
        Access access = caller.at(tenant, Permission.MANAGE_MEMBERS);
        var wanted = Bodies.object(body, Bodies.SMALL);
        String email = wanted.text("email");
        String role = wanted.text("role");
        wanted.refuseIfWrong();
        return Response.status(Response.Status.CREATED)
                .entity(MemberJson.of(members.add(access, email, role)).build())
                .build();
    }

    @GET
    @Path("/{id}")
    @Described(value = "Reads a member", needs = Permission.SEE_MEMBERS, answers = AccountShapes.TenantMember.class)
    public JsonObject read(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        Access access = caller.at(tenant, Permission.SEE_MEMBERS);
        return MemberJson.of(members.find(access.tenant(), Ids.of(id)).orElseThrow(ApiProblem::notFound))
                .build();
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/json")
    @Described(
            value = "Gives a member another role",
            needs = Permission.MANAGE_MEMBERS,
            more = "It holds from their next request on. Only an owner makes or changes an owner.",
            takes = AccountShapes.TenantRoleChange.class,
            answers = AccountShapes.TenantMember.class)
    @Refuses(status = 409, type = "last-owner", when = "Nobody who has signed in would own the tenant after it.")
    public JsonObject change(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            InputStream body) {
        Access access = caller.at(tenant, Permission.MANAGE_MEMBERS);
        var wanted = Bodies.object(body, Bodies.SMALL);
        String role = wanted.text("role");
        wanted.refuseIfWrong();
        return transactions.inTenant(
                access.tenant(),
                () -> MemberJson.of(members.change(access, held(id, ifMatch), role))
                        .build());
    }

    @DELETE
    @Path("/{id}")
    @Described(
            value = "Removes a member",
            needs = Permission.MANAGE_MEMBERS,
            more = "They may do nothing here from their next request on, and their tokens at this tenant end. Only an"
                    + " owner removes an owner.")
    @Refuses(status = 409, type = "last-owner", when = "Nobody who has signed in would own the tenant after it.")
    public void remove(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        Access access = caller.at(tenant, Permission.MANAGE_MEMBERS);
        transactions.inTenant(access.tenant(), () -> members.remove(access, held(id, ifMatch)));
    }

    private Members.Held held(String id, @Nullable String ifMatch) {
        return IfMatch.held(members.hold(Ids.of(id)), ifMatch, held -> MemberJson.tag(held.member()));
    }
}
