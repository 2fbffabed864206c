package io.tallygate.metering.reading;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a chart's head says. Counts are exact; quantiles are estimates of ClickHouse's `quantilesTDigest`.
/// @param calls         all that went upstream
/// @param billable      those of them that a plan counts
/// @param clientErrors  answered with 4xx
/// @param serverErrors  answered with 5xx, or not at all
/// @param latency       null when there were no calls
public record UsageTotals(
        long calls,
        long billable,
        long clientErrors,
        long serverErrors,
        long requestBytes,
        long responseBytes,
        @Nullable Latency latency) {

    public record Latency(Duration p50, Duration p95, Duration p99) {}

    public long errors() {
        return clientErrors + serverErrors;
    }
}
