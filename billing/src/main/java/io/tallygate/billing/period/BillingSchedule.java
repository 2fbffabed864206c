package io.tallygate.billing.period;

import io.tallygate.billing.period.BillingCalendar.OnStart;
import io.tallygate.metering.meter.Period;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The periods of something that began, perhaps ended, and may have changed its calendar on the way: the first period
/// begins when it begins, a change of the calendar begins a new one, and the last ends with it.
/// @param stretches  in order, at least one; each ends where the next begins, only the last may be open
public record BillingSchedule(List<Stretch> stretches) {
    /// @param from  included
    /// @param to    not included; null: for ever
    public record Stretch(
            BillingCalendar calendar,
            Instant from,
            @Nullable Instant to) {
        public Stretch {
            if (to != null && !from.isBefore(to)) {
                throw new IllegalArgumentException("a stretch must end after it begins: " + from + " to " + to);
            }
        }

        boolean contains(Instant moment) {
            return !moment.isBefore(from) && (to == null || moment.isBefore(to));
        }

        Period at(Instant moment) {
            return BillingPeriods.within(calendar.at(moment), from, to).orElseThrow();
        }
    }

    public BillingSchedule {
        stretches = List.copyOf(stretches);
        if (stretches.isEmpty()) {
            throw new IllegalArgumentException("a schedule needs a begin");
        }
        for (int i = 1; i < stretches.size(); i++) {
            if (!stretches.get(i).from().equals(stretches.get(i - 1).to())) {
                throw new IllegalArgumentException(
                        "a gap before " + stretches.get(i).from());
            }
        }
    }

    public static BillingSchedule of(BillingCalendar calendar, Instant from, @Nullable Instant to) {
        return new BillingSchedule(List.of(new Stretch(calendar, from, to)));
    }

    /// From `at` on by another calendar.
    public BillingSchedule changed(BillingCalendar calendar, Instant at) {
        List<Stretch> changed = new ArrayList<>();
        Instant end = stretches.getLast().to();
        for (Stretch each : stretches) {
            if (each.from().isBefore(at)) {
                boolean goesOn = each.to() == null || each.to().isAfter(at);
                changed.add(goesOn ? new Stretch(each.calendar(), each.from(), at) : each);
            }
        }
        changed.add(new Stretch(calendar, at, end));
        return new BillingSchedule(changed);
    }

    /// @param moment  before the begin: the first period is meant
    /// @return        empty at and after the end
    public Optional<Period> at(Instant moment) {
        Stretch first = stretches.getFirst();
        Instant asked = moment.isBefore(first.from()) ? first.from() : moment;
        return stretches.stream()
                .filter(each -> each.contains(asked))
                .findFirst()
                .map(each -> each.at(asked));
    }

    /// All periods with an instant in `[from, to)`, in order; those at the edges whole.
    public List<Period> between(Instant from, Instant to) {
        List<Period> periods = new ArrayList<>();
        Instant next = from.isBefore(stretches.getFirst().from())
                ? stretches.getFirst().from()
                : from;
        Optional<Period> here = at(next);
        while (here.isPresent() && next.isBefore(to)) {
            periods.add(here.get());
            next = here.get().to();
            here = at(next);
        }
        return periods;
    }

    /// The moments at which a period begins, both ends of the window included.
    public List<Instant> starts(Instant windowFrom, Instant windowTo) {
        return between(windowFrom, windowTo.plusNanos(1)).stream()
                .map(Period::from)
                .filter(start -> !start.isBefore(windowFrom))
                .toList();
    }

    /// When the next bill in arrears is due: when the period that holds `moment` ends, or would have ended.
    public Instant nextBill(Instant moment) {
        return stretches.getLast().calendar().nextStart(moment, OnStart.IS_PASSED);
    }
}
