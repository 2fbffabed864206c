package io.tallygate.gateway.counter;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import org.jspecify.annotations.Nullable;

/// Spans that follow each other on the wall clock of a time zone: the calendar's, or those that begin at an anniversary
/// of a moment, with a month's end clamped (31 January, 28 February, 31 March). The current span is kept, so that
/// asking
/// for it costs nothing.
public final class Period {
    /// How long a span is.
    public enum Unit {
        HOUR(ChronoUnit.HOURS),
        DAY(ChronoUnit.DAYS),
        WEEK(ChronoUnit.WEEKS),
        MONTH(ChronoUnit.MONTHS),
        YEAR(ChronoUnit.YEARS);

        private final ChronoUnit chrono;

        Unit(ChronoUnit chrono) {
            this.chrono = chrono;
        }
    }

    private final Unit unit;
    private final ZoneId zone;
    private final @Nullable LocalDateTime anchor;
    private volatile Span current = new Span(0, 0, 0);

    /// Half open.
    /// @param ordinal   that of the next span is greater by one
    /// @param startsAt  milliseconds since 1970
    /// @param endsAt    not included
    public record Span(int ordinal, long startsAt, long endsAt) {
        public long seconds() {
            return (endsAt - startsAt) / 1000;
        }
    }

    private Period(Unit unit, ZoneId zone, @Nullable Instant anchor) {
        this.unit = unit;
        this.zone = zone;
        this.anchor = anchor == null ? null : LocalDateTime.ofInstant(anchor, zone);
    }

    public static Period calendar(Unit unit, ZoneId zone) {
        return new Period(unit, zone, null);
    }

    /// @param anchor  when one of the spans begins
    public static Period anniversary(Unit unit, ZoneId zone, Instant anchor) {
        return new Period(unit, zone, anchor);
    }

    public Unit unit() {
        return unit;
    }

    /// Which spans these are, for who must tell them from others.
    String identity() {
        return unit + " " + (anchor == null ? "calendar" : anchor);
    }

    /// @param millis  since 1970
    public Span at(long millis) {
        Span span = current;
        if (millis < span.startsAt || millis >= span.endsAt) {
            span = anchor == null ? calendarSpan(millis) : anniversarySpan(anchor, millis);
            current = span;
        }
        return span;
    }

    private Span calendarSpan(long millis) {
        if (unit == Unit.HOUR) { // an hour that the clock is put back by comes twice, and is two hours
            long start = Instant.ofEpochMilli(millis)
                    .atZone(zone)
                    .truncatedTo(ChronoUnit.HOURS)
                    .toInstant()
                    .toEpochMilli();
            return new Span((int) Math.floorDiv(start, 3_600_000L), start, start + 3_600_000L);
        }
        LocalDate day = Instant.ofEpochMilli(millis).atZone(zone).toLocalDate();
        return switch (unit) {
            case HOUR, DAY -> days((int) day.toEpochDay(), day, day.plusDays(1));
            case WEEK -> {
                LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                yield days((int) Math.floorDiv(monday.toEpochDay() + 3, 7L), monday, monday.plusWeeks(1));
            }
            case MONTH -> {
                YearMonth month = YearMonth.from(day);
                yield days(
                        month.getYear() * 12 + month.getMonthValue() - 1,
                        month.atDay(1),
                        month.plusMonths(1).atDay(1));
            }
            case YEAR -> days(day.getYear(), day.withDayOfYear(1), LocalDate.of(day.getYear() + 1, 1, 1));
        };
    }

    private Span days(int ordinal, LocalDate from, LocalDate to) {
        return new Span(ordinal, start(from.atStartOfDay()), start(to.atStartOfDay()));
    }

    private Span anniversarySpan(LocalDateTime anchor, long millis) {
        LocalDateTime now = LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), zone);
        int ordinal = (int) unit.chrono.between(anchor, now);
        while (boundary(anchor, ordinal) > millis) {
            ordinal--;
        }
        while (boundary(anchor, ordinal + 1) <= millis) {
            ordinal++;
        }
        return new Span(ordinal, boundary(anchor, ordinal), boundary(anchor, ordinal + 1));
    }

    /// Always counted from the anchor, so that a short month shortens no later one.
    private long boundary(LocalDateTime anchor, int ordinal) {
        return unit == Unit.HOUR ? start(anchor) + ordinal * 3_600_000L : start(anchor.plus(ordinal, unit.chrono));
    }

    private long start(LocalDateTime local) {
        return local.atZone(zone).toInstant().toEpochMilli();
    }
}
