package io.tallygate.billing.ledger;

import io.tallygate.billing.money.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/// Shares credit among the lines of a document: grant by grant in the order of burning, each on the lines that it pays
/// for, first line first. Never more than the document's total, than its lines, or than a grant has left.
/// @param taken  from each grant that pays, in the order of burning; in the currency's major unit
public record CreditAllocation(Map<UUID, BigDecimal> taken, BigDecimal total) {
    public CreditAllocation {
        taken = Collections.unmodifiableMap(new LinkedHashMap<>(taken));
    }

    /// @param left    what a grant has left, in the document's currency
    /// @param grants  those that are active, in any order
    /// @param total   of the document with tax, after credit notes
    public static CreditAllocation of(
            List<Grant> grants,
            Function<Grant, BigDecimal> left,
            BurnOrder order,
            List<PayableLine> lines,
            Money total) {
        List<BigDecimal> open = new ArrayList<>();
        lines.forEach(line -> open.add(line.amount().amount()));
        BigDecimal due = total.amount();
        Map<UUID, BigDecimal> taken = new LinkedHashMap<>();
        BigDecimal sum = BigDecimal.ZERO.setScale(due.scale());
        for (Grant grant : order.sorted(grants)) {
            BigDecimal rest = left.apply(grant).min(due);
            BigDecimal pays = BigDecimal.ZERO;
            for (int i = 0; i < lines.size() && rest.signum() > 0; i++) {
                if (grant.paysFor(lines.get(i).meter())) {
                    BigDecimal part = open.get(i).min(rest);
                    open.set(i, open.get(i).subtract(part));
                    rest = rest.subtract(part);
                    pays = pays.add(part);
                }
            }
            if (pays.signum() > 0) {
                taken.put(grant.id(), pays);
                due = due.subtract(pays);
                sum = sum.add(pays);
            }
        }
        return new CreditAllocation(taken, sum);
    }
}
