package io.tallygate.billing.ledger;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// Instants that come again: the anchor, and every so many days, weeks, months or years after and before it. Counted
/// from the anchor on the calendar of the zone, so the 31st is the last day of shorter months and stays the 31st.
/// @param every   1 or more
/// @param unit    days, weeks, months or years
/// @param anchor  one of the instants
public record Recurrence(int every, ChronoUnit unit, Instant anchor, ZoneId zone) {
    /// Most instants of one question: daily for more than a hundred years.
    public static final int MAX_INSTANTS = 50_000;

    public Recurrence {
        if (every < 1) {
            throw new IllegalArgumentException("every: " + every);
        }
        switch (unit) {
            case DAYS, WEEKS, MONTHS, YEARS -> {}
            default -> throw new IllegalArgumentException("unit: " + unit);
        }
    }

    /// The instants after `from` up to `to`, which is included.
    /// @throws IllegalArgumentException  when there are more than [#MAX_INSTANTS]
    public List<Instant> between(Instant from, Instant to) {
        List<Instant> instants = new ArrayList<>();
        ZonedDateTime start = anchor.atZone(zone);
        // one step too early is harmless, one too late is not: a clamped month may lie before the estimate
        long step = Math.floorDiv(unit.between(start, from.atZone(zone)), every) - 1;
        for (Instant next = at(start, step); !next.isAfter(to); next = at(start, ++step)) {
            if (next.isAfter(from)) {
                if (instants.size() == MAX_INSTANTS) {
                    throw new IllegalArgumentException("more than " + MAX_INSTANTS + " recurrences");
                }
                instants.add(next);
            }
        }
        return instants;
    }

    private Instant at(ZonedDateTime start, long step) {
        return start.plus(step * every, unit).toInstant();
    }
}
