package io.tallygate.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Requests of one client connection, one after the other: the next one is not read before [#next], and a body not
/// before [#proceed], however much has arrived. What waits here is bounded by [HttpLimits#pendingBytes].
///
/// Passes on `HttpRequest`, `HttpContent`, and at most one [Malformed], after which it reads nothing more.
public final class RequestDecoder extends HttpRequestDecoder {
    private enum At {
        /// Before a head, or inside it.
        HEAD,
        /// A head was passed on; its body waits for the word.
        HELD,
        BODY,
        /// A request was passed on to its end; the next one waits for the word.
        ENDED,
        /// Nothing that follows can be trusted.
        LOST
    }

    private final HeadGrammar grammar;
    private At at = At.HEAD;
    private boolean emptyLineSkipped;
    private boolean reading;
    private int waiting;
    private @Nullable ChannelHandlerContext context;

    public RequestDecoder(HttpLimits limits) {
        super(config(limits));
        grammar = new HeadGrammar(true, limits);
    }

    /// Names and values were checked before the codec sees them; only trailers are left to its own check.
    static HttpDecoderConfig config(HttpLimits limits) {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.requestLineBytes() + 2)
                .setMaxHeaderSize(limits.headBytes())
                .setMaxChunkSize(64 << 10)
                .setHeadersFactory(DefaultHttpHeadersFactory.headersFactory().withValidation(false))
                .setInitialBufferSize(256);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        super.handlerAdded(ctx);
        context = ctx;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        waiting = 0;
        switch (at) {
            case HEAD -> head(ctx, in, out);
            case BODY -> body(ctx, in, out);
            case HELD, ENDED -> waiting = in.readableBytes();
            case LOST -> in.skipBytes(in.readableBytes());
        }
    }

    private void head(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (!emptyLineSkipped && grammar.isAtStart() && startsWithEmptyLine(in)) {
            in.skipBytes(2); // RFC 9112, 2.2: some clients end a body with a line of its own
            emptyLineSkipped = true;
            return;
        }
        if (!grammar.isComplete(in)) {
            Malformed malformed = grammar.malformed();
            if (malformed == null) {
                waiting = in.readableBytes();
            } else {
                lose(in, out, malformed);
            }
            return;
        }
        grammar.reset();
        emptyLineSkipped = false;
        int first = out.size();
        super.decode(ctx, in, out);
        if (out.size() == first || !(out.get(first) instanceof HttpRequest request)) {
            out.subList(first, out.size()).clear();
            lose(in, out, Malformed.framing("The head cannot be read."));
        } else if (request.decoderResult().isFailure()) {
            // two readers of one head disagree: neither is believed
            out.subList(first, out.size()).clear();
            lose(in, out, Malformed.framing("The head's framing is contradictory."));
        } else {
            at = out.getLast() instanceof LastHttpContent ? At.ENDED : At.HELD;
        }
    }

    private static boolean startsWithEmptyLine(ByteBuf in) {
        return in.readableBytes() >= 2
                && in.getByte(in.readerIndex()) == '\r'
                && in.getByte(in.readerIndex() + 1) == '\n';
    }

    private void body(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        int first = out.size();
        super.decode(ctx, in, out);
        for (int i = first; i < out.size(); i++) {
            if (out.get(i) instanceof HttpContent content
                    && content.decoderResult().isFailure()) {
                content.release();
                out.remove(i);
                lose(in, out, Malformed.of(content.decoderResult()));
                return;
            }
        }
        if (out.size() > first && out.getLast() instanceof LastHttpContent) {
            at = At.ENDED;
        }
    }

    private void lose(ByteBuf in, List<Object> out, Malformed malformed) {
        at = At.LOST;
        in.skipBytes(in.readableBytes());
        out.add(malformed);
    }

    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        // A request that was not complete when its connection ended is no request: there is nobody to answer.
        if (at == At.BODY && in.isReadable()) {
            body(ctx, in, out);
        }
    }

    /// The body of the request that was passed on may come.
    public void proceed() {
        if (at == At.HELD) {
            at = At.BODY;
            again();
        }
    }

    /// The request that was passed on is done with; the next may come.
    public void next() {
        if (at == At.ENDED) {
            at = At.HEAD;
            again();
        }
    }

    /// Nothing of this connection will be looked at any more.
    public void discard() {
        at = At.LOST;
        again();
    }

    /// Whether a head has begun to arrive and is not complete.
    public boolean isInsideHead() {
        return at == At.HEAD && waiting > 0;
    }

    /// Octets that have arrived and wait for [#proceed] or [#next].
    public int waiting() {
        return waiting;
    }

    /// Takes up what arrived while nothing was to be read. Inside [#channelRead] its loop does so by itself.
    private void again() {
        ChannelHandlerContext ctx = context;
        if (waiting > 0 && !reading && ctx != null) {
            try {
                channelRead(ctx, Unpooled.EMPTY_BUFFER);
                ctx.fireChannelReadComplete();
            } catch (Exception e) {
                ctx.fireExceptionCaught(e);
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object input) throws Exception {
        boolean outer = reading;
        reading = true;
        try {
            super.channelRead(ctx, input);
        } finally {
            reading = outer;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        if (at == At.HELD || at == At.ENDED) {
            discardSomeReadBytes();
            ctx.fireChannelReadComplete(); // the codec would read on here, although nobody asks for more
        } else {
            super.channelReadComplete(ctx);
        }
    }
}
