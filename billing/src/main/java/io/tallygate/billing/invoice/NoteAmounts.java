package io.tallygate.billing.invoice;

import io.tallygate.billing.money.Money;
import java.util.List;
import java.util.Map;

/// What one credit note gives back.
/// @param items        of each line that it touches, as the line states its amount: before coupons
/// @param couponShare  what coupons had taken of the items: the note does not give it back
/// @param net          items − couponShare, without tax
/// @param tax          the sum of `taxes`
/// @param total        net + tax
public record NoteAmounts(
        Map<String, Money> items, Money couponShare, Money net, List<TaxTotal> taxes, Money tax, Money total) {
    public NoteAmounts {
        items = Map.copyOf(items);
        taxes = List.copyOf(taxes);
    }

    /// A note of nothing is not made.
    public boolean worthNothing() {
        return total.signum() == 0;
    }
}
