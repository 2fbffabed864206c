package io.tallygate.billing.payment;

import io.tallygate.billing.money.Money;
import java.time.LocalDate;
import java.util.UUID;

/// Money that somebody says came in.
/// @param provider    how: [PaymentProvider#key], or `manual`
/// @param key         unique among the tenant's payments; the same once more is the same payment
/// @param amount      more than zero
/// @param receivedOn  in the seller's time zone
/// @param payer       who sent it, as the provider says; may be empty
/// @param reference   what was quoted; may be empty
public record NewPayment(
        UUID consumer,
        String provider,
        String key,
        Money amount,
        LocalDate receivedOn,
        String payer,
        String reference) {
    /// Marked by a person.
    public static final String MANUAL = "manual";

    public NewPayment {
        if (amount.amount().signum() <= 0) {
            throw new IllegalArgumentException("no payment: " + amount);
        }
    }
}
