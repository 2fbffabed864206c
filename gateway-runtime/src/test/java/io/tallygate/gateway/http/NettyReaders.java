package io.tallygate.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResultProvider;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The second opinion.
final class NettyReaders {
    private NettyReaders() {}

    static @Nullable Reading request(byte[] octets) {
        return read(octets, new HttpRequestDecoder());
    }

    static @Nullable Reading answer(byte[] octets) {
        return read(octets, new HttpResponseDecoder());
    }

    private static @Nullable Reading read(byte[] octets, ChannelHandler decoder) {
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(octets));
            channel.finish();
            StringBuilder interim = new StringBuilder();
            HttpMessage message = null;
            StringBuilder body = new StringBuilder();
            boolean ended = false;
            for (Object part = channel.readInbound(); part != null && !ended; part = channel.readInbound()) {
                try {
                    if (part instanceof DecoderResultProvider provider
                            && provider.decoderResult().isFailure()) {
                        return null;
                    }
                    if (part instanceof HttpMessage head) {
                        message = head;
                    }
                    if (part instanceof HttpContent content) {
                        body.append(content.content().toString(ISO_8859_1));
                    }
                    if (part instanceof LastHttpContent) {
                        if (message instanceof HttpResponse answer
                                && answer.status().code() < 200) {
                            interim.append(answer.status().code()).append(' ');
                        } else {
                            ended = true;
                        }
                    }
                } finally {
                    ReferenceCountUtil.release(part);
                }
            }
            return message == null || !ended ? null : reading(interim.toString(), message, body.toString());
        } finally {
            channel.finishAndReleaseAll();
        }
    }

    private static Reading reading(String interim, HttpMessage message, String body) {
        List<String> fields = new ArrayList<>();
        for (Map.Entry<String, String> field : message.headers()) {
            fields.add(field.getKey() + ": " + field.getValue());
        }
        String first = message instanceof HttpRequest request
                ? request.method().name() + " " + pathOf(request.uri())
                : interim + ((HttpResponse) message).status().code();
        return new Reading(first, fields, body);
    }

    /// Of an absolute form the part behind the authority, as our head splits it; nothing of `*`.
    private static String pathOf(String uri) {
        if (uri.startsWith("/")) {
            return uri;
        }
        int scheme = uri.indexOf("://");
        if (scheme < 0) {
            return "";
        }
        int end = scheme + 3;
        while (end < uri.length() && uri.charAt(end) != '/' && uri.charAt(end) != '?') {
            end++;
        }
        return uri.substring(end);
    }
}
