package io.tallygate.gateway.http;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/// Answers to a client in HTTP/1.1.
public final class AnswerWriter extends MessageWriter {
    public AnswerWriter(Channel channel) {
        super(channel);
    }

    /// @param chunked  the fields say so
    /// @param bodied   a body follows
    public void head(AnswerHead head, boolean chunked, boolean bodied) {
        var out = begin(head.octets(), bodied ? head.contentLength() : 0);
        head.writeTo(out);
        chunked(chunked && bodied);
    }

    /// An interim answer; it has nothing but a head.
    public void interim(AnswerHead head) {
        head.writeTo(begin(head.octets(), 0));
        chunked(false);
        flush();
    }

    /// @param trailers  written behind a chunked body only
    public void end(@Nullable Fields trailers) {
        last(trailers);
    }
}
