package io.tallygate.billing.run;

import io.tallygate.billing.period.BillingCalendar;
import io.tallygate.billing.period.BillingPeriods;
import io.tallygate.billing.period.BillingSchedule;
import io.tallygate.billing.period.Cadence;
import io.tallygate.billing.period.Proration.EndDay;
import io.tallygate.billing.period.Share;
import io.tallygate.billing.subscription.BillingRule;
import io.tallygate.billing.subscription.SubscriptionHistory;
import io.tallygate.billing.subscription.SubscriptionPhase;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// All that is known of a subscription and decides what it is billed, but for what it used. Pure.
/// @param application  that uses it
/// @param plans        every version of the history
record Contract(
        SubscriptionId subscription,
        UUID application,
        BillingRule rule,
        ZoneId zone,
        SubscriptionHistory history,
        Map<UUID, Sold> plans) {
    Contract {
        plans = Map.copyOf(plans);
    }

    static Contract of(
            SubscriptionId subscription,
            UUID application,
            BillingRule rule,
            ZoneId zone,
            SubscriptionHistory history,
            Function<UUID, Sold> plans) {
        Map<UUID, Sold> known = new LinkedHashMap<>();
        history.phases().forEach(phase -> known.computeIfAbsent(phase.planVersion(), plans));
        return new Contract(subscription, application, rule, zone, history, known);
    }

    /// A stretch of usage to be read.
    /// @param period  the part of the billing period in which these prices hold
    /// @param share   that it is of the billing period, pauses and trials left out: of what is asked for at least
    record Asked(UUID planVersion, int stage, Meter meter, Period period, Share share) {}

    /// By which usage is billed.
    BillingCalendar calendar() {
        return new BillingCalendar(Cadence.MONTHLY, rule.anchor(history.startsAt(), zone), zone);
    }

    Sold plan(UUID version) {
        return Objects.requireNonNull(plans.get(version), () -> "no plan version " + version);
    }

    /// A subscription's plans all have one; null when it ended as it began.
    @Nullable
    Currency currency() {
        return history.phases().isEmpty()
                ? null
                : plan(history.phases().getFirst().planVersion()).terms().currency();
    }

    Fees fees() {
        Map<UUID, List<RecurringFee>> standard = new LinkedHashMap<>();
        Map<UUID, List<Fees.Ramp>> ramps = new LinkedHashMap<>();
        plans.forEach((version, sold) -> {
            int stages = sold.lasts().size();
            standard.put(version, sold.fees(stages));
            List<Fees.Ramp> own = new ArrayList<>();
            for (int stage = 0; stage < stages; stage++) {
                own.add(new Fees.Ramp(sold.lasts().get(stage), sold.fees(stage)));
            }
            ramps.put(version, own);
        });
        return new Fees(rule, zone, standard, ramps);
    }

    boolean hasFees() {
        return plans.values().stream().anyMatch(Sold::hasFees);
    }

    boolean hasCommitment() {
        return plans.values().stream().anyMatch(sold -> sold.terms().commitment() != null);
    }

    /// Billing periods that ended in a month, on the subscription's own clocks. Every period belongs to one
    /// month, and
    /// to one only.
    List<Period> periods(YearMonth month) {
        Period within = month(month);
        return schedule().stream()
                .flatMap(schedule -> schedule.between(within.from(), within.to()).stream())
                .filter(period -> !period.to().isAfter(within.to()))
                .toList();
    }

    Period month(YearMonth month) {
        return BillingPeriods.month(month, zone);
    }

    /// The month whose run bills the period that runs at a moment.
    YearMonth monthOf(Instant now) {
        return BillingPeriods.monthOf(calendar().at(now).to().minusNanos(1), zone);
    }

    /// What usage a month's run bills. Cut where the plan or its prices change; a pause does not cut it,
    /// since what a
    /// gateway still let through was answered.
    List<Asked> asked(YearMonth month) {
        List<Asked> asked = new ArrayList<>();
        for (Period period : periods(month)) {
            for (Stretch stretch : used(period)) {
                Set<String> meters = new LinkedHashSet<>();
                plan(stretch.planVersion())
                        .metered(stretch.stage())
                        .forEach(card -> meters.add(Objects.requireNonNull(card.meter())));
                for (String meter : meters) {
                    asked.add(new Asked(
                            stretch.planVersion(),
                            stretch.stage(),
                            Meter.named(meter),
                            stretch.period(),
                            share(stretch)));
                }
            }
        }
        return asked;
    }

    private List<Stretch> used(Period period) {
        List<Stretch> stretches = new ArrayList<>();
        for (SubscriptionPhase phase : history.usedWithin(period)) {
            stretches.addAll(stages(phase.planVersion()).cut(phase));
        }
        return stretches;
    }

    private Share share(Stretch stretch) {
        Period whole = calendar().at(stretch.from());
        return share(
                whole,
                stretch.period(),
                part -> part.planVersion().equals(stretch.planVersion()) && part.stage() == stretch.stage());
    }

    /// The share of `whole` in which a plan version was there within `within`, pauses and trials left out.
    Share share(UUID version, Period whole, Period within) {
        return share(whole, within, part -> part.planVersion().equals(version));
    }

    private Share share(Period whole, Period within, Predicate<Stretch> isMeant) {
        Share sum = Share.NONE;
        for (SubscriptionPhase phase : history.phases()) {
            Optional<Period> inside = phase.within(within);
            if (phase.paused() || inside.isEmpty()) {
                continue;
            }
            SubscriptionPhase part = new SubscriptionPhase(
                    phase.planVersion(),
                    false,
                    inside.get().from(),
                    inside.get().to());
            for (Stretch stretch : stages(phase.planVersion()).cut(part)) {
                if (isMeant.test(stretch) && !plan(stretch.planVersion()).isFree(stretch.stage())) {
                    EndDay end = stretch.end().equals(history.endsAt()) ? EndDay.IS_BILLED : EndDay.GOES_ON;
                    sum = sum.plus(rule.proration().share(whole, stretch.from(), stretch.end(), zone, end));
                }
            }
        }
        return sum.compareTo(Share.WHOLE) > 0 ? Share.WHOLE : sum;
    }

    private Stages stages(UUID version) {
        return Stages.of(plan(version).lasts(), history.startsAt(), zone);
    }

    /// Empty when it ended as it began.
    private Optional<BillingSchedule> schedule() {
        return history.phases().isEmpty()
                ? Optional.empty()
                : Optional.of(BillingSchedule.of(calendar(), history.startsAt(), history.endsAt()));
    }
}
