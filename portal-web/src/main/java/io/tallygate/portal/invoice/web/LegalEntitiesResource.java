package io.tallygate.portal.invoice.web;

import io.tallygate.billing.legalentity.LegalEntity;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.invoice.Selling;
import io.tallygate.portal.invoice.Selling.EntityWish;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/legal-entities`: who sells, with which numbers and account.
@Section(value = "Legal entities", about = "Who sells: name, VAT id, bank account and number series of documents.")
@Path("/tenants/{tenant}/legal-entities")
@Produces("application/json")
public class LegalEntitiesResource {
    private final Selling selling;
    private final Caller caller;

    @Inject
    public LegalEntitiesResource(Selling selling, Caller caller) {
        this.selling = selling;
        this.caller = caller;
    }

    @GET
    @Described(
            value = "Lists legal entities",
            needs = Permission.RUN_BILLING,
            more = "Oldest first. A tenant that has none sells itself.",
            answers = SellingShapes.LegalEntity.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        TenantId at = caller.at(tenant, Permission.RUN_BILLING).tenant();
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(selling.entities(at, page.after(), page.rows()), LegalEntity::id, SellingJson::entity);
    }

    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Adds a legal entity",
            needs = Permission.RUN_BILLING,
            more = "It issues from the next document on; the usual one to every consumer that has no other.",
            takes = SellingShapes.NewLegalEntity.class,
            answers = SellingShapes.LegalEntity.class)
    public Response create(@PathParam("tenant") String tenant, InputStream body) {
        TenantId at = caller.at(tenant, Permission.RUN_BILLING).tenant();
        return answer(
                Response.Status.CREATED, selling.create(at, SellingRequests.entity(Bodies.object(body, Bodies.SMALL))));
    }

    @GET
    @Path("/{id}")
    @Described(
            value = "Reads a legal entity",
            needs = Permission.RUN_BILLING,
            answers = SellingShapes.LegalEntity.class)
    public Response read(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        TenantId at = caller.at(tenant, Permission.RUN_BILLING).tenant();
        return answer(Response.Status.OK, selling.entity(at, Ids.of(id)).orElseThrow(ApiProblem::notFound));
    }

    @PUT
    @Path("/{id}")
    @Consumes("application/json")
    @Described(
            value = "Changes a legal entity",
            needs = Permission.RUN_BILLING,
            more = "All of it; its slug stays. What was issued keeps what it says.",
            takes = SellingShapes.NewLegalEntity.class,
            answers = SellingShapes.LegalEntity.class)
    public Response change(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            InputStream body) {
        TenantId at = caller.at(tenant, Permission.RUN_BILLING).tenant();
        UUID entity = Ids.of(id);
        EntityWish wish = SellingRequests.entity(Bodies.object(body, Bodies.SMALL));
        return answer(
                Response.Status.OK,
                selling.change(at, entity, found -> Optional.of(IfMatch.held(found, ifMatch, SellingJson::tag)), wish)
                        .orElseThrow(ApiProblem::notFound));
    }

    private static Response answer(Response.Status status, LegalEntity entity) {
        return Response.status(status)
                .entity(SellingJson.entity(entity).build())
                .header("ETag", SellingJson.tag(entity))
                .build();
    }
}
