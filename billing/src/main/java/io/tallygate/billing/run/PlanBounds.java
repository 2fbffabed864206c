package io.tallygate.billing.run;

import io.tallygate.billing.catalog.Commitment;
import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.invoice.LineKind;
import io.tallygate.billing.money.Rounding;
import io.tallygate.billing.period.BillingCalendar;
import io.tallygate.billing.period.BillingSchedule;
import io.tallygate.billing.period.Share;
import io.tallygate.billing.rating.LineRounding;
import io.tallygate.billing.rating.PlanRating;
import io.tallygate.billing.rating.PriceStep;
import io.tallygate.billing.subscription.SubscriptionPhase;
import io.tallygate.metering.meter.Period;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What plan versions ask of all their lines of a period together, and what is missing to a commitment whose term
/// closed
/// in the month. Usage counts in the period in which it was used, a fee in the one in which it became due.
final class PlanBounds {
    private final Contract contract;
    private final YearMonth month;
    private final List<InvoiceLine> used;
    private final List<Bill> earlier;
    private final List<Bound> bounds = new ArrayList<>();
    private @Nullable SortedMap<Billable.Key, Billable> owed;

    PlanBounds(Contract contract, YearMonth month, List<UsedPart> used, List<Bill> earlier) {
        this.contract = contract;
        this.month = month;
        this.used = CardLines.of(contract, used);
        this.earlier = earlier;
    }

    List<Bound> all() {
        for (Period period : contract.periods(month)) {
            for (UUID version : versions(period)) {
                spend(version, period);
            }
        }
        for (UUID version : versions(contract.month(month))) {
            Commitment commitment = contract.plan(version).terms().commitment();
            if (commitment != null) {
                commitment(version, commitment);
            }
        }
        return bounds;
    }

    private void spend(UUID version, Period period) {
        var spend = contract.plan(version).terms().spend();
        if (spend.minimum() == null && spend.maximum() == null) {
            return;
        }
        BigDecimal billed = usage(used, version, period).add(fees(version, period));
        Optional<PriceStep> above = PlanRating.aboveMaximum(billed, spend);
        above.ifPresent(step -> add(LineKind.MAXIMUM, version, period, step));
        BigDecimal left = billed.add(above.map(PriceStep::total).orElse(BigDecimal.ZERO));
        Share share = contract.share(version, contract.calendar().at(period.from()), period);
        PlanRating.missingToMinimum(left, spend, share).ifPresent(step -> add(LineKind.MINIMUM, version, period, step));
    }

    private void commitment(UUID version, Commitment commitment) {
        List<SubscriptionPhase> stay = contract.history().phases().stream()
                .filter(phase -> phase.planVersion().equals(version))
                .toList();
        Instant from = stay.getFirst().from();
        BillingCalendar calendar =
                new BillingCalendar(commitment.term(), contract.rule().anchor(from, contract.zone()), contract.zone());
        Period within = contract.month(month);
        BillingSchedule terms =
                BillingSchedule.of(calendar, from, stay.getLast().to());
        for (Period term : terms.between(within.from(), within.to())) {
            if (!term.to().isAfter(within.to())) {
                Share share = contract.share(version, calendar.at(term.from()), term);
                PlanRating.missingToCommitment(spent(version, term), commitment.amount(), share)
                        .ifPresent(step -> add(LineKind.COMMITMENT, version, term, step));
            }
        }
    }

    private BigDecimal spent(UUID version, Period term) {
        BigDecimal spent = usage(used, version, term).add(fees(version, term)).add(spend(bounds, version, term));
        for (Bill bill : earlier) {
            spent = spent.add(usage(CardLines.of(contract, bill.used()), version, term))
                    .add(spend(bill.bounds(), version, term));
        }
        return spent;
    }

    /// Minimum and maximum of billing periods within a term.
    private static BigDecimal spend(List<Bound> bounds, UUID version, Period within) {
        return bounds.stream()
                .filter(bound -> bound.kind() != LineKind.COMMITMENT
                        && bound.planVersion().equals(version)
                        && isWithin(bound.period(), within))
                .map(Bound::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal usage(List<InvoiceLine> lines, UUID version, Period within) {
        return lines.stream()
                .filter(line -> line.planVersion().equals(version) && isWithin(line.period(), within))
                .map(line -> line.amount().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static boolean isWithin(Period period, Period within) {
        return !period.from().isBefore(within.from()) && !period.to().isAfter(within.to());
    }

    private BigDecimal fees(UUID version, Period within) {
        int decimals = Rounding.digits(contract.plan(version).terms().currency());
        if (owed == null) {
            owed = contract.fees()
                    .owed(contract.history(), contract.month(month).to());
        }
        return owed.values().stream()
                .filter(each -> each.key().planVersion().equals(version) && within.contains(each.dueAt()))
                .map(each -> each.money(decimals))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private Set<UUID> versions(Period within) {
        Set<UUID> versions = new LinkedHashSet<>();
        contract.history().usedWithin(within).forEach(phase -> versions.add(phase.planVersion()));
        return versions;
    }

    private void add(LineKind kind, UUID version, Period period, PriceStep step) {
        BigDecimal amount = LineRounding.round(
                        step.total(), contract.plan(version).terms().currency())
                .amount();
        if (amount.signum() != 0) {
            bounds.add(new Bound(kind, version, period, amount));
        }
    }
}
