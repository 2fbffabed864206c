package io.tallygate.portal.gatewayconfig;

import java.time.Instant;

/// One gateway process, as it last reported itself.
/// @param instance  stays the same over restarts of one data directory
/// @param applied   the configuration revision that it serves by
public record GatewayInstance(
        String group, String instance, long applied, Instant startedAt, String version, Instant reportedAt) {}
