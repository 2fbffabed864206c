package io.tallygate.billing.payment;

/// A way in which money comes in. A bank transfer waits for the payer; a card would be charged, and what happened told
/// later: all answers are values, so who bills needs not know which it is.
public interface PaymentProvider {
    /// Unique, as it stands on payments: `bank-transfer`.
    String key();

    /// Begins to collect. Safe to repeat with the same request: a provider that takes money takes it once per
    /// [PaymentRequest#reference].
    PaymentStart start(PaymentRequest request);
}
