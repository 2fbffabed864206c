package io.tallygate.billing.payment;

import io.tallygate.billing.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Money that came in, and what it was for. It never changes.
/// @param shares  they sum to the amount
public record Payment(
        UUID id,
        UUID consumer,
        String provider,
        Money amount,
        LocalDate receivedOn,
        String payer,
        String reference,
        Instant recordedAt,
        List<Part> shares) {
    /// @param invoice   that it paid; null: none
    /// @param purchase  ordered credit that it paid; null: none
    /// @param grant     what it became where nothing was due: the consumer's credit; null: nothing
    public record Part(
            @Nullable UUID invoice,
            @Nullable UUID purchase,
            @Nullable UUID grant,
            Money amount) {}

    public Payment {
        shares = List.copyOf(shares);
    }
}
