package io.tallygate.billing.payment.banktransfer;

import io.tallygate.billing.money.Money;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// One movement on a bank account.
/// @param identity    64 lower-case hex digits; the same entry in another file, or in the same once more, has the same
/// @param bookedOn    by the bank
/// @param amount      not negative; `credit` says which way
/// @param credit      true: money came in; false: it went out, or came back out
/// @param payer       who sent it, as the bank says; empty when it does not
/// @param payerIban   empty when the bank does not say, or says something else
/// @param remittance  what the payer wrote, with the end-to-end reference and a structured one when there are any
public record StatementEntry(
        String identity,
        LocalDate bookedOn,
        Money amount,
        boolean credit,
        String payer,
        String payerIban,
        String remittance,
        @Nullable String bankReference) {
    /// Longest text kept of an entry's field.
    public static final int MAX_TEXT = 1_000;
}
