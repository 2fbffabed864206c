package io.tallygate.portal.usage.web;

import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.reading.UsageReader;
import io.tallygate.metering.reading.Window;
import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.LeftOut;
import io.tallygate.portal.api.openapi.Text;
import io.tallygate.portal.api.openapi.Whole;
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
            @About("`requests` when it is left out.") @Nullable
            Meter meter,

            @About("30 days before `to` when it is left out.") @Nullable
            Instant from,

            @About("Not included; now when it is left out.") @Nullable
            Instant to,

            @About("`day` when it is left out.") @Nullable Window window,

            @About("Cuts days and months; UTC when it is left out.") @Nullable
            ZoneId timeZone,

            @Text(example = "api,status")
            @About("At most four of `environment`, `consumer`, `application`, `credential`, `subscription`, `product`,"
                    + " `planVersion`, `api`, `apiVersion`, `operation`, `method`, `status`, `outcome`, by commas.")
            @Nullable
            String groupBy,

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

    @About("A meter over time.")
    record UsageSeries(
            Meter meter,

            @Text(example = "call") @About("In the singular.")
            String unit,

            Instant from,
            Instant to,
            Window window,
            ZoneId timeZone,

            @About("Every call that ended before this is counted.")
            Instant completeUpTo,

            BigDecimal total,
            List<UsagePoint> items) {}

    @About("One window, of one group when the question has `groupBy`: a member for each dimension then.")
    record UsagePoint(
            Instant from,
            Instant to,
            BigDecimal value,
            @LeftOut @Text(example = "live") String environment,
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
            @LeftOut @Text(example = "ok") String outcome) {}

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
