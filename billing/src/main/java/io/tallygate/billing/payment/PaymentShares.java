package io.tallygate.billing.payment;

import io.tallygate.billing.money.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/// A payment shared among open items, oldest first; never more than is due of each.
/// @param remainder  what none needed: the consumer's credit
public record PaymentShares(List<Share> shares, Money remainder) {
    public record Share(UUID item, Money amount) {}

    public PaymentShares {
        shares = List.copyOf(shares);
    }

    /// @throws IllegalArgumentException  for an item in another currency: nothing is converted
    public static PaymentShares of(Money payment, List<OpenItem> items) {
        List<OpenItem> oldestFirst = items.stream()
                .sorted(Comparator.comparing(OpenItem::issuedOn).thenComparing(OpenItem::reference))
                .toList();
        List<Share> shares = new ArrayList<>();
        BigDecimal rest = payment.amount();
        for (OpenItem item : oldestFirst) {
            if (!item.due().currency().equals(payment.currency())) {
                throw new IllegalArgumentException(payment + " pays nothing of " + item.due());
            }
            BigDecimal share = rest.min(item.due().amount());
            if (share.signum() > 0) {
                shares.add(new Share(item.id(), new Money(share, payment.currency())));
                rest = rest.subtract(share);
            }
        }
        return new PaymentShares(shares, new Money(rest, payment.currency()));
    }
}
