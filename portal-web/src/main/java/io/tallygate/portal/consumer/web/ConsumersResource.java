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
import io.tallygate.portal.consumer.ConsumerMember;
import io.tallygate.portal.consumer.Consumers;
import io.tallygate.portal.consumer.NewConsumer;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
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
    private static final int MOST_MEMBERS = 200;

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
    @Described(
            value = "Reads a consumer",
            needs = Permission.SEE_CONSUMER,
            answers = ConsumerShapes.ConsumerWithMembers.class)
    public JsonObject read(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        Access access = caller.somewhere(tenant, Permission.SEE_CONSUMER);
        UUID consumer = visible(access, id);
        JsonObjectBuilder json = json(consumers.find(access.tenant(), consumer).orElseThrow(ApiProblem::notFound));
        if (access.may(Permission.SEE_TEAM, consumer)) {
            JsonArrayBuilder members = Json.createArrayBuilder();
            consumers.members(access.tenant(), consumer, MOST_MEMBERS).forEach(member -> members.add(json(member)));
            json.add("members", members);
        }
        return json.build();
    }

    @POST
    @Idempotent
    @Path("/{id}/members")
    @Consumes("application/json")
    @Described(
            value = "Adds somebody to a consumer",
            needs = Permission.MANAGE_TEAM,
            takes = ConsumerShapes.NewConsumerMember.class,
            answers = ConsumerShapes.ConsumerMember.class)
    public Response addMember(@PathParam("tenant") String tenant, @PathParam("id") String id, InputStream body) {
        Access access = caller.somewhere(tenant, Permission.MANAGE_TEAM);
        UUID consumer = visible(access, id);
        if (!access.may(Permission.MANAGE_TEAM, consumer)) {
            throw ApiProblem.forbidden();
        }
        Members wanted = Bodies.object(body, Bodies.SMALL);
        String email = wanted.text("email");
        String role = wanted.text("role");
        wanted.refuseIfWrong();
        ConsumerMember member =
                consumers.addMember(access.tenant(), consumer, email, role).orElseThrow(ApiProblem::notFound);
        return Response.status(Response.Status.CREATED)
                .entity(json(member).build())
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

    private static JsonObjectBuilder json(ConsumerMember member) {
        return Json.createObjectBuilder()
                .add("id", member.id().toString())
                .add("email", member.email())
                .add("name", member.name())
                .add("role", member.role().wireName());
    }
}
