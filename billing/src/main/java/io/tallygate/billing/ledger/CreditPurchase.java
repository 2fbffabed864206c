package io.tallygate.billing.ledger;

import io.tallygate.billing.money.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Credit that was ordered. It begins, as a grant of the same id, when all of it is paid.
/// @param reference  what the payer quotes
/// @param paid       so far
/// @param automatic  the consumer's rule ordered it
public record CreditPurchase(
        UUID id,
        UUID account,
        UUID consumer,
        String reference,
        Money amount,
        Money paid,
        boolean automatic,
        Instant createdAt,
        @Nullable Instant paidAt) {
    /// Of its `number`-th: `CR-00042`.
    static String reference(long number) {
        return "CR-%05d".formatted(number);
    }
}
