package io.tallygate.billing.payment.banktransfer;

import io.tallygate.billing.money.Money;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An entry of an imported statement, and what became of it.
/// @param credit     false: money went out
/// @param why        nobody booked it by itself: `nothing-quoted`, `several-consumers`, `other-currency`, `outgoing`
/// @param suggested  what it may be for; null: nobody knows
/// @param payment    that it was booked as; null: it was not
public record BankEntry(
        UUID id,
        LocalDate bookedOn,
        Money amount,
        boolean credit,
        String payer,
        String remittance,
        State state,
        @Nullable String why,
        @Nullable UUID suggested,
        @Nullable UUID payment) {
    public enum State {
        BOOKED,
        /// For a person to decide.
        OPEN,
        /// A person decided that it pays nothing here.
        SET_ASIDE;

        /// As the API and the store write it.
        public String slug() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        /// @throws IllegalArgumentException  for a text that is none
        public static State ofSlug(String slug) {
            return valueOf(slug.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
        }
    }
}
