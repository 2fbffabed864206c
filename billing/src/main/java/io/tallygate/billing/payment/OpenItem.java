package io.tallygate.billing.payment;

import io.tallygate.billing.money.Money;
import java.time.LocalDate;
import java.util.UUID;

/// Something of which money is still to come.
/// @param reference  its number, as payers quote it
/// @param due        more than zero
public record OpenItem(Kind kind, UUID id, String reference, UUID consumer, LocalDate issuedOn, Money due) {
    public enum Kind {
        INVOICE,
        /// Credit that was ordered; it begins when it is paid.
        CREDIT_PURCHASE
    }
}
