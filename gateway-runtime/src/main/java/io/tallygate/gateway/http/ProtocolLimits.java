package io.tallygate.gateway.http;

import java.time.Duration;

/// Bounds of TLS, HTTP/2 and WebSocket; what is hit is counted under the name of the component.
/// @param tlsHandshakes      under way at once in all; a connection beyond is closed
/// @param tlsHandshakeTime   from a connection's beginning to its first octet of HTTP
/// @param clientHelloBytes   the first message of a handshake; more ends the connection
/// @param http2Streams       open at once on a connection; more are refused unseen, and the connection ends when twice
/// as many were within [#http2Period]
/// @param http2StreamWindow  octets of one request's body that may come ahead of the upstream
/// @param http2Window        the same of all requests of a connection together
/// @param http2Resets        streams that a client may reset within [#http2Period]; more ends the connection
/// @param http2Controls      other frames that carry no call (SETTINGS, PING, PRIORITY, empty DATA, unknown ones)
/// within [#http2Period], and so many WINDOW_UPDATE frames beyond what our answers call for; more ends the connection
/// @param http2Continuations CONTINUATION frames behind one HEADERS frame; more ends the connection
/// @param http2Period        over which frames are counted
/// @param webSocketIdle      a WebSocket on which nothing moves for so long is closed
/// @param webSocketClosing   what peers get to answer a close frame
public record ProtocolLimits(
        int tlsHandshakes,
        Duration tlsHandshakeTime,
        int clientHelloBytes,
        int http2Streams,
        int http2StreamWindow,
        int http2Window,
        int http2Resets,
        int http2Controls,
        int http2Continuations,
        Duration http2Period,
        Duration webSocketIdle,
        Duration webSocketClosing) {

    /// 1,000 handshakes of 10 s; 100 streams with 64 KiB each and 1 MiB together, 100 resets and 1,000 frames of
    /// control in 10 s, 16 CONTINUATION frames; a WebSocket may be silent for 5 min.
    public static ProtocolLimits standard() {
        return new ProtocolLimits(
                1_000,
                Duration.ofSeconds(10),
                16 << 10,
                100,
                64 << 10,
                1 << 20,
                100,
                1_000,
                16,
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                Duration.ofSeconds(1));
    }
}
