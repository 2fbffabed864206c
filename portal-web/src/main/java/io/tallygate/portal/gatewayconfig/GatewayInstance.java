package io.tallygate.portal.gatewayconfig;

import jakarta.json.JsonArray;
import java.time.Duration;
import java.time.Instant;

/// One gateway process, as it last reported itself.
/// @param instance  stays the same over restarts of one data directory
/// @param applied   the configuration revision that it serves by
/// @param told      what it says besides
public record GatewayInstance(
        String group, String instance, long applied, Instant startedAt, String version, Instant reportedAt, Told told) {
    /// In the contract's words.
    /// @param refused   entities that it cannot use, and why
    /// @param policies  kinds of policies that its operator has added
    public record Told(JsonArray refused, JsonArray policies) {
        public static final Told NOTHING = new Told(JsonArray.EMPTY_JSON_ARRAY, JsonArray.EMPTY_JSON_ARRAY);
    }

    /// Gateways report every ten seconds; three missed reports are silence.
    private static final Duration PATIENCE = Duration.ofSeconds(35);

    public boolean isHeardAt(Instant now) {
        return reportedAt.plus(PATIENCE).isAfter(now);
    }
}
