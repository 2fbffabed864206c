package io.tallygate.portal.deadletter.web;

import io.tallygate.metering.deadletter.DeadLetters;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.reading.UsageQueryInvalid;
import io.tallygate.metering.reading.UsageUnavailable;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.deadletter.LetterDesk;
import io.tallygate.portal.deadletter.SettledAlready;
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
import java.io.InputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/dead-letters`: events that could not be counted.
@Section(value = "Dead letters", about = "Events of your back ends that could not be counted: repair or discard them.")
@Path("/tenants/{tenant}/dead-letters")
@Produces("application/json")
public class DeadLettersResource {
    private static final int USUAL = 50;

    private final LetterDesk desk;
    private final Caller caller;

    @Inject
    public DeadLettersResource(LetterDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    @GET
    @Described(
            value = "Lists dead letters",
            needs = Permission.SEE_METERS,
            more = "Newest first.",
            asks = LetterShapes.LettersQuestion.class,
            answers = LetterShapes.DeadLetter.class)
    @Refuses(status = 503, type = "usage-unavailable", when = "Usage cannot be read now.")
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @QueryParam("reason") @Nullable String reason,
            @QueryParam("environment") @Nullable String environment,
            @QueryParam("state") @Nullable String state,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        TenantId at = caller.at(tenant, Permission.SEE_METERS).tenant();
        Boolean settled = switch (state) {
            case null -> null;
            case "" -> null;
            case "waiting" -> false;
            case "settled" -> true;
            default -> throw ApiProblem.badRequest("state: waiting or settled.");
        };
        return reading(() -> {
            DeadLetters.Page page = desk.list(
                    at, new DeadLetters.Wanted(given(reason), given(environment), settled), rows(limit), given(cursor));
            JsonArrayBuilder items = Json.createArrayBuilder();
            page.items().forEach(letter -> items.add(LetterJson.of(letter)));
            JsonObjectBuilder json = Json.createObjectBuilder().add("items", items);
            return (page.next() == null ? json.addNull("nextCursor") : json.add("nextCursor", page.next())).build();
        });
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static int rows(@Nullable String limit) {
        if (limit == null || limit.isEmpty()) {
            return USUAL;
        }
        if (!limit.matches("[1-9][0-9]{0,2}") || Integer.parseInt(limit) > DeadLetters.MAX_PAGE) {
            throw ApiProblem.badRequest("limit: a whole number from 1 to %d.".formatted(DeadLetters.MAX_PAGE));
        }
        return Integer.parseInt(limit);
    }

    @GET
    @Path("/{id}")
    @Described(
            value = "Reads a dead letter",
            needs = Permission.SEE_METERS,
            answers = LetterShapes.DeadLetterStory.class)
    @Refuses(status = 503, type = "usage-unavailable", when = "Usage cannot be read now.")
    public JsonObject read(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        TenantId at = caller.at(tenant, Permission.SEE_METERS).tenant();
        return reading(() -> LetterJson.of(desk.find(at, Ids.of(id)).orElseThrow(ApiProblem::notFound))
                .build());
    }

    @POST
    @Path("/{id}/replay")
    @Consumes("application/json")
    @Described(
            value = "Counts the event of a dead letter after all",
            needs = Permission.MANAGE_METERS,
            more = "As it came, or as it is written anew; by the rules of gateways, which count one of the same source"
                    + " and id once. It belongs to the time that it tells.",
            takes = LetterShapes.Replay.class,
            answers = LetterShapes.DeadLetterStory.class)
    @Refuses(status = 409, type = "settled-already", when = "It was counted or given up before.")
    @Refuses(status = 503, type = "usage-unavailable", when = "Usage cannot be written now.")
    public JsonObject replay(@PathParam("tenant") String tenant, @PathParam("id") String id, InputStream body) {
        TenantId at = caller.at(tenant, Permission.MANAGE_METERS).tenant();
        Members members = Bodies.object(body, Bodies.SMALL);
        JsonObject event = members.optionalJson("event");
        members.refuseIfWrong();
        return reading(() -> LetterJson.of(desk.replay(at, Ids.of(id), event == null ? null : event.toString())
                        .orElseThrow(ApiProblem::notFound))
                .build());
    }

    @POST
    @Path("/{id}/discard")
    @Consumes("application/json")
    @Described(
            value = "Gives up a dead letter",
            needs = Permission.MANAGE_METERS,
            takes = LetterShapes.Discard.class,
            answers = LetterShapes.DeadLetterStory.class)
    @Refuses(status = 409, type = "settled-already", when = "It was counted or given up before.")
    @Refuses(status = 503, type = "usage-unavailable", when = "Usage cannot be written now.")
    public JsonObject discard(@PathParam("tenant") String tenant, @PathParam("id") String id, InputStream body) {
        TenantId at = caller.at(tenant, Permission.MANAGE_METERS).tenant();
        Members members = Bodies.object(body, Bodies.SMALL);
        String reason = members.text("reason");
        members.refuseIfWrong();
        return reading(() -> LetterJson.of(desk.discard(at, Ids.of(id), reason).orElseThrow(ApiProblem::notFound))
                .build());
    }

    private static JsonObject reading(Supplier<JsonObject> read) {
        try {
            return read.get();
        } catch (SettledAlready settled) {
            throw ApiProblem.conflict("settled-already", "Settled already", String.valueOf(settled.getMessage()));
        } catch (UsageQueryInvalid wrong) {
            throw ApiProblem.badRequest(wrong.parameter() + ": " + wrong.getMessage() + ".");
        } catch (UsageUnavailable away) {
            throw new ApiProblem(
                    503, "usage-unavailable", "Usage unavailable", "Usage cannot be read now; try again in a moment.");
        }
    }
}
