package io.tallygate.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/// Responses of one upstream connection, with the same strictness as requests: an upstream whose framing can be read in
/// two ways is answered for with 502. Passes on `HttpResponse`, `HttpContent`, and at most one [Malformed].
public final class ResponseDecoder extends HttpResponseDecoder {
    private final HeadGrammar grammar;
    private boolean atHead = true;
    private boolean lost;
    private boolean answersHead;
    private boolean hasLeftover;

    public ResponseDecoder(HttpLimits limits) {
        super(RequestDecoder.config(limits));
        grammar = new HeadGrammar(false, limits);
    }

    /// A response to HEAD has the head of another and no body.
    public void expect(boolean answersHead) {
        this.answersHead = answersHead;
    }

    /// Octets came behind the end of a response: nobody asked for them, so the connection must not be used again.
    public boolean hasLeftover() {
        return hasLeftover;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        return answersHead && !isInterim(message) || super.isContentAlwaysEmpty(message);
    }

    private static boolean isInterim(HttpMessage message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (lost) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (atHead) {
            if (!grammar.isComplete(in)) {
                Malformed malformed = grammar.malformed();
                if (malformed != null) {
                    lose(in, out, malformed);
                }
                return;
            }
            grammar.reset();
        }
        read(ctx, in, out);
    }

    private void read(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        int first = out.size();
        super.decode(ctx, in, out);
        for (int i = first; i < out.size(); i++) {
            Object part = out.get(i);
            if (part instanceof HttpResponse head) {
                atHead = false;
                if (head.decoderResult().isFailure() || isContradictory(head)) {
                    out.subList(i, out.size()).clear();
                    lose(in, out, Malformed.framing("The response's framing is contradictory."));
                    return;
                }
            } else if (part instanceof HttpContent content
                    && content.decoderResult().isFailure()) {
                content.release();
                out.subList(i, out.size()).clear();
                lose(in, out, Malformed.of(content.decoderResult()));
                return;
            }
        }
        if (out.size() > first && out.getLast() instanceof LastHttpContent) {
            atHead = true;
            boolean ofInterim =
                    out.size() - first >= 2 && out.get(out.size() - 2) instanceof HttpResponse head && isInterim(head);
            if (in.isReadable() && !ofInterim) {
                hasLeftover = true;
                lost = true;
                in.skipBytes(in.readableBytes());
            }
        }
    }

    /// Netty lets Transfer-Encoding win over Content-Length; other readers may not (RFC 9112, 6.1).
    private static boolean isContradictory(HttpResponse head) {
        String coding = head.headers().get(HttpHeaderNames.TRANSFER_ENCODING);
        return coding != null
                && (!coding.equalsIgnoreCase("chunked")
                        || head.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
                        || head.headers()
                                        .getAll(HttpHeaderNames.TRANSFER_ENCODING)
                                        .size()
                                > 1);
    }

    private void lose(ByteBuf in, List<Object> out, Malformed malformed) {
        lost = true;
        in.skipBytes(in.readableBytes());
        out.add(malformed);
    }

    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (!lost && !atHead) {
            super.decodeLast(ctx, in, out); // a body that ends with its connection is complete now
        }
    }
}
