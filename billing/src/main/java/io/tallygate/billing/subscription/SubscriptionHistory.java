package io.tallygate.billing.subscription;

import io.tallygate.metering.meter.Period;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Which plan version somebody had, has and will have, and when it was paused. Made of the changes in the order in
/// which
/// they were decided: the same changes give the same history.
/// @param phases    in order, without a gap, no two neighbours alike; none when it ended as it began
/// @param startsAt  included
public record SubscriptionHistory(List<SubscriptionPhase> phases, Instant startsAt) {
    public SubscriptionHistory {
        phases = List.copyOf(phases);
        for (int i = 1; i < phases.size(); i++) {
            if (!phases.get(i).from().equals(phases.get(i - 1).to())) {
                throw new IllegalArgumentException(
                        "a gap before " + phases.get(i).from());
            }
        }
    }

    public static SubscriptionHistory started(UUID planVersion, Instant at) {
        return new SubscriptionHistory(List.of(new SubscriptionPhase(planVersion, false, at, null)), at);
    }

    public static SubscriptionHistory of(UUID planVersion, Instant startsAt, List<HistoryChange> changes) {
        SubscriptionHistory history = started(planVersion, startsAt);
        for (HistoryChange change : changes) {
            history = history.with(change);
        }
        return history;
    }

    /// A change of before the start counts from the start; one of after the end changes nothing.
    public SubscriptionHistory with(HistoryChange change) {
        return switch (change) {
            case HistoryChange.ToPlan(var planVersion, var at) ->
                mapped(at, null, phase -> new SubscriptionPhase(planVersion, phase.paused(), phase.from(), phase.to()));
            case HistoryChange.Pause(var at, var until) -> mapped(at, until, phase -> paused(phase, true));
            case HistoryChange.Resume(var at) -> mapped(at, null, phase -> paused(phase, false));
            case HistoryChange.Cancel(var at) -> ended(at);
        };
    }

    /// What it is at a moment; empty before the start and from the end on.
    public Optional<SubscriptionPhase> at(Instant moment) {
        return phases.stream().filter(phase -> phase.contains(moment)).findFirst();
    }

    /// Not included; null while it goes on.
    public @Nullable Instant endsAt() {
        return phases.isEmpty() ? startsAt : phases.getLast().to();
    }

    /// When it becomes something else after `moment`; null: never, as far as is known.
    public @Nullable Instant nextChange(Instant moment) {
        return phases.stream()
                .map(SubscriptionPhase::to)
                .filter(to -> to != null && to.isAfter(moment))
                .findFirst()
                .orElse(null);
    }

    /// The parts of `period`, by plan version: pauses do not cut them, since what was let through is counted.
    public List<SubscriptionPhase> usedWithin(Period period) {
        List<SubscriptionPhase> parts = new ArrayList<>();
        for (SubscriptionPhase phase : phases) {
            phase.within(period)
                    .map(part -> new SubscriptionPhase(phase.planVersion(), false, part.from(), part.to()))
                    .ifPresent(parts::add);
        }
        return joined(parts);
    }

    private SubscriptionHistory mapped(Instant from, @Nullable Instant until, UnaryOperator<SubscriptionPhase> change) {
        List<SubscriptionPhase> mapped = new ArrayList<>();
        for (SubscriptionPhase phase : phases) {
            for (SubscriptionPhase part : cut(phase, from, until)) {
                boolean isMeant = !part.from().isBefore(from)
                        && (until == null || part.from().isBefore(until));
                mapped.add(isMeant ? change.apply(part) : part);
            }
        }
        return new SubscriptionHistory(joined(mapped), startsAt);
    }

    private SubscriptionHistory ended(Instant at) {
        List<SubscriptionPhase> left = new ArrayList<>();
        for (SubscriptionPhase phase : phases) {
            if (phase.from().isBefore(at)) {
                left.add(phase.to() == null || phase.to().isAfter(at) ? phase.until(at) : phase);
            }
        }
        return new SubscriptionHistory(left, startsAt);
    }

    private static List<SubscriptionPhase> cut(SubscriptionPhase phase, Instant from, @Nullable Instant until) {
        List<SubscriptionPhase> parts = new ArrayList<>();
        SubscriptionPhase rest = phase;
        for (Instant at : until == null ? List.of(from) : List.of(from, until)) {
            if (rest.from().isBefore(at) && rest.contains(at)) {
                parts.add(rest.until(at));
                rest = rest.from(at);
            }
        }
        parts.add(rest);
        return parts;
    }

    private static List<SubscriptionPhase> joined(List<SubscriptionPhase> phases) {
        List<SubscriptionPhase> joined = new ArrayList<>();
        for (SubscriptionPhase phase : phases) {
            SubscriptionPhase last = joined.isEmpty() ? null : joined.getLast();
            if (last != null && last.goesOnAs(phase)) {
                joined.set(joined.size() - 1, last.until(phase.to()));
            } else {
                joined.add(phase);
            }
        }
        return joined;
    }

    private static SubscriptionPhase paused(SubscriptionPhase phase, boolean paused) {
        return new SubscriptionPhase(phase.planVersion(), paused, phase.from(), phase.to());
    }
}
