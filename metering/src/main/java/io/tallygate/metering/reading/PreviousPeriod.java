package io.tallygate.metering.reading;

import io.tallygate.metering.meter.Period;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/// The period that a period is compared with: as long, and just before it. Whole months come before whole months and
/// whole days before whole days, by the clock on a wall, however long they are.
public final class PreviousPeriod {
    private PreviousPeriod() {}

    public static Period of(Period period, ZoneId zone) {
        ZonedDateTime from = period.from().atZone(zone);
        ZonedDateTime to = period.to().atZone(zone);
        if (beginsDay(from) && beginsDay(to)) {
            LocalDate first = from.toLocalDate();
            LocalDate end = to.toLocalDate();
            LocalDate before = first.getDayOfMonth() == 1 && end.getDayOfMonth() == 1
                    ? first.minusMonths(ChronoUnit.MONTHS.between(first, end))
                    : first.minusDays(ChronoUnit.DAYS.between(first, end));
            return new Period(before.atStartOfDay(zone).toInstant(), period.from());
        }
        Instant before = period.from().minus(Duration.between(period.from(), period.to()));
        return new Period(before, period.from());
    }

    private static boolean beginsDay(ZonedDateTime moment) {
        return moment.toLocalDate().atStartOfDay(moment.getZone()).toInstant().equals(moment.toInstant());
    }
}
