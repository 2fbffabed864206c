package io.tallygate.billing.period;

import java.time.LocalDate;

/// How often something is billed: every `count` of a unit.
/// @param count  1 to 1000
public record Cadence(int count, Unit unit) {
    public static final Cadence DAILY = new Cadence(1, Unit.DAY);
    public static final Cadence WEEKLY = new Cadence(1, Unit.WEEK);
    public static final Cadence MONTHLY = new Cadence(1, Unit.MONTH);
    public static final Cadence QUARTERLY = new Cadence(3, Unit.MONTH);
    public static final Cadence HALF_YEARLY = new Cadence(6, Unit.MONTH);
    public static final Cadence YEARLY = new Cadence(1, Unit.YEAR);

    private static final int MOST = 1000;

    public enum Unit {
        DAY,
        WEEK,
        MONTH,
        YEAR
    }

    public Cadence {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("every %d of a unit: 1 to %d".formatted(count, MOST));
        }
    }

    /// Days and weeks have one length whatever the calendar says; months and years follow it.
    public boolean hasFixedLength() {
        return unit == Unit.DAY || unit == Unit.WEEK;
    }

    /// 0 for days and weeks.
    int months() {
        return switch (unit) {
            case DAY, WEEK -> 0;
            case MONTH -> count;
            case YEAR -> Math.multiplyExact(count, 12);
        };
    }

    /// 0 for months and years.
    int days() {
        return switch (unit) {
            case DAY -> count;
            case WEEK -> Math.multiplyExact(count, 7);
            case MONTH, YEAR -> 0;
        };
    }

    /// About how many of them lie between two days: right but for one more or less.
    long about(LocalDate from, LocalDate to) {
        if (hasFixedLength()) {
            return Math.floorDiv(to.toEpochDay() - from.toEpochDay(), (long) days());
        }
        long months = (to.getYear() - from.getYear()) * 12L + to.getMonthValue() - from.getMonthValue();
        return Math.floorDiv(months, (long) months());
    }
}
