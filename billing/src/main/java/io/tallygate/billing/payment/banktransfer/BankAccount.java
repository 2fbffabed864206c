package io.tallygate.billing.payment.banktransfer;

import org.jspecify.annotations.Nullable;

/// Where payers transfer money to.
/// @param holder  1 to 70 characters, as banks take them
/// @param bic     8 or 11 characters; null: within the single payments area none is needed
public record BankAccount(
        String holder, Iban iban, @Nullable String bic) {
    public BankAccount {
        if (holder.isBlank() || holder.length() > 70) {
            throw new IllegalArgumentException("holder: 1 to 70 characters");
        }
        if (bic != null && !bic.matches("[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")) {
            throw new IllegalArgumentException("bic: 8 or 11 characters");
        }
    }
}
