package io.tallygate.billing.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A grant that somebody wants to make; what it means is said by [Grant].
/// @param name         for people, 1 to 200 characters
/// @param amount       in the currency's major unit; rounded to whole minor units
/// @param effectiveAt  null: now
public record NewGrant(
        String name,
        BigDecimal amount,
        int priority,
        GrantOrigin origin,
        @Nullable Instant effectiveAt,
        @Nullable Instant expiresAt,
        Set<String> onlyFor,
        @Nullable Recurrence recurs) {
    /// Longest name.
    public static final int MAX_NAME = 200;

    public NewGrant {
        onlyFor = Set.copyOf(onlyFor);
        if (name.isBlank() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException("a name has 1 to " + MAX_NAME + " characters");
        }
    }

    /// For everything, from now on, for ever.
    public static NewGrant of(String name, BigDecimal amount, GrantOrigin origin) {
        return new NewGrant(name, amount, Grant.DEFAULT_PRIORITY, origin, null, null, Set.of(), null);
    }
}
