package io.tallygate.gateway;

import io.tallygate.gateway.http.HttpLimits;
import io.tallygate.gateway.upstream.PoolLimits;
import io.tallygate.metering.recording.ShipperSettings;
import java.time.Duration;

/// Bounds that are right nearly everywhere.
/// @param http      of messages and of the waits around them
/// @param upstream  of the connections to one target
/// @param shipper   how usage is brought to the store
/// @param drain     how long calls under way may take when the gateway is asked to stop
public record GatewayTuning(HttpLimits http, PoolLimits upstream, ShipperSettings shipper, Duration drain) {
    public static GatewayTuning standard() {
        return new GatewayTuning(
                HttpLimits.standard(), PoolLimits.standard(), ShipperSettings.standard(), Duration.ofSeconds(20));
    }
}
