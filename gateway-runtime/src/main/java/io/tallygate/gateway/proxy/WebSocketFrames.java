package io.tallygate.gateway.proxy;

import io.netty.buffer.ByteBuf;

/// One direction of a WebSocket, of which nothing is looked at but where its frames begin and end (RFC 6455, 5.2), so
/// that a frame of the gateway's own can be put between two of them.
final class WebSocketFrames {
    private static final int CLOSE = 8;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private int headerGot;
    private int headerLength = 2;
    private int opcode;
    private boolean masked;
    private long length;
    private long payloadLeft;
    private boolean closed;

    /// @param toBoundary  look no further than to the end of the frame
    /// @return            how many octets were looked at
    int see(ByteBuf part, boolean toBoundary) {
        int from = part.readerIndex();
        int at = from;
        int end = part.writerIndex();
        while (at < end && !(toBoundary && isAtBoundary())) {
            if (payloadLeft > 0) {
                int count = (int) Math.min(payloadLeft, end - at);
                payloadLeft -= count;
                at += count;
                if (payloadLeft == 0) {
                    frameEnded();
                }
            } else {
                header(part.getByte(at++) & 0xff);
                if (headerGot == headerLength) {
                    headerGot = 0;
                    headerLength = 2;
                    payloadLeft = length;
                    if (payloadLeft == 0) {
                        frameEnded();
                    }
                }
            }
        }
        return at - from;
    }

    private void header(int octet) {
        if (headerGot == 0) {
            opcode = octet & 0xf;
        } else if (headerGot == 1) {
            masked = (octet & 0x80) != 0;
            length = octet & 0x7f;
            int extended = length == LENGTH_16 ? 2 : length == LENGTH_64 ? 8 : 0;
            if (extended > 0) {
                length = 0;
            }
            headerLength = 2 + extended + (masked ? 4 : 0);
        } else if (headerGot < headerLength - (masked ? 4 : 0)) {
            length = (length << 8 | octet) & Long.MAX_VALUE;
        }
        headerGot++;
    }

    private void frameEnded() {
        closed |= opcode == CLOSE;
    }

    boolean isAtBoundary() {
        return headerGot == 0 && payloadLeft == 0;
    }

    /// Whether a close frame has passed.
    boolean isClosed() {
        return closed;
    }
}
