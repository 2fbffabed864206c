package io.tallygate.portal.usage.web;

import io.tallygate.metering.meter.Period;
import io.tallygate.metering.reading.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The times that the usage page offers, and how each may be cut.
public enum Range {
    DAY,
    WEEK,
    MONTH,
    LAST_MONTH;

    /// As in addresses and message keys.
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// @return  this month when there is no such range
    static Range of(@Nullable String slug) {
        return Arrays.stream(values())
                .filter(range -> range.slug().equals(slug))
                .findFirst()
                .orElse(MONTH);
    }

    List<Window> windows() {
        return this == DAY ? List.of(Window.HOUR) : List.of(Window.DAY, Window.HOUR);
    }

    /// @return  the range's first window when it may not be cut as asked
    Window window(@Nullable String slug) {
        return windows().stream()
                .filter(window -> window.slug().equals(slug))
                .findFirst()
                .orElse(windows().getFirst());
    }

    /// Whether calls made from now on may still fall into it.
    boolean open() {
        return this != LAST_MONTH;
    }

    /// Ends with the window that runs now, so that a call of this moment is in it.
    Period period(Instant now, ZoneId zone) {
        return switch (this) {
            case DAY -> {
                Instant end = now.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));
                yield new Period(end.minus(Duration.ofDays(1)), end);
            }
            case WEEK -> {
                var tomorrow = now.atZone(zone).toLocalDate().plusDays(1);
                yield new Period(
                        tomorrow.minusDays(7).atStartOfDay(zone).toInstant(),
                        tomorrow.atStartOfDay(zone).toInstant());
            }
            case MONTH -> month(YearMonth.from(now.atZone(zone)), zone);
            case LAST_MONTH -> month(YearMonth.from(now.atZone(zone)).minusMonths(1), zone);
        };
    }

    private static Period month(YearMonth month, ZoneId zone) {
        return new Period(
                month.atDay(1).atStartOfDay(zone).toInstant(),
                month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant());
    }
}
