package io.tallygate.portal.account.web;

import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.PersonalToken;
import io.tallygate.portal.account.PersonalTokens;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Section;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/tokens`: the caller's own personal access tokens at a tenant.
@Section(value = "Tokens", about = "Personal access tokens for scripts and pipelines.")
@Path("/tenants/{tenant}/tokens")
@Produces("application/json")
public class TokensResource {
    private final PersonalTokens tokens;
    private final Caller caller;

    @Inject
    public TokensResource(PersonalTokens tokens, Caller caller) {
        this.tokens = tokens;
        this.caller = caller;
    }

    @GET
    @Described(
            value = "Lists your own tokens at the tenant",
            needs = Permission.USE_TOKENS,
            answers = AccountShapes.PersonalToken.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Access access = caller.somewhere(tenant, Permission.USE_TOKENS);
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(
                tokens.list(access.tenant(), caller.person(), page.after(), page.rows()),
                PersonalToken::id,
                TokensResource::json);
    }

    /// The token's text is in this answer and never again.
    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Issues a token",
            needs = Permission.USE_TOKENS,
            more = "Its text is in this answer and never again.",
            takes = AccountShapes.NewPersonalToken.class,
            answers = AccountShapes.IssuedPersonalToken.class)
    public Response issue(@PathParam("tenant") String tenant, InputStream body) {
        Access access = caller.somewhere(tenant, Permission.USE_TOKENS);
        var wanted = Bodies.object(body, Bodies.SMALL);
        String name = wanted.text("name");
        Instant expiresAt = wanted.optionalInstant("expiresAt");
        wanted.refuseIfWrong();
        PersonalTokens.Issued issued = tokens.issue(access.tenant(), caller.person(), name, expiresAt);
        return Response.status(Response.Status.CREATED)
                .header("Cache-Control", "no-store")
                .entity(json(issued.token())
                        .add("token", issued.secret().text())
                        .build())
                .build();
    }

    @DELETE
    @Path("/{id}")
    @Described(value = "Revokes a token", needs = Permission.USE_TOKENS)
    public void revoke(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        Access access = caller.somewhere(tenant, Permission.USE_TOKENS);
        if (!tokens.revoke(access.tenant(), caller.person(), Ids.of(id))) {
            throw ApiProblem.notFound();
        }
    }

    private static JsonObjectBuilder json(PersonalToken token) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", token.id().toString())
                .add("name", token.name())
                .add("last4", token.last4())
                .add("createdAt", token.createdAt().toString());
        add(json, "expiresAt", token.expiresAt());
        add(json, "lastUsedAt", token.lastUsedAt());
        return json;
    }

    private static void add(JsonObjectBuilder json, String member, @Nullable Instant instant) {
        if (instant == null) {
            json.addNull(member);
        } else {
            json.add(member, instant.toString());
        }
    }
}
