package io.tallygate.gateway;

import io.tallygate.gateway.http.HttpLimits;
import io.tallygate.gateway.http.ProtocolLimits;
import io.tallygate.gateway.upstream.PoolLimits;
import io.tallygate.metering.recording.ShipperSettings;
import java.time.Duration;

/// Bounds that are right nearly everywhere.
/// @param http      of messages and of the waits around them
/// @param upstream  of the connections to one target
/// @param shipper   how usage is brought to the store
/// @param protocols of TLS, HTTP/2 and WebSocket
/// @param drain     how long calls under way may take when the gateway is asked to stop
public record GatewayTuning(
        HttpLimits http, PoolLimits upstream, ShipperSettings shipper, ProtocolLimits protocols, Duration drain) {
    public GatewayTuning(HttpLimits http, PoolLimits upstream, ShipperSettings shipper, Duration drain) {
        this(http, upstream, shipper, ProtocolLimits.standard(), drain);
    }

    public GatewayTuning with(ProtocolLimits other) {
        return new GatewayTuning(http, upstream, shipper, other, drain);
    }

    public static GatewayTuning standard() {
        return new GatewayTuning(
                HttpLimits.standard(), PoolLimits.standard(), ShipperSettings.standard(), Duration.ofSeconds(20));
    }
}
