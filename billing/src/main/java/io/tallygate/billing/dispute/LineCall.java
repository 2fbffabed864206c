package io.tallygate.billing.dispute;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A call of a line, with what it cost.
/// @param place  of its last unit in the line, from 1
/// @param parts  the steps of the price it fell into, with its units in each
public record LineCall(
        UUID call,
        Instant endedAt,
        String method,
        String operation,
        int status,
        BigDecimal units,
        BigDecimal place,
        List<CallPart> parts) {
    public LineCall {
        parts = List.copyOf(parts);
    }

    /// Exact.
    public BigDecimal amount() {
        return parts.stream().map(CallPart::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
