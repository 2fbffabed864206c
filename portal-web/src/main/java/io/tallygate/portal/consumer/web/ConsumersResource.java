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
import io.tallygate.portal.application.Applications;
import io.tallygate.portal.consumer.Consumer;
import io.tallygate.portal.consumer.ConsumerChange;
import io.tallygate.portal.consumer.Consumers;
import io.tallygate.portal.consumer.NewConsumer;
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

/// `/api/v1/tenants/{t}/consumers`: staff see all of a tenant's consumers, everybody else their own.
@Section(value = "Consumers", about = "Customer organisations of a tenant.")
@Path("/tenants/{tenant}/consumers")
@Produces("application/json")
public class ConsumersResource {
    private final Consumers consumers;
    private final Applications applications;
    private final Caller caller;
    private final TenantTransactions transactions;

    @Inject
    public ConsumersResource(
            Consumers consumers, Applications applications, Caller caller, TenantTransactions transactions) {
        this.consumers = consumers;
        this.applications = applications;
        this.caller = caller;
        this.transactions = transactions;
    }

    @GET
    @Described(
            value = "Lists consumers",
            needs = Permission.SEE_CONSUMER,
            more = "Staff see all of the tenant's, everybody else their own; oldest first.",
            answers = ConsumerShapes.Consumer.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Access access = caller.somewhere(tenant, Permission.SEE_CONSUMER);
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(
                consumers.list(
                        access.tenant(), access.visibleConsumers(Permission.SEE_CONSUMER), page.after(), page.rows()),
                Consumer::id,
                ConsumerJson::of);
    }

    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Makes a consumer",
            needs = Permission.MANAGE_CONSUMERS,
            takes = ConsumerShapes.NewConsumer.class,
            answers = ConsumerShapes.Consumer.class)
    public Response create(@PathParam("tenant") String tenant, InputStream body) {
        Access access = caller.at(tenant, Permission.MANAGE_CONSUMERS);
        Members wanted = Bodies.object(body, Bodies.SMALL);
        NewConsumer consumer = new NewConsumer(
                wanted.optionalText("name"),
                wanted.optionalText("legalName"),
                wanted.optionalTexts("address"),
                wanted.optionalText("country"),
                wanted.optionalText("timeZone"),
                wanted.optionalObjects("members").stream()
                        .map(member ->
                                new NewConsumer.NewMember(member.optionalText("email"), member.optionalText("role")))
                        .toList());
        wanted.refuseIfWrong();
        return Response.status(Response.Status.CREATED)
                .entity(ConsumerJson.of(consumers.create(access.tenant(), consumer))
                        .build())
                .build();
    }

    @GET
    @Path("/{id}")
    @Described(value = "Reads a consumer", needs = Permission.SEE_CONSUMER, answers = ConsumerShapes.Consumer.class)
    public JsonObject read(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        Access access = caller.somewhere(tenant, Permission.SEE_CONSUMER);
        UUID consumer = visible(access, id);
        return ConsumerJson.of(consumers.find(access.tenant(), consumer).orElseThrow(ApiProblem::notFound))
                .build();
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/json")
    @Described(
            value = "Changes a consumer",
            needs = Permission.MANAGE_CONSUMER,
            more = "What is left out stays. What was issued keeps the details it was issued with.",
            takes = ConsumerShapes.ConsumerChange.class,
            answers = ConsumerShapes.Consumer.class)
    public JsonObject change(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            InputStream body) {
        Access access = caller.somewhere(tenant, Permission.MANAGE_CONSUMER);
        UUID consumer = visible(access, id);
        if (!access.may(Permission.MANAGE_CONSUMER, consumer)) {
            throw ApiProblem.forbidden();
        }
        Members wanted = Bodies.object(body, Bodies.SMALL);
        ConsumerChange change = new ConsumerChange(
                wanted.optionalText("name"),
                wanted.optionalText("legalName"),
                wanted.has("address") ? wanted.optionalTexts("address") : null,
                wanted.optionalText("country"),
                wanted.optionalText("timeZone"));
        wanted.refuseIfWrong();
        return transactions.inTenant(
                access.tenant(),
                () -> ConsumerJson.of(consumers.change(held(consumer, ifMatch), change))
                        .build());
    }

    @DELETE
    @Path("/{id}")
    @Described(
            value = "Deletes a consumer",
            needs = Permission.MANAGE_CONSUMERS,
            more = "With its team, whose tokens at the tenant end.")
    @Refuses(status = 409, type = "in-use", when = "It has applications.")
    public void delete(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        Access access = caller.at(tenant, Permission.MANAGE_CONSUMERS);
        UUID consumer = Ids.of(id);
        transactions.inTenant(access.tenant(), () -> {
            Consumer held = held(consumer, ifMatch);
            applications.mustHaveNone(access.tenant(), consumer);
            consumers.delete(held);
        });
    }

    private Consumer held(UUID id, @Nullable String ifMatch) {
        return IfMatch.held(consumers.hold(id), ifMatch, ConsumerJson::tag);
    }

    private static UUID visible(Access access, String id) {
        UUID consumer = Ids.of(id);
        if (!access.may(Permission.SEE_CONSUMER, consumer)) {
            throw ApiProblem.notFound();
        }
        return consumer;
    }
}
