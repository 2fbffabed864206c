package io.tallygate.gateway.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// The body of one message after the other on a connection of HTTP/1.1, taken out of its framing. Chunked bodies are
/// read
/// as RFC 9112 (7.1) writes them and no other way: no blanks, signs or prefixes about a size, CR LF and nothing else at
/// the end of a line, extensions well formed, bounded and dropped.
public final class BodyReader {
    /// 2^60 octets are enough.
    private static final int MAX_SIZE_DIGITS = 15;

    private enum At {
        ENDED,
        LENGTH,
        TO_THE_END,
        SIZE,
        EXTENSION,
        EXTENSION_NAME,
        EXTENSION_VALUE,
        EXTENSION_TOKEN,
        EXTENSION_QUOTED,
        EXTENSION_PAIR,
        EXTENSION_END,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILERS,
        LOST
    }

    /// Who takes what is read.
    public interface Sink {
        /// @param part  to be released by whom it is given to
        void onData(ByteBuf part);

        /// @param trailers  null when there are none; valid during the call
        void onBodyEnd(@Nullable Fields trailers);

        /// Nothing that follows can be trusted.
        void onMalformedBody(Malformed malformed);
    }

    private final HttpLimits limits;
    private At at = At.ENDED;
    private long left;
    private int digits;
    private int extension;
    private @Nullable Trailers trailers;

    /// Fields behind a chunked body.
    private static final class Trailers extends Head {
        @Override
        @Nullable
        Malformed startLine(byte[] in, int from, int to, HttpLimits limits) {
            return null;
        }
    }

    public BodyReader(HttpLimits limits) {
        this.limits = limits;
    }

    /// @param length  more than 0
    public void begin(long length) {
        at = At.LENGTH;
        left = length;
    }

    public void beginChunked() {
        at = At.SIZE;
        left = 0;
        digits = 0;
        extension = 0;
    }

    /// The body ends with its connection.
    public void beginToTheEnd() {
        at = At.TO_THE_END;
    }

    public void none() {
        at = At.ENDED;
    }

    public boolean isEnded() {
        return at == At.ENDED;
    }

    /// Whether the end of the connection is the end of the body.
    boolean endsWithConnection() {
        return at == At.TO_THE_END;
    }

    /// Takes what is there, up to the end of the body.
    public void read(ByteBuf in, Sink sink) {
        while (at != At.ENDED && in.isReadable()) {
            switch (at) {
                case LENGTH -> {
                    data(in, sink);
                    if (left == 0) {
                        at = At.ENDED;
                        sink.onBodyEnd(null);
                    }
                }
                case TO_THE_END -> sink.onData(in.readRetainedSlice(in.readableBytes()));
                case DATA -> {
                    data(in, sink);
                    if (left == 0 && at == At.DATA) {
                        at = At.DATA_CR;
                    }
                }
                case TRAILERS -> trailers(in, sink);
                case LOST -> in.skipBytes(in.readableBytes());
                default -> framing(in.readByte(), sink);
            }
        }
    }

    private void data(ByteBuf in, Sink sink) {
        int count = (int) Math.min(left, in.readableBytes());
        left -= count;
        sink.onData(in.readRetainedSlice(count));
    }

    private void framing(byte octet, Sink sink) {
        switch (at) {
            case SIZE -> size(octet, sink);
            case SIZE_LF -> {
                if (expect(octet, '\n', sink)) {
                    at = left > 0 ? At.DATA : At.TRAILERS;
                    digits = 0;
                }
            }
            case DATA_CR -> {
                if (expect(octet, '\r', sink)) {
                    at = At.DATA_LF;
                }
            }
            case DATA_LF -> {
                if (expect(octet, '\n', sink)) {
                    at = At.SIZE;
                    left = 0;
                    digits = 0;
                    extension = 0;
                }
            }
            default -> extension(octet, sink);
        }
    }

    private void size(byte octet, Sink sink) {
        int digit = octet < 0 ? -1 : Character.digit(octet, 16);
        if (digit >= 0 && digits < MAX_SIZE_DIGITS) {
            left = left << 4 | digit;
            digits++;
        } else if (digits > 0 && octet == '\r') {
            at = At.SIZE_LF;
        } else if (digits > 0 && octet == ';') {
            at = At.EXTENSION;
        } else {
            lose(sink, "A chunk does not begin with its size.");
        }
    }

    private void extension(byte octet, Sink sink) {
        boolean token = FieldName.lower(octet) != 0;
        if (++extension > limits.chunkExtensionBytes()) {
            lose(sink, "A chunk's extensions are longer than " + limits.chunkExtensionBytes() + " octets.");
            return;
        }
        At next = switch (at) {
            case EXTENSION -> token ? At.EXTENSION_NAME : null;
            case EXTENSION_NAME ->
                token ? At.EXTENSION_NAME : octet == '=' ? At.EXTENSION_VALUE : afterExtension(octet);
            case EXTENSION_VALUE -> token ? At.EXTENSION_TOKEN : octet == '"' ? At.EXTENSION_QUOTED : null;
            case EXTENSION_TOKEN -> token ? At.EXTENSION_TOKEN : afterExtension(octet);
            case EXTENSION_QUOTED ->
                octet == '"'
                        ? At.EXTENSION_END
                        : octet == '\\' ? At.EXTENSION_PAIR : isText(octet) ? At.EXTENSION_QUOTED : null;
            case EXTENSION_PAIR -> isText(octet) ? At.EXTENSION_QUOTED : null;
            default -> afterExtension(octet);
        };
        if (next == null) {
            lose(sink, "A chunk's extension is malformed.");
        } else {
            at = next;
        }
    }

    /// The grammar allows octets beyond ASCII here; other readers do not.
    private static boolean isText(byte octet) {
        return octet >= 0 && Head.isValue(octet);
    }

    private static @Nullable At afterExtension(byte octet) {
        return octet == ';' ? At.EXTENSION : octet == '\r' ? At.SIZE_LF : null;
    }

    private boolean expect(byte octet, char wanted, Sink sink) {
        if (octet == wanted) {
            return true;
        }
        lose(sink, "A line of the body's framing does not end with CR LF.");
        return false;
    }

    private void trailers(ByteBuf in, Sink sink) {
        Trailers reading = trailers;
        if (reading == null) {
            if (in.readableBytes() >= 2 && in.getShort(in.readerIndex()) == ('\r' << 8 | '\n')) {
                in.skipBytes(2); // nearly always there are none
                at = At.ENDED;
                sink.onBodyEnd(null);
                return;
            }
            reading = new Trailers();
            reading.beginWithoutStartLine();
            trailers = reading;
        }
        if (reading.read(in, limits)) {
            trailers = null;
            at = At.ENDED;
            sink.onBodyEnd(reading.fields().places() == 0 ? null : reading.fields());
        } else if (reading.malformed() != null) {
            trailers = null;
            lose(sink, "The trailers behind the body are malformed or too large.");
        }
    }

    private void lose(Sink sink, String detail) {
        at = At.LOST;
        sink.onMalformedBody(Malformed.framing(detail));
    }
}
