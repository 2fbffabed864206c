package io.tallygate.portal.consumer.web;

import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.consumer.Consumer;
import io.tallygate.portal.consumer.Consumers;
import io.tallygate.portal.consumer.NewConsumer;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/consumers`: staff see all of a tenant's consumers, everybody else their own.
@Section(value = "Consumers", about = "Customer organisations of a tenant.")
@Path("/tenants/{tenant}/consumers")
@Produces("application/json")
public class ConsumersResource {
    private final Consumers consumers;
    private final Caller caller;

    @Inject
    public ConsumersResource(Consumers consumers, Caller caller) {
        this.consumers = consumers;
        this.caller = caller;
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
                ConsumersResource::json);
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
                .entity(json(consumers.create(access.tenant(), consumer)).build())
                .build();
    }

    @GET
    @Path("/{id}")
    @Described(value = "Reads a consumer", needs = Permission.SEE_CONSUMER, answers = ConsumerShapes.Consumer.class)
    public JsonObject read(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        Access access = caller.somewhere(tenant, Permission.SEE_CONSUMER);
        UUID consumer = visible(access, id);
        return json(consumers.find(access.tenant(), consumer).orElseThrow(ApiProblem::notFound))
                .build();
    }

    private static UUID visible(Access access, String id) {
        UUID consumer = Ids.of(id);
        if (!access.may(Permission.SEE_CONSUMER, consumer)) {
            throw ApiProblem.notFound();
        }
        return consumer;
    }

    private static JsonObjectBuilder json(Consumer consumer) {
        return Json.createObjectBuilder()
                .add("id", consumer.id().toString())
                .add("name", consumer.name())
                .add("legalName", consumer.legalName())
                .add("address", Json.createArrayBuilder(consumer.address()))
                .add("country", consumer.country())
                .add("timeZone", consumer.timeZone().getId())
                .add("createdAt", consumer.createdAt().toString());
    }
}
