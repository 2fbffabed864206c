package io.tallygate.gateway.http;

import java.time.Duration;

/// Bounds of one message and of the waits around it; what is hit is counted under the name of the component.
/// @param requestLineBytes   method, target and version, without the line's end; more is 414
/// @param headBytes          a whole head, request line included; more is 431
/// @param headerCount        fields of a head; more is 431
/// @param requestBodyBytes   a request's body; more is 413
/// @param chunkExtensionBytes  extensions of one chunk; more is 400
/// @param headTime           from a head's first octet to its last; more is 408
/// @param idleTime           a kept-alive client connection without a request
/// @param bodyTime           without progress of a request's body (408), or of a response that the client does not read
/// @param bodyRateBytes      octets a second that a request's body must bring on the whole, counted while it is the
/// client's turn, once [#bodyRateAfter] is over; less is 408
/// @param bodyRateAfter      how long a body may take its time
/// @param policyTime          that a policy may wait for something, a key to check a token with for example; more is
/// 500
/// @param pendingBytes       what a client may send ahead while its call is under way; more is not read from the socket
public record HttpLimits(
        int requestLineBytes,
        int headBytes,
        int headerCount,
        long requestBodyBytes,
        int chunkExtensionBytes,
        Duration headTime,
        Duration idleTime,
        Duration bodyTime,
        int bodyRateBytes,
        Duration bodyRateAfter,
        Duration policyTime,
        int pendingBytes) {

    /// With the usual rate for bodies.
    public HttpLimits(
            int requestLineBytes,
            int headBytes,
            int headerCount,
            long requestBodyBytes,
            int chunkExtensionBytes,
            Duration headTime,
            Duration idleTime,
            Duration bodyTime,
            Duration policyTime,
            int pendingBytes) {
        this(
                requestLineBytes,
                headBytes,
                headerCount,
                requestBodyBytes,
                chunkExtensionBytes,
                headTime,
                idleTime,
                bodyTime,
                240,
                Duration.ofSeconds(10),
                policyTime,
                pendingBytes);
    }

    /// 8 KiB request line, 32 KiB head, 200 fields, 1 GiB body; 10 s for a head, 75 s idle, 60 s without progress,
    /// and 240 octets of a body a second after 10 s.
    public static HttpLimits standard() {
        return new HttpLimits(
                8 << 10,
                32 << 10,
                200,
                1L << 30,
                256,
                Duration.ofSeconds(10),
                Duration.ofSeconds(75),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                64 << 10);
    }
}
