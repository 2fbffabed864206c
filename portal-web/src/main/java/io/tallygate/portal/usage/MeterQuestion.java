package io.tallygate.portal.usage;

import io.tallygate.metering.meter.MeterDefinition;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.reading.UsageFilter;
import io.tallygate.metering.reading.Window;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What somebody asks about a meter.
/// @param filter    whose usage, as far as the caller may see it
/// @param own       of the meter's dimensions the values that count
/// @param top       only so many groups; null: all
/// @param compared  with the period before
public record MeterQuestion(
        MeterDefinition meter,
        UsageFilter filter,
        Map<String, List<String>> own,
        Period period,
        Window window,
        ZoneId zone,
        List<String> groupBy,
        @Nullable Integer top,
        boolean compared) {
    public MeterQuestion {
        own = Map.copyOf(own);
        groupBy = List.copyOf(groupBy);
    }
}
