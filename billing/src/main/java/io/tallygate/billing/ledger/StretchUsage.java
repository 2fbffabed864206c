package io.tallygate.billing.ledger;

import java.math.BigDecimal;
import java.time.Instant;

/// What was used in a stretch of time in which nothing happened to the grants. Asked once for each of a row of
/// stretches that touch and do not overlap.
@FunctionalInterface
public interface StretchUsage {
    /// @param from  included
    /// @param to    not included
    /// @return      in the grants' unit; zero when nothing was used
    BigDecimal between(Instant from, Instant to);
}
