package io.tallygate.metering.reading;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Calls of one window and group. Counts and sums are exact of what was stored when the window's hours were last
/// counted; latencies are estimates (`quantilesTDigest`), and so is the number of consumers.
/// @param from          of the window; `to` is not included. Both are those of the whole window
/// @param clientErrors  answered with 4xx
/// @param serverErrors  answered with 5xx, or not at all
/// @param latency       null when there were no calls
public record ChartRow(
        Instant from,
        Instant to,
        Map<Dimension, String> group,
        long calls,
        long billable,
        long clientErrors,
        long serverErrors,
        long requestBytes,
        long responseBytes,
        long consumers,
        UsageTotals.@Nullable Latency latency) {
    public ChartRow {
        group = Map.copyOf(group);
    }
}
