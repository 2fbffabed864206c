package io.tallygate.portal.usage.web;

import io.tallygate.metering.meter.MeterDefinition;
import io.tallygate.metering.reading.ReadingBudgetSpent;
import io.tallygate.metering.reading.UsageFilter;
import io.tallygate.metering.reading.UsageQueryInvalid;
import io.tallygate.metering.reading.UsageReader;
import io.tallygate.metering.reading.UsageRequests;
import io.tallygate.metering.reading.UsageRequestsQuery;
import io.tallygate.metering.reading.UsageUnavailable;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.usage.MeterAnswer;
import io.tallygate.portal.usage.MeterQuestion;
import io.tallygate.portal.usage.MeterUsage;
import io.tallygate.portal.usage.Usage;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/usage` and `/requests`: a meter over time, and single calls. A consumer's member
/// sees its own only.
@Section(value = "Usage", about = "What was called.")
@Path("/tenants/{tenant}")
@Produces("application/json")
public class UsageResource {
    static final String JSON = "application/json";
    static final String CSV = "text/csv";
    static final String ARROW = "application/vnd.apache.arrow.stream";

    private static final int USUAL_REQUESTS = 50;
    private static final int USUAL_SECONDS = 60;

    private final Usage usage;
    private final MeterUsage meters;
    private final LiveRequests live;
    private final Caller caller;
    private final Clock clock;

    @Inject
    public UsageResource(Usage usage, MeterUsage meters, LiveRequests live, Caller caller, Clock clock) {
        this.usage = usage;
        this.meters = meters;
        this.live = live;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @Path("/usage")
    @Produces({UsageResource.JSON, UsageResource.CSV, UsageResource.ARROW})
    @Described(
            value = "Reads a meter over time",
            needs = Permission.SEE_USAGE,
            more = "A consumer's member sees its own usage only. `Accept` says whether it comes as JSON, as CSV or as"
                    + " an Arrow stream; all three hold the same points.",
            asks = UsageShapes.UsageQuestion.class,
            answers = UsageShapes.UsageSeries.class)
    @Refuses(status = 429, type = "usage-queries", when = "The tenant's questions took their time for this minute.")
    @Refuses(status = 503, type = "usage-unavailable", when = "Usage cannot be read now.")
    public Response usage(@PathParam("tenant") String tenant, @Context UriInfo address, @Context HttpHeaders headers) {
        Access access = caller.somewhere(tenant, Permission.SEE_USAGE);
        UsageParameters asked = new UsageParameters(address.getQueryParameters());
        return reading(() -> {
            MeterDefinition meter = meters.meter(access.tenant(), asked.meter())
                    .orElseThrow(() -> ApiProblem.badRequest("meter: there is no such meter."));
            MeterAnswer answer = meters.read(
                    access.tenant(),
                    new MeterQuestion(
                            meter,
                            asked.filter(access),
                            asked.own(),
                            asked.period(clock.instant()),
                            asked.window(),
                            asked.zone(),
                            asked.groupBy(meter),
                            asked.top(),
                            asked.compared()));
            return switch (wanted(headers)) {
                case CSV -> answer(answer, CSV + ";charset=utf-8", SeriesAnswers.csv(answer));
                case ARROW -> answer(answer, ARROW, meters.arrow(answer));
                default -> answer(answer, JSON, SeriesAnswers.json(answer));
            };
        });
    }

    private static Response answer(MeterAnswer answer, String type, Object entity) {
        return Response.ok(entity, type)
                .header("As-Of", answer.asOf().toString())
                .header("Complete-Until", answer.completeUntil().toString())
                .build();
    }

    /// The first of those that the caller takes that there is.
    private static String wanted(HttpHeaders headers) {
        return headers.getAcceptableMediaTypes().stream()
                .map(type -> type.getType() + "/" + type.getSubtype())
                .filter(type -> type.equals(JSON) || type.equals(CSV) || type.equals(ARROW))
                .findFirst()
                .orElse(JSON);
    }

    /// Newest first; with `after`, which is a `followCursor` of an earlier answer, what has arrived since, oldest
    /// first.
    @GET
    @Path("/requests")
    @Described(
            value = "Reads single calls",
            needs = Permission.SEE_USAGE,
            more = "Newest first; with `after` what has arrived since, oldest first. A consumer's member sees its own"
                    + " only.",
            asks = UsageShapes.RequestsQuestion.class,
            answers = UsageShapes.Requests.class)
    @Refuses(status = 429, type = "usage-queries", when = "The tenant's questions took their time for this minute.")
    @Refuses(status = 503, type = "usage-unavailable", when = "Usage cannot be read now.")
    public JsonObject requests(@PathParam("tenant") String tenant, @Context UriInfo address) {
        Access access = caller.somewhere(tenant, Permission.SEE_USAGE);
        UsageParameters asked = new UsageParameters(address.getQueryParameters());
        return reading(() -> {
            int limit = asked.limit(USUAL_REQUESTS, UsageReader.MAX_REQUESTS);
            String after = asked.after();
            if (after != null) {
                return following(usage.following(access.tenant(), asked.filter(access), limit, after));
            }
            // asked first: what settles after it may be on this page too, but none is left out
            String start = usage.followingStart(access.tenant());
            UsageRequestsQuery query =
                    new UsageRequestsQuery(access.tenant(), asked.filter(access), asked.period(clock.instant()));
            UsageRequests page = usage.requests(query, limit, asked.cursor());
            JsonArrayBuilder items = Json.createArrayBuilder();
            page.items().forEach(event -> items.add(RequestJson.of(event)));
            JsonObjectBuilder json = Json.createObjectBuilder().add("items", items);
            String next = page.nextCursor();
            json.add("followCursor", start);
            return (next == null ? json.addNull("nextCursor") : json.add("nextCursor", next)).build();
        });
    }

    /// Ends after some time, or so many calls: whoever comes back says in `Last-Event-ID` what it heard last.
    @GET
    @Path("/requests/live")
    @Produces(LiveRequests.TYPE)
    @Described(
            value = "Tells of single calls as they arrive",
            needs = Permission.SEE_USAGE,
            more = "As server-sent events of the type `request`, each with a call as `/requests` has it; a browser's"
                    + " EventSource comes back by itself and goes on where it was. A consumer's member hears of its own"
                    + " only.",
            asks = UsageShapes.LiveQuestion.class,
            answers = String.class)
    @Refuses(status = 503, type = "too-many-listeners", when = "As many listen already as may.")
    public Response live(
            @PathParam("tenant") String tenant,
            @HeaderParam("Last-Event-ID") @Nullable String last,
            @Context UriInfo address) {
        Access access = caller.somewhere(tenant, Permission.SEE_USAGE);
        UsageParameters asked = new UsageParameters(address.getQueryParameters());
        UsageFilter filter = asked.filter(access);
        int seconds = asked.number("seconds", USUAL_SECONDS, LiveRequests.MOST_SECONDS);
        int most = asked.number("most", LiveRequests.MOST_CALLS, LiveRequests.MOST_CALLS);
        String after = asked.after();
        String place = last != null && !last.isEmpty() ? last : after;
        String start = reading(() -> {
            if (place == null) {
                return usage.followingStart(access.tenant());
            }
            var _ = UsageReader.momentOf(place); // a place that is none is refused before anything is told
            return place;
        });
        if (!live.hasRoom()) {
            throw new ApiProblem(
                    503,
                    "too-many-listeners",
                    "Too many listeners",
                    "As many listen already as may; try again in a moment.");
        }
        StreamingOutput told = out -> live.tell(access.tenant(), filter, start, seconds, most, out);
        return Response.ok(told, LiveRequests.TYPE)
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no")
                .build();
    }

    private static JsonObject following(UsageRequests arrived) {
        JsonArrayBuilder items = Json.createArrayBuilder();
        arrived.items().forEach(event -> items.add(RequestJson.of(event)));
        return Json.createObjectBuilder()
                .add("items", items)
                .addNull("nextCursor")
                .add("followCursor", Objects.requireNonNull(arrived.nextCursor(), "following always goes on"))
                .build();
    }

    private static <T> T reading(Supplier<T> read) {
        try {
            return read.get();
        } catch (UsageQueryInvalid wrong) {
            throw ApiProblem.badRequest(wrong.parameter() + ": " + wrong.getMessage() + ".");
        } catch (ReadingBudgetSpent spent) {
            throw ApiProblem.tooMany(
                    "usage-queries",
                    "Too many usage queries",
                    "This tenant's questions about usage took as long as they may in this minute.",
                    spent.retryAfterSeconds());
        } catch (UsageUnavailable away) {
            throw new ApiProblem(
                    503, "usage-unavailable", "Usage unavailable", "Usage cannot be read now; try again in a moment.");
        }
    }
}
