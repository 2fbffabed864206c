package io.tallygate.billing.invoice;

import io.tallygate.billing.money.Money;

/// What is left of a credit note.
/// @param note  its number
public record AvailableCredit(String note, Money balance) {}
