package io.tallygate.metering.reading;

import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.TenantId;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;

/// Asks for usage of one tenant.
/// @param period   half open; need not lie on boundaries of the window: the first and the last one are then cut
/// @param window   how it is cut, in `zone`; totals ignore it
/// @param zone     an IANA time zone or a fixed offset
/// @param groupBy  at most [UsageReader#MAX_DIMENSIONS], each once
public record UsageQuery(
        TenantId tenant,
        UsageFilter filter,
        Meter meter,
        Period period,
        Window window,
        ZoneId zone,
        List<Dimension> groupBy) {
    public UsageQuery {
        groupBy = List.copyOf(groupBy);
        if (groupBy.stream().distinct().count() != groupBy.size()) {
            throw new UsageQueryInvalid("groupBy", "a dimension is named twice");
        }
        if (groupBy.size() > UsageReader.MAX_DIMENSIONS) {
            throw new UsageQueryInvalid("groupBy", "at most " + UsageReader.MAX_DIMENSIONS + " dimensions");
        }
    }

    /// In one window, ungrouped.
    UsageQuery whole() {
        return over(Window.NONE, List.of());
    }

    UsageQuery over(Window other, List<Dimension> dimensions) {
        return new UsageQuery(tenant, filter, meter, period, other, zone, dimensions);
    }

    /// A time zone as a user writes it.
    /// @throws UsageQueryInvalid  when there is no such zone
    public static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new UsageQueryInvalid("timeZone", "not an IANA time zone");
        }
    }
}
