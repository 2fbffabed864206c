package io.tallygate.billing.run;

import io.tallygate.billing.period.Anchor;
import io.tallygate.billing.period.BillingCalendar;
import io.tallygate.billing.period.BillingPeriods;
import io.tallygate.billing.period.Cadence;
import io.tallygate.billing.period.Proration.EndDay;
import io.tallygate.billing.period.Share;
import io.tallygate.billing.subscription.BillingRule;
import io.tallygate.billing.subscription.SubscriptionHistory;
import io.tallygate.billing.subscription.SubscriptionPhase;
import io.tallygate.metering.meter.Period;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which fees a subscription owes at a moment, and what is left to bill of them. Pure: the same history gives
/// the same
/// fees, so a bill is always what is owed less what was billed, however often and when it is made.
/// @param ofVersion  a plan version's fees
/// @param ramps      of a version what holds before, one phase after another from the subscription's start on
public record Fees(
        BillingRule rule, ZoneId zone, Map<UUID, List<RecurringFee>> ofVersion, Map<UUID, List<Ramp>> ramps) {
    public Fees {
        ofVersion = Map.copyOf(ofVersion);
        ramps = Map.copyOf(ramps);
    }

    /// Of plans without phases.
    public Fees(BillingRule rule, ZoneId zone, Map<UUID, List<RecurringFee>> ofVersion) {
        this(rule, zone, ofVersion, Map.of());
    }

    /// A phase at a subscription's beginning, with fees of its own.
    public record Ramp(Cadence lasts, List<RecurringFee> fees) {
        public Ramp {
            fees = List.copyOf(fees);
        }
    }

    /// @param amount  above 0 for a charge, below 0 for what was billed and is not owed any more; never 0
    public record Line(Billable.Key key, Share share, BigDecimal amount) {}

    /// A fee in advance is owed once its part of a period has begun, one in arrears once that has ended, by `asOf`.
    public SortedMap<Billable.Key, Billable> owed(SubscriptionHistory history, Instant asOf) {
        SortedMap<Billable.Key, Billable> owed = new TreeMap<>();
        Map<Cadence, Instant> anchors = new HashMap<>();
        Set<String> met = new HashSet<>();
        for (Stretch stretch : stretches(history)) {
            List<RecurringFee> fees = fees(stretch);
            keepAnchors(anchors, fees, stretch);
            if (stretch.paused() || stretch.from().isAfter(asOf)) {
                continue;
            }
            for (RecurringFee fee : fees) {
                if (fee.due() != RecurringFee.Due.ONCE) {
                    Instant anchoredAt = anchors.getOrDefault(fee.cadence(), stretch.from());
                    Anchor anchor = rule.anchor(anchoredAt, zone);
                    add(owed, fee, stretch, new BillingCalendar(fee.cadence(), anchor, zone), history.endsAt(), asOf);
                } else if (fee.amount().signum() > 0 && met.add(stretch.planVersion() + fee.card())) {
                    // not in a trial: when something is charged for the first time
                    Period day = BillingPeriods.day(stretch.from(), zone);
                    Billable.Key key = new Billable.Key(fee.card(), stretch.planVersion(), stretch.stage(), day);
                    owed.put(key, new Billable(key, Share.WHOLE, fee.amount(), stretch.from()));
                }
            }
        }
        return owed;
    }

    /// What is left to bill by `asOf`. Of a key whose money went up and down in between there is one line.
    /// @param billed    the sum of all lines of each key so far
    /// @param decimals  of the currency
    public List<Line> outstanding(
            SubscriptionHistory history, Instant asOf, Map<Billable.Key, BigDecimal> billed, int decimals) {
        SortedMap<Billable.Key, Billable> owed = owed(history, asOf);
        Set<Billable.Key> keys = new TreeSet<>(owed.keySet());
        keys.addAll(billed.keySet());
        List<Line> lines = new ArrayList<>();
        for (Billable.Key key : keys) {
            Billable due = owed.get(key);
            BigDecimal target = due == null ? BigDecimal.ZERO : due.money(decimals);
            BigDecimal left = target.subtract(billed.getOrDefault(key, BigDecimal.ZERO));
            if (left.signum() != 0) {
                lines.add(new Line(key, due == null ? Share.NONE : due.share(), left));
            }
        }
        return lines;
    }

    /// A cadence that the plan before had too goes on from where it was; a new one begins with the plan
    /// that brings it.
    private static void keepAnchors(Map<Cadence, Instant> anchors, List<RecurringFee> fees, Stretch stretch) {
        Set<Cadence> cadences = new HashSet<>();
        fees.forEach(fee -> cadences.add(fee.cadence()));
        anchors.keySet().retainAll(cadences);
        cadences.forEach(cadence -> anchors.putIfAbsent(cadence, stretch.from()));
    }

    private List<Stretch> stretches(SubscriptionHistory history) {
        Map<UUID, Stages> stages = new HashMap<>();
        List<Stretch> stretches = new ArrayList<>();
        for (SubscriptionPhase phase : history.phases()) {
            stretches.addAll(stages.computeIfAbsent(
                            phase.planVersion(),
                            version -> Stages.of(
                                    ramps.getOrDefault(version, List.of()).stream()
                                            .map(Ramp::lasts)
                                            .toList(),
                                    history.startsAt(),
                                    zone))
                    .cut(phase));
        }
        return stretches;
    }

    private List<RecurringFee> fees(Stretch stretch) {
        List<Ramp> before = ramps.getOrDefault(stretch.planVersion(), List.of());
        return stretch.stage() < before.size()
                ? before.get(stretch.stage()).fees()
                : ofVersion.getOrDefault(stretch.planVersion(), List.of());
    }

    private void add(
            SortedMap<Billable.Key, Billable> owed,
            RecurringFee fee,
            Stretch stretch,
            BillingCalendar calendar,
            @Nullable Instant end,
            Instant asOf) {
        Instant stretchEnd = stretch.end();
        Instant horizon = asOf.plusNanos(1);
        // what follows a stretch takes its last day; when nothing does, who ends pays it
        EndDay endDay = stretchEnd.equals(end) ? EndDay.IS_BILLED : EndDay.GOES_ON;
        for (Period period : calendar.between(stretch.from(), stretchEnd.isBefore(horizon) ? stretchEnd : horizon)) {
            Instant partEnd = stretchEnd.isBefore(period.to()) ? stretchEnd : period.to();
            boolean isInArrears = fee.due() == RecurringFee.Due.IN_ARREARS;
            if (isInArrears && partEnd.isAfter(asOf)) {
                continue;
            }
            Share share = rule.proration().share(period, stretch.from(), stretchEnd, zone, endDay);
            if (!share.isNone()) {
                Billable.Key key = new Billable.Key(fee.card(), stretch.planVersion(), stretch.stage(), period);
                Instant begun = stretch.from().isAfter(period.from()) ? stretch.from() : period.from();
                Instant dueAt = isInArrears ? partEnd.minusNanos(1) : begun;
                owed.merge(key, new Billable(key, share, fee.amount(), dueAt), Fees::together);
            }
        }
    }

    private static Billable together(Billable one, Billable other) {
        Share sum = one.share().plus(other.share());
        return new Billable(one.key(), sum.compareTo(Share.WHOLE) > 0 ? Share.WHOLE : sum, one.amount(), one.dueAt());
    }
}
