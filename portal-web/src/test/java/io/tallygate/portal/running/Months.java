package io.tallygate.portal.running;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;

/// Months that tests close.
public final class Months {
    /// Longer than any zone's clock is behind another's, and than usage is waited for.
    private static final Duration OVER_EVERYWHERE = Duration.ofDays(2);

    private Months() {}

    /// The last month that can be closed, also in the first hours of a month.
    public static YearMonth lastOver(ZoneId zone) {
        return YearMonth.from(Instant.now().minus(OVER_EVERYWHERE).atZone(zone)).minusMonths(1);
    }
}
