package io.tallygate.billing.period;

import io.tallygate.metering.meter.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Calendar months as a zone's clocks see them. Neighbours share their boundary, so no instant is in
/// two months or in
/// none,
/// whatever the clocks do in between.
public final class BillingPeriods {
    private BillingPeriods() {}

    /// @return  from the month's first instant in `zone` to the next month's, which is not included
    public static Period month(YearMonth month, ZoneId zone) {
        return new Period(start(month, zone), start(month.plusMonths(1), zone));
    }

    /// The zone's day that `instant` falls into.
    public static Period day(Instant instant, ZoneId zone) {
        LocalDate day = LocalDate.ofInstant(instant, zone);
        return new Period(
                day.atStartOfDay(zone).toInstant(),
                day.plusDays(1).atStartOfDay(zone).toInstant());
    }

    /// The month that `instant` falls into where `zone`'s clocks hang.
    public static YearMonth monthOf(Instant instant, ZoneId zone) {
        return YearMonth.from(instant.atZone(zone));
    }

    /// The part of `period` in which something ran that began at `startsAt` and ends (or does not) at
    /// `endsAt`.
    /// @return  empty when it did not run in that period at all
    public static Optional<Period> within(Period period, Instant startsAt, @Nullable Instant endsAt) {
        Instant from = startsAt.isAfter(period.from()) ? startsAt : period.from();
        Instant to = endsAt != null && endsAt.isBefore(period.to()) ? endsAt : period.to();
        return from.isBefore(to) ? Optional.of(new Period(from, to)) : Optional.empty();
    }

    private static Instant start(YearMonth month, ZoneId zone) {
        // atStartOfDay, not midnight: where clocks jump at midnight the day begins at 01:00
        return month.atDay(1).atStartOfDay(zone).toInstant();
    }
}
