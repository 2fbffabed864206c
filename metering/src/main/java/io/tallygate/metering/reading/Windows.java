package io.tallygate.metering.reading;

import io.tallygate.metering.meter.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;

/// A period cut into windows by the clock on a wall in some zone. The cuts are made here, by Java's rules of the
/// zone, and nowhere else: ClickHouse only learns where they are, as few [Run]s of equal windows.
/// @param starts  of the windows, whole seconds; the first may lie before the period, then it is cut there
/// @param end     of the last window, at or after the period's end
record Windows(Period period, List<Instant> starts, Instant end) {
    /// Windows of the same length one behind the other.
    /// @param start  of the first, seconds since 1970
    /// @param step   length of each in seconds
    record Run(long start, long step) {}

    static Windows of(Period period, Window window, ZoneId zone) {
        List<Instant> starts = new ArrayList<>();
        Instant start = first(period.from(), window, zone);
        while (start.isBefore(period.to())) {
            Instant next = window == Window.NONE ? period.to() : next(start, window, zone);
            if (next.isAfter(period.from())) {
                starts.add(start);
            }
            if (starts.size() > UsageReader.MAX_POINTS) {
                throw new UsageQueryInvalid(
                        "window",
                        "the period has more than " + UsageReader.MAX_POINTS + " windows of one " + window.slug());
            }
            start = next;
        }
        return new Windows(period, List.copyOf(starts), start);
    }

    int size() {
        return starts.size();
    }

    /// Included; never before the period.
    Instant from(int index) {
        Instant start = starts.get(index);
        return start.isBefore(period.from()) ? period.from() : start;
    }

    /// Not included; never after the period.
    Instant to(int index) {
        Instant next = endOf(index);
        return next.isAfter(period.to()) ? period.to() : next;
    }

    /// Not included; of the whole window.
    Instant endOf(int index) {
        return index + 1 < starts.size() ? starts.get(index + 1) : end;
    }

    List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        long step = 0;
        for (int i = 0; i < starts.size(); i++) {
            long length = endOf(i).getEpochSecond() - starts.get(i).getEpochSecond();
            if (length != step) {
                runs.add(new Run(starts.get(i).getEpochSecond(), length));
                step = length;
            }
        }
        return runs;
    }

    private static Instant first(Instant from, Window window, ZoneId zone) {
        return switch (window) {
            case NONE -> from;
            case MINUTE -> partOf(from, zone, 60);
            case HOUR -> partOf(from, zone, 3600);
            case DAY -> from.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
            case MONTH ->
                from.atZone(zone)
                        .toLocalDate()
                        .withDayOfMonth(1)
                        .atStartOfDay(zone)
                        .toInstant();
        };
    }

    private static Instant next(Instant start, Window window, ZoneId zone) {
        LocalDate date = start.atZone(zone).toLocalDate();
        Instant next = switch (window) {
            case NONE -> throw new IllegalArgumentException("one window has no next");
            case MINUTE -> partAfter(start, zone, 60);
            case HOUR -> partAfter(start, zone, 3600);
            case DAY -> startOf(date.plusDays(1), zone);
            case MONTH -> startOf(date.withDayOfMonth(1).plusMonths(1), zone);
        };
        // A date that a zone skipped whole begins when the one after it begins.
        return next.isAfter(start) ? next : startOf(date.plusDays(2), zone);
    }

    private static Instant startOf(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toInstant();
    }

    /// Beginning of the hour or minute on the wall, or the clock change within it: an hour that is shown twice is two
    /// windows.
    private static Instant partOf(Instant instant, ZoneId zone, long seconds) {
        ZoneOffset offset = zone.getRules().getOffset(instant);
        long local = instant.getEpochSecond() + offset.getTotalSeconds();
        Instant full = Instant.ofEpochSecond(local - Math.floorMod(local, seconds) - offset.getTotalSeconds());
        ZoneOffsetTransition change = zone.getRules().previousTransition(instant.plusNanos(1));
        return change != null && change.getInstant().isAfter(full) ? change.getInstant() : full;
    }

    private static Instant partAfter(Instant start, ZoneId zone, long seconds) {
        ZoneOffset offset = zone.getRules().getOffset(start);
        long local = start.getEpochSecond() + offset.getTotalSeconds();
        Instant full =
                Instant.ofEpochSecond(local - Math.floorMod(local, seconds) + seconds - offset.getTotalSeconds());
        ZoneOffsetTransition change = zone.getRules().nextTransition(start);
        return change != null && change.getInstant().isBefore(full) ? change.getInstant() : full;
    }
}
