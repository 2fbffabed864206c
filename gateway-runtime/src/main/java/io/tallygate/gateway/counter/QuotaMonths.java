package io.tallygate.gateway.counter;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.concurrent.ConcurrentHashMap;

/// Which calendar month it is in a time zone. One per zone; the current month is kept, so that asking costs nothing.
public final class QuotaMonths {
    private static final ConcurrentHashMap<ZoneId, QuotaMonths> ZONES = new ConcurrentHashMap<>();

    private final ZoneId zone;
    private volatile Month current = new Month(0, 0, 0);

    /// @param ordinal    months since the year 0
    /// @param startsAt   milliseconds since 1970
    /// @param endsAt     not included
    public record Month(int ordinal, long startsAt, long endsAt) {
        public long seconds() {
            return (endsAt - startsAt) / 1000;
        }
    }

    private QuotaMonths(ZoneId zone) {
        this.zone = zone;
    }

    public static QuotaMonths in(ZoneId zone) {
        return ZONES.computeIfAbsent(zone, QuotaMonths::new);
    }

    public Month at(long millis) {
        Month month = current;
        if (millis < month.startsAt || millis >= month.endsAt) {
            month = month(millis);
            current = month;
        }
        return month;
    }

    private Month month(long millis) {
        YearMonth month = YearMonth.from(Instant.ofEpochMilli(millis).atZone(zone));
        return new Month(
                month.getYear() * 12 + month.getMonthValue() - 1,
                month.atDay(1).atStartOfDay(zone).toInstant().toEpochMilli(),
                month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant().toEpochMilli());
    }
}
