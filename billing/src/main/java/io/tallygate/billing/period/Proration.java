package io.tallygate.billing.period;

import io.tallygate.metering.meter.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;

/// How much of a recurring amount is owed for a part of a period.
public enum Proration {
    /// Seconds that it ran of the seconds that the period has; moments are cut to their second.
    BY_SECOND,
    /// Days of the zone's on which it ran, a started first day whole, of the days that the period has.
    BY_DAY,
    /// Every month counts 30 days.
    BY_THIRTIETHS,
    /// No part: who is there at any instant of a period pays it whole.
    NONE;

    /// Whom the day belongs to on which something ends. A day is billed once when what follows begins on it, and to who
    /// ends when nothing does.
    public enum EndDay {
        /// To what follows: a change of plan, a pause.
        GOES_ON,
        /// To what ended: the last day that was begun is billed.
        IS_BILLED
    }

    private static final int DAYS_OF_A_MONTH = 30;

    /// As the API and plans write it.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// @param whole  the period that the full amount is for
    /// @param from   when it began to run; before the period is as good as its begin
    /// @param to     when it ended; at or after the period's end is as good as its end
    /// @return       0 when it did not run in the period; for equal `from` and `to` only days can be owed
    public Share share(Period whole, Instant from, Instant to, ZoneId zone, EndDay endDay) {
        Instant begun = from.isAfter(whole.from()) ? from : whole.from();
        Instant ended = to.isBefore(whole.to()) ? to : whole.to();
        boolean isThere = begun.isBefore(ended);
        return switch (this) {
            case NONE -> isThere ? Share.WHOLE : Share.NONE;
            case BY_SECOND -> seconds(whole, begun, isThere ? ended : begun);
            case BY_DAY -> {
                long days = day(whole.to(), zone) - day(whole.from(), zone);
                boolean isOver = !to.isAfter(whole.from()) && from.isBefore(to);
                long last = isOver ? day(whole.from(), zone) : lastDay(whole, to, zone, endDay);
                yield days == 0 // shorter than a day: the days that people see are no measure
                        ? seconds(whole, begun, isThere ? ended : begun)
                        : new Share(Math.clamp(last - day(begun, zone), 0, days), days);
            }
            case BY_THIRTIETHS ->
                new Share(
                        isThere ? thirtieths(begun, ended, zone) : 0,
                        Math.max(1, thirtieths(whole.from(), whole.to(), zone)));
        };
    }

    /// Days between two moments, every month counted as 30.
    public static long thirtieths(Instant from, Instant to, ZoneId zone) {
        return thirtieths(LocalDate.ofInstant(from, zone), LocalDate.ofInstant(to, zone));
    }

    private static long thirtieths(LocalDate from, LocalDate to) {
        long months = (to.getYear() - from.getYear()) * 12L + to.getMonthValue() - from.getMonthValue();
        return months * DAYS_OF_A_MONTH
                + Math.min(to.getDayOfMonth(), DAYS_OF_A_MONTH)
                - Math.min(from.getDayOfMonth(), DAYS_OF_A_MONTH);
    }

    private static Share seconds(Period whole, Instant begun, Instant ended) {
        long length = whole.to().getEpochSecond() - whole.from().getEpochSecond();
        long ran = ended.getEpochSecond() - begun.getEpochSecond();
        return length == 0 ? Share.NONE : new Share(ran, length);
    }

    /// The day after the last one billed.
    private static long lastDay(Period whole, Instant to, ZoneId zone, EndDay endDay) {
        if (!to.isBefore(whole.to())) {
            return day(whole.to(), zone);
        }
        return day(to, zone) + (endDay == EndDay.IS_BILLED ? 1 : 0);
    }

    private static long day(Instant moment, ZoneId zone) {
        return LocalDate.ofInstant(moment, zone).toEpochDay();
    }
}
