package io.tallygate.billing.ledger;

import java.math.BigDecimal;
import java.util.Map;
import java.util.UUID;

/// How grants of units stand at an instant.
/// @param grants          what is left of each, also of those that are not active (zero)
/// @param balance         the sum of it
/// @param overage         usage that no grant covered; the next grant that begins pays it first
/// @param usageInPeriod   since the last reset
/// @param usedFromGrants  taken from grants since the last reset
public record GrantBalances(
        Map<UUID, BigDecimal> grants,
        BigDecimal balance,
        BigDecimal overage,
        BigDecimal usageInPeriod,
        BigDecimal usedFromGrants) {
    public GrantBalances {
        grants = Map.copyOf(grants);
    }
}
