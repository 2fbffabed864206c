package io.tallygate.billing.payment;

import java.net.URI;
import java.util.Map;

/// What happens after somebody was asked to pay.
public sealed interface PaymentStart {
    /// The payer acts by these details, as they stand on the document; money shows up on a statement.
    /// @param details  by their names: `holder`, `iban`, `bic`, `reference`, `amount`
    record PayerTransfers(Map<String, String> details) implements PaymentStart {
        public PayerTransfers {
            details = Map.copyOf(details);
        }
    }

    /// The payer confirms on a page of the provider.
    record PayerConfirms(URI page) implements PaymentStart {}

    /// The provider has taken it, or will say that it could not.
    record Underway(String providerReference) implements PaymentStart {}

    record Declined(String reason) implements PaymentStart {}
}
