package io.tallygate.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.http.Octets;
import io.tallygate.gateway.http.RequestHead;

/// The upstream's side of one call: its turn on a connection of HTTP/1.1, or a stream of HTTP/2. Used on its event loop
/// only, from [UpstreamCall#onConnection] on until the call's end.
public interface UpstreamSide {
    /// The request offers WebSocket, and the upstream may accept.
    void maySwitch();

    /// Sends the head; more of the request, or its end, follows.
    /// @param target  path and query
    /// @param host    what the Host field says
    void send(RequestHead head, Octets target, byte[] host);

    /// @param part  of the body; released when it is written
    void send(ByteBuf part);

    /// The request is complete.
    void end();

    /// The request is complete.
    /// @param trailers  what stands behind its body; only a protocol with a place for them carries them on
    default void end(Fields trailers) {
        end();
    }

    void flush();

    /// False: no more of the request should be sent before [UpstreamCall#onWritable].
    boolean isWritable();

    /// Reads no more of the answer until [#resume]: whoever gets it is slower.
    void pause();

    void resume();

    /// The call is over for its owner; what the upstream still sends interests nobody.
    void abort();

    /// The call is over for its owner; what was sent still goes to the upstream.
    void finish();
}
