package io.tallygate.metering.reading;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Usage over time. Without grouping every window of the period is there, also those with nothing in them; with
/// grouping every group that has usage in the period is there with every window.
/// @param total   the sum of all points, in the meter's unit
/// @param points  by time, then by group
public record UsageSeries(UsageQuery query, BigDecimal total, List<Point> points) {
    public UsageSeries {
        points = List.copyOf(points);
    }

    /// @param from   included
    /// @param to     not included
    /// @param group  a value for each dimension of the query
    /// @param value  in the meter's unit
    public record Point(Instant from, Instant to, Map<Dimension, String> group, BigDecimal value) {
        public Point {
            group = Map.copyOf(group);
        }
    }
}
