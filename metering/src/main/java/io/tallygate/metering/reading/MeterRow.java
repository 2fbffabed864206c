package io.tallygate.metering.reading;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A quantity of one window and group.
/// @param from   of the window; the first and the last window of a query count only what lies in its period
/// @param group  a value for each dimension of the query, empty text where a call or event has none; no member at all
///         in the one row that a grouped query without usage has
/// @param value  in the meter's unit; zero when nothing was used
/// @param count  calls or events that went into it
/// @param level  of a weighted sum: what its values add up to at the window's end
public record MeterRow(
        Instant from,
        Instant to,
        Map<String, String> group,
        BigDecimal value,
        long count,
        @Nullable BigDecimal level) {
    public MeterRow {
        group = Map.copyOf(group);
    }
}
