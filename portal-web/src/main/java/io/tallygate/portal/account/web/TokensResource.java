package io.tallygate.portal.account.web;

import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.NewToken;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.PersonalToken;
import io.tallygate.portal.account.PersonalTokens;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Section;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/tokens`: the caller's own personal access tokens at a tenant, and everybody's for whoever
/// manages those.
@Section(value = "Tokens", about = "Personal access tokens for scripts and pipelines.")
@Path("/tenants/{tenant}/tokens")
@Produces("application/json")
public class TokensResource {
    private final PersonalTokens tokens;
    private final Caller caller;
    private final TenantTransactions transactions;

    @Inject
    public TokensResource(PersonalTokens tokens, Caller caller, TenantTransactions transactions) {
        this.tokens = tokens;
        this.caller = caller;
        this.transactions = transactions;
    }

    /// @param of  `me`, which is the default, or `everybody`
    @GET
    @Described(
            value = "Lists tokens at the tenant",
            needs = {Permission.USE_TOKENS, Permission.MANAGE_TOKENS},
            more = "Your own, or everybody's, which needs the second permission.",
            asks = AccountShapes.TokenQuestion.class,
            answers = AccountShapes.PersonalToken.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @QueryParam("of") @Nullable String of,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        boolean everybody = everybody(of);
        Access access = everybody
                ? caller.at(tenant, Permission.MANAGE_TOKENS)
                : caller.somewhere(tenant, Permission.USE_TOKENS);
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(
                tokens.list(access.tenant(), everybody ? null : caller.person(), page.after(), page.rows()),
                PersonalToken::id,
                TokenJson::of);
    }

    /// The token's text is in this answer and never again.
    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Issues a token",
            needs = Permission.USE_TOKENS,
            more = "Its text is in this answer and never again. A token that makes another gives it no scope that it"
                    + " has not, and no later end.",
            takes = AccountShapes.NewPersonalToken.class,
            answers = AccountShapes.IssuedPersonalToken.class,
            once = true)
    public Response issue(@PathParam("tenant") String tenant, InputStream body) {
        Access access = caller.somewhere(tenant, Permission.USE_TOKENS);
        Members wanted = Bodies.object(body, Bodies.SMALL);
        String name = wanted.text("name");
        List<String> scopes = wanted.has("scopes") ? wanted.optionalTexts("scopes") : null;
        Instant expiresAt = wanted.optionalInstant("expiresAt");
        wanted.refuseIfWrong();
        PersonalTokens.Issued issued =
                tokens.issue(access, new NewToken(name, scopes, expiresAt), caller.tokenEndsAt());
        return Response.status(Response.Status.CREATED)
                .header("Cache-Control", "no-store")
                .entity(TokenJson.of(issued.token())
                        .add("token", issued.secret().text())
                        .build())
                .build();
    }

    @GET
    @Path("/{id}")
    @Described(
            value = "Reads a token",
            needs = {Permission.USE_TOKENS, Permission.MANAGE_TOKENS},
            answers = AccountShapes.PersonalToken.class)
    public Response read(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        Access access = caller.somewhere(tenant, Permission.USE_TOKENS);
        PersonalToken token = tokens.find(access, Ids.of(id)).orElseThrow(ApiProblem::notFound);
        return Response.ok(TokenJson.of(token).build())
                .header("ETag", TokenJson.tag(token))
                .build();
    }

    @DELETE
    @Path("/{id}")
    @Described(
            value = "Revokes a token",
            needs = {Permission.USE_TOKENS, Permission.MANAGE_TOKENS},
            more = "It opens nothing from the next call on.")
    public void revoke(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        Access access = caller.somewhere(tenant, Permission.USE_TOKENS);
        transactions.inTenant(access.tenant(), () -> {
            tokens.revoke(IfMatch.held(tokens.hold(access, Ids.of(id)), ifMatch, TokenJson::tag));
        });
    }

    private static boolean everybody(@Nullable String of) {
        if (of == null || of.equals("me")) {
            return false;
        }
        if (of.equals("everybody")) {
            return true;
        }
        throw ApiProblem.badRequest("of is me or everybody.");
    }
}
