package io.tallygate.billing.payment;

import io.tallygate.billing.money.Money;
import java.time.LocalDate;
import java.util.UUID;

/// @param reference  what the payer quotes and the provider knows the payment by: the document's number
/// @param amount     more than zero
/// @param dueOn      the last day on which it is in time
public record PaymentRequest(UUID consumer, String reference, Money amount, LocalDate dueOn) {
    public PaymentRequest {
        if (amount.amount().signum() <= 0) {
            throw new IllegalArgumentException("nothing to collect: " + amount);
        }
    }
}
