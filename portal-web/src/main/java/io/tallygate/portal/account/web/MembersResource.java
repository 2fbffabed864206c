package io.tallygate.portal.account.web;

import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Member;
import io.tallygate.portal.account.Members;
import io.tallygate.portal.account.OwnersOnly;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Section;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
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

    @Inject
    public MembersResource(Members members, Caller caller) {
        this.members = members;
        this.caller = caller;
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
        return page.answer(members.list(access.tenant(), page.after(), page.rows()), Member::id, MembersResource::json);
    }

    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Adds somebody who works at the tenant",
            needs = Permission.MANAGE_MEMBERS,
            takes = AccountShapes.NewTenantMember.class,
            answers = AccountShapes.TenantMember.class)
    public Response add(@PathParam("tenant") String tenant, InputStream body) {
        Access access = caller.at(tenant, Permission.MANAGE_MEMBERS);
        var wanted = Bodies.object(body, Bodies.SMALL);
        String email = wanted.text("email");
        String role = wanted.text("role");
        wanted.refuseIfWrong();
        try {
            return Response.status(Response.Status.CREATED)
                    .entity(json(members.add(access, email, role)).build())
                    .build();
        } catch (OwnersOnly refused) {
            throw ApiProblem.forbidden(String.valueOf(refused.getMessage()));
        }
    }

    private static JsonObjectBuilder json(Member member) {
        return Json.createObjectBuilder()
                .add("id", member.id().toString())
                .add("email", member.email())
                .add("name", member.name())
                .add("role", member.role().wireName())
                .add("signedIn", member.hasSignedIn())
                .add("createdAt", member.createdAt().toString());
    }
}
