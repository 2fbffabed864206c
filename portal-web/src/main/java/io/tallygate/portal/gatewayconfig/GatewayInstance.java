package io.tallygate.portal.gatewayconfig;

import java.time.Duration;
import java.time.Instant;

/// One gateway process, as it last reported itself.
/// @param instance  stays the same over restarts of one data directory
/// @param applied   the configuration revision that it serves by
public record GatewayInstance(
        String group, String instance, long applied, Instant startedAt, String version, Instant reportedAt) {
    /// Gateways report every ten seconds; three missed reports are silence.
    private static final Duration PATIENCE = Duration.ofSeconds(35);

    public boolean isHeardAt(Instant now) {
        return reportedAt.plus(PATIENCE).isAfter(now);
    }
}
