package io.tallygate.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.channel.Channel;

/// Requests to an upstream in HTTP/1.1. The fields go as they stand, Host in front of them; a body of unknown length
/// goes
/// in chunks.
public final class RequestWriter extends MessageWriter {
    private static final byte[] VERSION_AND_HOST = " HTTP/1.1\r\nHost: ".getBytes(ISO_8859_1);

    public RequestWriter(Channel channel) {
        super(channel);
    }

    /// @param target  path and query
    /// @param host    what the Host field says, instead of the one among the fields
    public void head(RequestHead head, Octets target, byte[] host) {
        head.fields().remove(FieldName.HOST);
        String method = head.method();
        var out = begin(
                method.length() + target.length() + host.length + head.fields().lineOctets() + 64,
                head.isChunked() ? -1 : head.contentLength());
        out.writeCharSequence(method, ISO_8859_1);
        out.writeByte(' ');
        target.writeTo(out);
        out.writeBytes(VERSION_AND_HOST);
        out.writeBytes(host);
        out.writeShort('\r' << 8 | '\n');
        head.fields().writeTo(out);
        out.writeShort('\r' << 8 | '\n');
        chunked(head.isChunked());
    }
}
