package io.tallygate.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tallygate.gateway.upstream.UpstreamSide;
import java.util.concurrent.ThreadLocalRandom;

/// A call that has become a WebSocket: octets go both ways as they are. When the gateway ends it, both sides get a
/// close
/// frame (1001, going away) between two frames of the other's, and nothing behind it.
final class Tunnel {
    private static final byte[] GOING_AWAY = {(byte) 0x88, 2, 0x03, (byte) 0xe9};

    private final ClientSide client;
    private final UpstreamSide upstream;
    private final WebSocketFrames toClient = new WebSocketFrames();
    private final WebSocketFrames toUpstream = new WebSocketFrames();
    private boolean closing;
    private boolean clientTold;
    private boolean upstreamTold;

    Tunnel(ClientSide client, UpstreamSide upstream) {
        this.client = client;
        this.upstream = upstream;
    }

    /// @param part  released when it is written
    void fromUpstream(ByteBuf part) {
        if (clientTold || toClient.isClosed()) {
            part.release();
            return;
        }
        int count = toClient.see(part, closing);
        if (count < part.readableBytes()) {
            part.writerIndex(part.readerIndex() + count);
        }
        client.sendBody(part);
        tellClient();
    }

    /// @param part  released when it is written
    void fromClient(ByteBuf part) {
        int count = toUpstream.see(part, closing && !upstreamTold);
        if (upstreamTold) {
            part.release();
            return;
        }
        ByteBuf rest = part.slice(part.readerIndex() + count, part.readableBytes() - count);
        if (rest.isReadable()) {
            toUpstream.see(rest, false); // its answer to ours may be in it
            part.writerIndex(part.readerIndex() + count);
        }
        upstream.send(part);
        tellUpstream();
    }

    /// From now on nothing goes on but what completes a frame.
    void close() {
        closing = true;
        tellClient();
        tellUpstream();
    }

    boolean isClosing() {
        return closing;
    }

    /// Whether the client has answered our close frame.
    boolean isOver() {
        return closing && clientTold && toUpstream.isClosed();
    }

    private void tellClient() {
        if (closing && !clientTold && toClient.isAtBoundary()) {
            clientTold = true;
            if (!toClient.isClosed()) {
                client.sendBody(Unpooled.wrappedBuffer(GOING_AWAY));
            }
            client.flush();
        }
    }

    private void tellUpstream() {
        if (closing && !upstreamTold && toUpstream.isAtBoundary()) {
            upstreamTold = true;
            if (!toUpstream.isClosed()) {
                int mask = ThreadLocalRandom.current().nextInt();
                upstream.send(Unpooled.buffer(8)
                        .writeByte(GOING_AWAY[0])
                        .writeByte(0x80 | GOING_AWAY[1])
                        .writeInt(mask)
                        .writeByte(GOING_AWAY[2] ^ mask >>> 24)
                        .writeByte(GOING_AWAY[3] ^ mask >>> 16));
            }
            upstream.flush();
        }
    }
}
