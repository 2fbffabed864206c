package io.tallygate.billing.dispute;

import io.tallygate.billing.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Calls of a line that somebody says were wrong: the draft of a credit note, with its evidence kept beside it.
/// @param line       its position on the invoice, from 1
/// @param billed     the line as it was issued, less what earlier disputes that were not rejected leave out
/// @param corrected  the line as it would have been without the calls
/// @param units      of the calls
public record Dispute(
        UUID id,
        UUID consumer,
        UUID invoice,
        int line,
        State state,
        String reason,
        Money billed,
        Money corrected,
        BigDecimal units,
        Instant createdAt,
        @Nullable Instant decidedAt) {
    public enum State {
        DRAFT,
        /// A credit note is due for it.
        ACCEPTED,
        REJECTED;

        /// As the API and the store write it.
        public String slug() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /// @throws IllegalArgumentException  for a text that is none
        public static State ofSlug(String slug) {
            return valueOf(slug.toUpperCase(java.util.Locale.ROOT));
        }
    }

    /// What a credit note would credit of the line, net.
    public Money credit() {
        return new Money(billed.amount().subtract(corrected.amount()), billed.currency());
    }
}
