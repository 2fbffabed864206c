package io.tallygate.billing.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// So much credit, from one instant to another. It never changes; what became of it the movements say.
/// @param amount       what it holds when it begins, more than 0: in the currency's major unit, or in a meter's unit
/// @param priority     a lower number burns first
/// @param effectiveAt  from here on it can be used
/// @param expiresAt    from here on it cannot; null: never ends
/// @param createdAt    among equals, older burns first
/// @param onlyFor      what it pays for: `base` (fees), `usage` (all usage) or a meter's key; empty: everything
/// @param recurs       when it is filled up to its amount again; null: never
/// @param rollover     what a reset leaves of it
/// @param voidedAt     when it was taken back; null: it was not
public record Grant(
        UUID id,
        BigDecimal amount,
        int priority,
        GrantOrigin origin,
        Instant effectiveAt,
        @Nullable Instant expiresAt,
        Instant createdAt,
        Set<String> onlyFor,
        @Nullable Recurrence recurs,
        Rollover rollover,
        @Nullable Instant voidedAt) {
    /// Of grants for which nobody chose one.
    public static final int DEFAULT_PRIORITY = 50;

    public Grant {
        if (amount.signum() <= 0) {
            throw new IllegalArgumentException("a grant is more than nothing: " + amount.toPlainString());
        }
        onlyFor = Set.copyOf(onlyFor);
    }

    /// A grant for everything that neither recurs nor rolls over.
    public static Grant of(
            UUID id,
            BigDecimal amount,
            int priority,
            GrantOrigin origin,
            Instant effectiveAt,
            @Nullable Instant expiresAt,
            Instant createdAt) {
        return new Grant(
                id, amount, priority, origin, effectiveAt, expiresAt, createdAt, Set.of(), null, Rollover.NONE, null);
    }

    /// Taken back at that moment.
    public Grant voided(Instant at) {
        return new Grant(
                id, amount, priority, origin, effectiveAt, expiresAt, createdAt, onlyFor, recurs, rollover, at);
    }

    /// The first instant at which it can no longer be used, never before it begins; null: it never ends.
    public @Nullable Instant activeTo() {
        Instant end = expiresAt;
        if (voidedAt != null && (end == null || voidedAt.isBefore(end))) {
            end = voidedAt;
        }
        return end != null && end.isBefore(effectiveAt) ? effectiveAt : end;
    }

    /// Half open: at `effectiveAt` it is, at its end it is not.
    public boolean isActiveAt(Instant instant) {
        Instant end = activeTo();
        return !instant.isBefore(effectiveAt) && (end == null || instant.isBefore(end));
    }

    /// Whether it pays for a fee (`meter` null) or for the usage of a meter.
    public boolean paysFor(@Nullable String meter) {
        return onlyFor.isEmpty()
                || (meter == null ? onlyFor.contains("base") : onlyFor.contains("usage") || onlyFor.contains(meter));
    }
}
