package io.tallygate.portal.usage.web;

import io.tallygate.metering.reading.MeterSeries;
import io.tallygate.metering.reading.UsageReader;
import io.tallygate.metering.reading.Window;
import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Items;
import io.tallygate.portal.api.openapi.LeftOut;
import io.tallygate.portal.api.openapi.Text;
import io.tallygate.portal.api.openapi.Whole;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Usage as the control API has it; [UsageParameters] reads the questions.
final class UsageShapes {
    private UsageShapes() {}

    record UsageQuestion(
            @Text(example = "requests")
            @About("Its short name: one of the tenant’s, or `requests`, which is meant when it is left out.")
            @Nullable
            String meter,

            @About("30 days before `to` when it is left out.") @Nullable
            Instant from,

            @About("Not included; now when it is left out.") @Nullable
            Instant to,

            @Text(oneOf = {"PT1M", "PT1H", "P1D", "P1M", "minute", "hour", "day", "month", "none"})
            @About("`day` when it is left out. An hour that a clock change repeats is two windows.")
            @Nullable
            String window,

            @About("Cuts days and months; UTC when it is left out.") @Nullable
            ZoneId timeZone,

            @Text(example = "api,status")
            @About("At most four, by commas: the meter’s own dimensions, and of calls `environment`, `billable`,"
                    + " `consumer`, `application`, `credential`, `subscription`, `product`, `planVersion`, `api`,"
                    + " `apiVersion`, `operation`, `method`, `status`, `statusClass`, `outcome`, `region` and"
                    + " `attributes/NAME`; of events `subscription`, `environment` and `source`.")
            @Nullable
            String groupBy,

            @Whole(least = 1, most = MeterSeries.MOST_TOP)
            @About("Only so many groups: those with the most over the whole time.")
            @Nullable
            Integer top,

            @Text(oneOf = "previous") @About("With the time before, which is as long.") @Nullable
            String compare,

            @Items(most = 100)
            @Text(example = "operation:listOrders")
            @About("A dimension and a value that counts; those of one dimension are alternatives. May be repeated.")
            @Nullable
            List<String> filter,

            @About("Of this consumer only.") @Nullable UUID consumer,
            @About("Of this application only.") @Nullable UUID application,
            @About("Of this subscription only.") @Nullable UUID subscription,
            @About("Of this API only.") @Nullable UUID api,

            @Text(example = "live") @About("Of this environment only.") @Nullable
            String environment,

            @About("Only what is billed, or only what is not.") @Nullable
            Boolean billable) {}

    record RequestsQuestion(
            @About("30 days before `to` when it is left out.") @Nullable
            Instant from,

            @About("Not included; now when it is left out.") @Nullable
            Instant to,

            @About("Of this consumer only.") @Nullable UUID consumer,
            @About("Of this application only.") @Nullable UUID application,
            @About("Of this subscription only.") @Nullable UUID subscription,
            @About("Of this API only.") @Nullable UUID api,

            @Text(example = "live") @About("Of this environment only.") @Nullable
            String environment,

            @About("Only what is billed, or only what is not.") @Nullable
            Boolean billable,

            @Whole(least = 1, most = UsageReader.MAX_REQUESTS) @About("50 when it is left out.") @Nullable
            Integer limit,

            @About("`nextCursor` of the page before.") @Nullable
            String cursor,

            @About("`followCursor` of an earlier answer: what has arrived since, oldest first.") @Nullable
            String after) {}

    record LiveQuestion(
            @About("Of this consumer only.") @Nullable UUID consumer,
            @About("Of this application only.") @Nullable UUID application,
            @About("Of this subscription only.") @Nullable UUID subscription,
            @About("Of this API only.") @Nullable UUID api,

            @Text(example = "live") @About("Of this environment only.") @Nullable
            String environment,

            @About("Only what is billed, or only what is not.") @Nullable
            Boolean billable,

            @About("`followCursor` of an answer of `/requests`; from now on, when it is left out.") @Nullable
            String after,

            @Whole(least = 1, most = LiveRequests.MOST_SECONDS)
            @About("How long it stays open; 60 when it is left out.")
            @Nullable
            Integer seconds,

            @Whole(least = 1, most = LiveRequests.MOST_CALLS) @About("Ends after so many calls.") @Nullable
            Integer most) {}

    @About("A meter over time.")
    record UsageSeries(
            @Text(example = "requests") String meter,

            @Text(example = "call") @About("In the singular.")
            String unit,

            Instant from,
            Instant to,
            Window window,
            ZoneId timeZone,

            @About("When this was read.") Instant asOf,

            @About("Everything that ended before this is counted. Also in the header `Complete-Until`, and `asOf` in"
                    + " `As-Of`.")
            Instant completeUntil,

            @About("Of the whole time, also of groups that are not shown.")
            BigDecimal total,

            @LeftOut @About("What it is compared with.") UsagePrevious previous,
            List<UsagePoint> items) {}

    @About("The time before, which is as long.")
    record UsagePrevious(Instant from, Instant to, BigDecimal total) {}

    @About("One window, of one group when the question has `groupBy`: a member for each dimension then.")
    record UsagePoint(
            Instant from,
            Instant to,
            BigDecimal value,

            @LeftOut @About("Of the same window of the time before; null when that had fewer.") @Nullable
            BigDecimal previous,

            @LeftOut @Text(example = "live") String environment,
            @LeftOut @Text(example = "true") String billable,
            @LeftOut UUID consumer,
            @LeftOut UUID application,
            @LeftOut UUID credential,
            @LeftOut UUID subscription,
            @LeftOut UUID product,
            @LeftOut UUID planVersion,
            @LeftOut UUID api,
            @LeftOut UUID apiVersion,
            @LeftOut @Text(example = "listOrders") String operation,
            @LeftOut @Text(example = "GET") String method,
            @LeftOut @Text(example = "200") String status,
            @LeftOut @Text(example = "2xx") String statusClass,
            @LeftOut @Text(example = "ok") String outcome,
            @LeftOut @Text(example = "eu-1") String region,
            @LeftOut @Text(example = "/inference/eu-1") String source,

            @LeftOut @About("The meter’s own, and attributes.")
            JsonObject dimensions) {}

    @About("Single calls, newest first.")
    record Requests(
            List<Request> items,
            @About("Null on the last page.") @Nullable String nextCursor,

            @About("Send it as `after` for what arrives from here on.")
            String followCursor) {}

    @About("One call through the gateway.")
    record Request(
            @About("Also the call's `X-Request-Id`.") UUID id,
            Instant startedAt,
            Instant endedAt,
            @Text(example = "live") String environment,
            UUID consumer,
            UUID application,
            UUID credential,
            UUID subscription,
            UUID product,
            UUID planVersion,
            UUID api,
            @Text(example = "listOrders") String operation,
            @Text(example = "GET") String method,

            @Whole(least = 0, most = 599) @About("0 when there was no answer.")
            int status,

            @Text(example = "ok") String outcome,
            boolean billable,
            long latencyMicros,
            long upstreamMicros,
            long requestBytes,
            long responseBytes,
            @Text(example = "gateway-1") String instance) {}
}
