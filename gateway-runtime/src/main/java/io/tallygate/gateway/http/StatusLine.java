package io.tallygate.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.handler.codec.http.HttpResponseStatus;

/// First lines of answers, written once.
final class StatusLine {
    private static final byte[][] LINES = new byte[600][];
    private static final byte[][] REASONS = new byte[600][];

    static {
        for (int status = 100; status < 600; status++) {
            LINES[status] = ("HTTP/1.1 " + status + " ").getBytes(ISO_8859_1);
            REASONS[status] = HttpResponseStatus.valueOf(status).reasonPhrase().getBytes(ISO_8859_1);
        }
    }

    private StatusLine() {}

    /// Up to the reason phrase, which is empty when the upstream gave none.
    static byte[] of(int status) {
        return LINES[status];
    }

    static byte[] reasonOf(int status) {
        return REASONS[status];
    }
}
