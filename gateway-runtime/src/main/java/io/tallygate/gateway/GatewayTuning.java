package io.tallygate.gateway;

import io.tallygate.gateway.http.HttpLimits;
import io.tallygate.gateway.http.ProtocolLimits;
import io.tallygate.gateway.http.Transport;
import io.tallygate.gateway.upstream.PoolLimits;
import io.tallygate.metering.recording.ShipperSettings;
import java.time.Duration;

/// Bounds that are right nearly everywhere.
/// @param http      of messages and of the waits around them
/// @param upstream  of the connections to one target
/// @param shipper   how usage is brought to the store
/// @param protocols of TLS, HTTP/2 and WebSocket
/// @param notice    how long a gateway that was asked to stop serves on while it says that it is not ready
/// @param drain     how long calls under way may take after that
/// @param transport the kernel's interface to sockets
public record GatewayTuning(
        HttpLimits http,
        PoolLimits upstream,
        ShipperSettings shipper,
        ProtocolLimits protocols,
        Duration notice,
        Duration drain,
        Transport transport) {
    /// Without notice: nobody distributes calls.
    public GatewayTuning(HttpLimits http, PoolLimits upstream, ShipperSettings shipper, Duration drain) {
        this(http, upstream, shipper, ProtocolLimits.standard(), Duration.ZERO, drain, Transport.best());
    }

    public GatewayTuning with(ProtocolLimits other) {
        return new GatewayTuning(http, upstream, shipper, other, notice, drain, transport);
    }

    /// How this gateway stops.
    public GatewayTuning stopping(Duration noticed, Duration drained) {
        return new GatewayTuning(http, upstream, shipper, protocols, noticed, drained, transport);
    }

    public GatewayTuning with(Transport other) {
        return new GatewayTuning(http, upstream, shipper, protocols, notice, drain, other);
    }

    public static GatewayTuning standard() {
        return new GatewayTuning(
                HttpLimits.standard(),
                PoolLimits.standard(),
                ShipperSettings.standard(),
                ProtocolLimits.standard(),
                Duration.ofSeconds(8),
                Duration.ofSeconds(20),
                Transport.best());
    }
}
