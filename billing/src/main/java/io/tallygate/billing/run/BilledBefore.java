package io.tallygate.billing.run;

import io.tallygate.metering.meter.SubscriptionId;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What other months' runs billed of some subscriptions, as far as their plans ask: of fees everything so far, of a
/// commitment's term all of it. Asked once for all of them; of plans with neither nothing is read.
record BilledBefore(
        YearMonth month,
        Map<SubscriptionId, Map<Billable.Key, BigDecimal>> fees,
        Set<SubscriptionId> billedLater,
        Map<SubscriptionId, List<Bill>> bills) {
    static BilledBefore of(RunDrafts drafts, YearMonth month, Collection<Contract> contracts) {
        List<SubscriptionId> withFees = contracts.stream()
                .filter(Contract::hasFees)
                .map(Contract::subscription)
                .toList();
        List<SubscriptionId> committed = contracts.stream()
                .filter(Contract::hasCommitment)
                .map(Contract::subscription)
                .toList();
        return new BilledBefore(
                month,
                withFees.isEmpty() ? Map.of() : drafts.feesBilled(withFees),
                withFees.isEmpty() ? Set.of() : drafts.billedLater(month, withFees),
                committed.isEmpty() ? Map.of() : drafts.others(month, committed));
    }

    Bill bill(Contract contract, List<UsedPart> used) {
        SubscriptionId id = contract.subscription();
        return Bill.of(
                contract,
                month,
                used,
                billedLater.contains(id) ? null : fees.getOrDefault(id, Map.of()),
                bills.getOrDefault(id, List.of()));
    }
}
