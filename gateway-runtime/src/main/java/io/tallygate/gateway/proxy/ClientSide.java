package io.tallygate.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.tallygate.gateway.http.AnswerHead;
import io.tallygate.gateway.http.Fields;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/// The client's side of one call: its turn on a connection of HTTP/1.1, or a stream of HTTP/2. Used on its event loop
/// only. After [#end] or [#cut] the call is over: the side does not touch it any more, nor the call the side.
interface ClientSide {
    /// Without port.
    String address();

    /// Whether the connection is TLS.
    boolean isSecure();

    /// What the client showed on its TLS connection, checked when it was made; null: nothing.
    default @Nullable X509Certificate peerCertificate() {
        return null;
    }

    /// Whether the TLS connection was made for a name that does not serve that host.
    /// @param host  lower case, without port
    default boolean isMisdirected(String host) {
        return false;
    }

    /// Whether interim answers can be sent.
    boolean takesInterim();

    /// The request's body may come now, [Call#body] for [Call#body].
    void proceed();

    /// Whether more of the request's body should be read; [Call] has nowhere to put it otherwise.
    void readOn(boolean reads);

    /// The request's body is awaited by a client that wants to be told so.
    void sendContinue();

    void sendInterim(AnswerHead head);

    /// The head of the answer; its body follows unless [AnswerHead#mayHaveBody] says otherwise.
    /// @param own  the gateway answers by itself, and nothing of the request went upstream
    void sendHead(AnswerHead head, boolean own);

    /// The connection speaks WebSocket from now on: what the client sends goes to [Call#body], what [#sendBody] gets
    /// goes out as it is, until [#end].
    void switchProtocols(AnswerHead head);

    /// @param part  released when it is written
    void sendBody(ByteBuf part);

    void flush();

    /// False: no more of the answer should be sent before [Call#onClientWritable].
    boolean isWritable();

    /// The answer is complete.
    /// @param trailers  null when there are none; valid during the call
    void end(@Nullable Fields trailers);

    /// The answer broke off: the client must not take it for complete.
    void cut();
}
