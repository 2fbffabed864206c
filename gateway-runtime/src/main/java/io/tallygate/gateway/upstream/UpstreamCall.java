package io.tallygate.gateway.upstream;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;

/// Who waits for an upstream's answer; told on its own event loop. After [#onEnd] or [#onFailure] nothing more comes.
public interface UpstreamCall {
    /// The connection is this call's until its end: send now.
    void onConnection(UpstreamConnection connection);

    /// The upstream takes more of the request's body again.
    void onWritable();

    /// An interim response (1xx), except 101.
    void onInterim(HttpResponse interim);

    void onHead(HttpResponse head);

    /// @param part  to be released by whom it is given to
    void onBody(HttpContent part);

    /// All that came at once has been told.
    void onPause();

    /// @param last  what was left of the body, to be released; the connection is free for others already
    void onEnd(HttpContent last);

    void onFailure(UpstreamFailure failure);
}
