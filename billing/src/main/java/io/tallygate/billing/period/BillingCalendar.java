package io.tallygate.billing.period;

import io.tallygate.metering.meter.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// The boundaries of billing periods, without end in both directions. Neighbours share their boundary, so every instant
/// lies in exactly one period, whatever clocks do.
/// @param zone  on whose clocks days begin
public record BillingCalendar(Cadence cadence, Anchor anchor, ZoneId zone) {
    /// Most periods of one answer.
    public static final int MOST_PERIODS = 100_000;

    /// Whether a moment that is itself a start is the answer to where the next or the last one is.
    public enum OnStart {
        COUNTS,
        IS_PASSED
    }

    /// The `n`th start from the anchor, which is number 0.
    public Instant start(long n) {
        LocalDate day = anchor.startDay(n, cadence);
        // atStartOfDay, not midnight: where clocks jump at midnight the day begins at 01:00
        return anchor.time().toNanoOfDay() == 0
                ? day.atStartOfDay(zone).toInstant()
                : day.atTime(anchor.time()).atZone(zone).toInstant();
    }

    /// The number of the last start at or before `moment`.
    public long number(Instant moment) {
        long n = cadence.about(anchor.startDay(0, cadence), LocalDate.ofInstant(moment, zone));
        // a step too far at most, or two where a zone left out a day
        while (start(n).isAfter(moment)) {
            n--;
        }
        while (!start(n + 1).isAfter(moment)) {
            n++;
        }
        return n;
    }

    public Period at(Instant moment) {
        long n = number(moment);
        return new Period(start(n), start(n + 1));
    }

    public Period after(Period period) {
        return at(period.to());
    }

    public Period before(Period period) {
        return at(period.from().minusNanos(1));
    }

    public Instant nextStart(Instant moment, OnStart onStart) {
        Period here = at(moment);
        return onStart == OnStart.COUNTS && here.from().equals(moment) ? moment : here.to();
    }

    public Instant lastStart(Instant moment, OnStart onStart) {
        Period here = at(moment);
        return onStart == OnStart.IS_PASSED && here.from().equals(moment)
                ? before(here).from()
                : here.from();
    }

    /// The whole periods that have an instant in `[from, to)`, in order; none when `to` is not after `from`.
    /// @throws IllegalArgumentException  for more than [#MOST_PERIODS]
    public List<Period> between(Instant from, Instant to) {
        List<Period> periods = new ArrayList<>();
        for (Period next = at(from); from.isBefore(to) && next.from().isBefore(to); next = after(next)) {
            if (periods.size() == MOST_PERIODS) {
                throw new IllegalArgumentException("more than " + MOST_PERIODS + " periods");
            }
            periods.add(next);
        }
        return periods;
    }

    /// Whether a period begins on this day of the zone's.
    public boolean startsOn(LocalDate day) {
        Instant from = day.atStartOfDay(zone).toInstant();
        Instant to = day.plusDays(1).atStartOfDay(zone).toInstant();
        return nextStart(from, OnStart.COUNTS).isBefore(to);
    }

    /// How many periods fit whole between two moments, the first of which is a start.
    public long wholePeriods(Instant from, Instant to) {
        return number(to) - number(from);
    }

    /// Days of the zone's in a period.
    public long days(Period period) {
        return ChronoUnit.DAYS.between(
                LocalDate.ofInstant(period.from(), zone), LocalDate.ofInstant(period.to(), zone));
    }

    /// Whether `moment` lies in `period` with its end: how people read `from … to`; what is billed is half open.
    public static boolean containsInclusive(Period period, Instant moment) {
        return period.contains(moment) || period.to().equals(moment);
    }
}
