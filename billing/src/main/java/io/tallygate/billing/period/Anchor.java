package io.tallygate.billing.period;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/// The day and time of day, on a zone's clocks, from which periods are counted in both directions. Keeps the day that
/// was meant: a month that lacks it takes its last day, and the next long month has it again.
/// @param month  in which the day lies
/// @param day    1 to 31, also in a shorter month
/// @param time   on that day and on each later one; where clocks jump over it, the first moment after the gap
public record Anchor(YearMonth month, int day, LocalTime time) {
    /// A Monday, the first of a month, quarter, half year and year: periods that follow the calendar count from here.
    public static final Anchor CALENDAR = new Anchor(YearMonth.of(2001, 1), 1, LocalTime.MIDNIGHT);

    public Anchor {
        if (day < 1 || day > 31) {
            throw new IllegalArgumentException("day of a month: " + day);
        }
    }

    /// At the begin of the local day of `moment`.
    public static Anchor anniversary(Instant moment, ZoneId zone) {
        return onDay(LocalDate.ofInstant(moment, zone));
    }

    /// At the local time of `moment`.
    public static Anchor keepingTime(Instant moment, ZoneId zone) {
        ZonedDateTime local = moment.atZone(zone);
        return new Anchor(YearMonth.from(local), local.getDayOfMonth(), local.toLocalTime());
    }

    public static Anchor onDay(LocalDate day) {
        return new Anchor(YearMonth.from(day), day.getDayOfMonth(), LocalTime.MIDNIGHT);
    }

    /// The day of the month that was chosen for bills, from the month of `start` on. Cadences of a fixed length know no
    /// day of the month: those count from `start`.
    /// @param billingDay  1 to 31
    public static Anchor onBillingDay(int billingDay, LocalDate start, Cadence cadence) {
        return cadence.hasFixedLength()
                ? onDay(start)
                : new Anchor(YearMonth.from(start), billingDay, LocalTime.MIDNIGHT);
    }

    /// The anchor's day in another month, its last day where it has no such day.
    public LocalDate dayIn(YearMonth other) {
        return other.atDay(Math.min(day, other.lengthOfMonth()));
    }

    /// The `n`th start's day; 0 is the anchor's own.
    LocalDate startDay(long n, Cadence cadence) {
        return cadence.hasFixedLength()
                ? dayIn(month).plusDays(Math.multiplyExact(n, cadence.days()))
                : dayIn(month.plusMonths(Math.multiplyExact(n, cadence.months())));
    }
}
