package io.tallygate.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.tallygate.gateway.http.AnswerHead;
import io.tallygate.gateway.http.Fields;
import org.jspecify.annotations.Nullable;

/// Who waits for an upstream's answer; told on its own event loop. After [#onEnd] or [#onFailure] nothing more comes.
public interface UpstreamCall {
    /// Where the answer's head is read into; it is complete when [#onHead] or [#onInterim] comes.
    AnswerHead answer();

    /// The side is this call's until its end: send now.
    void onConnection(UpstreamSide connection);

    /// The upstream takes more of the request's body again.
    void onWritable();

    /// The connection speaks WebSocket from now on (101): what comes is given to [#onBody] until [#onSwitchedEnd]. The
    /// head is forgotten behind this.
    default void onSwitch() {
        throw new IllegalStateException("nobody asked for it");
    }

    /// A connection that speaks WebSocket has ended.
    default void onSwitchedEnd() {}

    /// An interim response (1xx), except 101. The head is forgotten behind this.
    void onInterim();

    void onHead();

    /// @param part  to be released by whom it is given to
    void onBody(ByteBuf part);

    /// All that came at once has been told.
    void onPause();

    /// The connection is free for others already.
    /// @param trailers  null when there are none; valid during the call
    void onEnd(@Nullable Fields trailers);

    void onFailure(UpstreamFailure failure);
}
