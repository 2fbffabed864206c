package io.tallygate.portal.usage.web;

import io.tallygate.metering.reading.Dimension;
import io.tallygate.metering.reading.ReadingBudgetSpent;
import io.tallygate.metering.reading.UsageEvent;
import io.tallygate.metering.reading.UsageQuery;
import io.tallygate.metering.reading.UsageQueryInvalid;
import io.tallygate.metering.reading.UsageReader;
import io.tallygate.metering.reading.UsageRequests;
import io.tallygate.metering.reading.UsageRequestsQuery;
import io.tallygate.metering.reading.UsageSeries;
import io.tallygate.metering.reading.UsageUnavailable;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.usage.Usage;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Supplier;

/// `/api/v1/tenants/{t}/usage` and `/requests`: a meter over time, and single calls. A consumer's member
/// sees its own only.
@Section(value = "Usage", about = "What was called.")
@Path("/tenants/{tenant}")
@Produces("application/json")
public class UsageResource {
    private static final int USUAL_REQUESTS = 50;

    private final Usage usage;
    private final Caller caller;
    private final Clock clock;

    @Inject
    public UsageResource(Usage usage, Caller caller, Clock clock) {
        this.usage = usage;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @Path("/usage")
    @Described(
            value = "Reads a meter over time",
            needs = Permission.SEE_USAGE,
            more = "A consumer's member sees its own usage only.",
            asks = UsageShapes.UsageQuestion.class,
            answers = UsageShapes.UsageSeries.class)
    @Refuses(status = 429, type = "usage-queries", when = "The tenant's questions took their time for this minute.")
    @Refuses(status = 503, type = "usage-unavailable", when = "Usage cannot be read now.")
    public JsonObject usage(@PathParam("tenant") String tenant, @Context UriInfo address) {
        Access access = caller.somewhere(tenant, Permission.SEE_USAGE);
        UsageParameters asked = new UsageParameters(address.getQueryParameters());
        return reading(() -> {
            UsageQuery query = new UsageQuery(
                    access.tenant(),
                    asked.filter(access),
                    asked.meter(),
                    asked.period(clock.instant()),
                    asked.window(),
                    asked.zone(),
                    asked.groupBy());
            // asked first: what it promises holds for the series read after it
            String completeUpTo = usage.completeUpTo().toString();
            return series(usage.series(query), completeUpTo);
        });
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
            String start = usage.followingStart();
            UsageRequestsQuery query =
                    new UsageRequestsQuery(access.tenant(), asked.filter(access), asked.period(clock.instant()));
            UsageRequests page = usage.requests(query, limit, asked.cursor());
            JsonArrayBuilder items = Json.createArrayBuilder();
            page.items().forEach(event -> items.add(request(event)));
            JsonObjectBuilder json = Json.createObjectBuilder().add("items", items);
            String next = page.nextCursor();
            json.add("followCursor", start);
            return (next == null ? json.addNull("nextCursor") : json.add("nextCursor", next)).build();
        });
    }

    private static JsonObject following(UsageRequests arrived) {
        JsonArrayBuilder items = Json.createArrayBuilder();
        arrived.items().forEach(event -> items.add(request(event)));
        return Json.createObjectBuilder()
                .add("items", items)
                .addNull("nextCursor")
                .add("followCursor", Objects.requireNonNull(arrived.nextCursor(), "following always goes on"))
                .build();
    }

    private static JsonObject series(UsageSeries series, String completeUpTo) {
        UsageQuery query = series.query();
        JsonArrayBuilder items = Json.createArrayBuilder();
        for (UsageSeries.Point point : series.points()) {
            JsonObjectBuilder item = Json.createObjectBuilder()
                    .add("from", point.from().toString())
                    .add("to", point.to().toString())
                    .add("value", point.value().toPlainString());
            for (Dimension dimension : query.groupBy()) {
                item.add(dimension.slug(), point.group().getOrDefault(dimension, ""));
            }
            items.add(item);
        }
        return Json.createObjectBuilder()
                .add("meter", query.meter().slug())
                .add("unit", query.meter().unit())
                .add("from", query.period().from().toString())
                .add("to", query.period().to().toString())
                .add("window", query.window().slug())
                .add("timeZone", query.zone().getId())
                .add("completeUpTo", completeUpTo)
                .add("total", series.total().toPlainString())
                .add("items", items)
                .build();
    }

    private static JsonObjectBuilder request(UsageEvent event) {
        return Json.createObjectBuilder()
                .add("id", event.id().toString())
                .add("startedAt", event.startedAt().toString())
                .add("endedAt", event.endedAt().toString())
                .add("environment", event.environment())
                .add("consumer", event.consumer().toString())
                .add("application", event.application().toString())
                .add("credential", event.credential().toString())
                .add("subscription", event.subscription().toString())
                .add("product", event.product().toString())
                .add("planVersion", event.planVersion().toString())
                .add("api", event.api().toString())
                .add("operation", event.operation())
                .add("method", event.method())
                .add("status", event.status())
                .add("outcome", event.outcome())
                .add("billable", event.billable())
                .add("latencyMicros", event.latency().toNanos() / 1000)
                .add("upstreamMicros", event.upstream().toNanos() / 1000)
                .add("requestBytes", event.requestBytes())
                .add("responseBytes", event.responseBytes())
                .add("instance", event.instance());
    }

    private static JsonObject reading(Supplier<JsonObject> read) {
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
