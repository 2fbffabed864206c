package io.tallygate.billing.run;

import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one subscription is billed by a month's run. Pure: the same contract, usage and earlier bills give the same
/// lines, to the byte, for the run and for whoever wants to know beforehand.
/// @param used    usage of the billing periods that ended in the month, by the parts that were asked for
/// @param fees    what is left to bill of fees when the month ends; below zero what is given back
/// @param bounds  what the plan asks of all lines of a period together
record Bill(List<UsedPart> used, List<Fees.Line> fees, List<Bound> bounds) {
    Bill {
        used = List.copyOf(used);
        fees = List.copyOf(fees);
        bounds = List.copyOf(bounds);
    }

    /// @param feesBilled  by all runs so far; null: a later month's run billed them all
    /// @param earlier     bills of the months before, in any order; of a plan with a commitment alone they
    ///                    are asked for
    static Bill of(
            Contract contract,
            YearMonth month,
            List<UsedPart> used,
            @Nullable Map<Billable.Key, BigDecimal> feesBilled,
            List<Bill> earlier) {
        Currency currency = contract.currency();
        if (currency == null) {
            return new Bill(List.of(), List.of(), List.of());
        }
        List<Fees.Line> fees = feesBilled == null
                ? List.of()
                : contract.fees()
                        .outstanding(
                                contract.history(), contract.month(month).to(), feesBilled, Rounding.digits(currency));
        return new Bill(used, fees, new PlanBounds(contract, month, used, earlier).all());
    }

    boolean isNothing() {
        return used.isEmpty() && fees.isEmpty() && bounds.isEmpty();
    }

    /// Usage first, in the order of time and of the plan's cards, then fees, then what the whole plan asks.
    /// A part in
    /// which nothing was used has a line as well.
    List<InvoiceLine> allLines(Contract contract) {
        List<InvoiceLine> lines = new ArrayList<>(CardLines.of(contract, used));
        fees.forEach(fee -> lines.add(FeeLines.of(contract, fee)));
        bounds.forEach(bound -> lines.add(FeeLines.of(contract, bound)));
        return lines;
    }

    /// As they stand on a document: without those of nothing.
    List<InvoiceLine> lines(Contract contract) {
        return allLines(contract).stream()
                .filter(line -> line.quantity().signum() != 0 || line.amount().signum() != 0)
                .toList();
    }

    /// Of all lines, before coupons and tax; null for a bill of nothing.
    @Nullable
    Money total(Contract contract) {
        Currency currency = contract.currency();
        return isNothing() || currency == null
                ? null
                : lines(contract).stream().map(InvoiceLine::amount).reduce(Money.zero(currency), Money::plus);
    }
}
