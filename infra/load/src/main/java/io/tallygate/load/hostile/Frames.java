package io.tallygate.load.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// Frames of HTTP/2, right or wrong as they are asked for.
final class Frames {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int UNKNOWN = 0xfa;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1);

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    Frames add(int type, int flags, int stream, byte[] payload) {
        octets.writeBytes(ByteBuffer.allocate(9)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .array());
        octets.writeBytes(payload);
        return this;
    }

    byte[] octets() {
        return octets.toByteArray();
    }

    /// A request's head, whose fields leave no trace in the receiver's table.
    static byte[] head(String method, String path, String key) {
        return fields(
                0,
                ":method",
                method,
                ":scheme",
                "http",
                ":authority",
                "api.example.test",
                ":path",
                path,
                "x-api-key",
                key);
    }

    /// @param kind  0: not indexed; 0x40: kept in the receiver's table
    static byte[] fields(int kind, String... namesAndValues) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndValues.length; i++) {
            if (i % 2 == 0) {
                block.write(kind);
            }
            byte[] text = namesAndValues[i].getBytes(ISO_8859_1);
            integer(block, text.length);
            block.writeBytes(text);
        }
        return block.toByteArray();
    }

    /// RFC 7541, 5.1, with a prefix of seven bits.
    private static void integer(ByteArrayOutputStream block, int value) {
        if (value < 127) {
            block.write(value);
            return;
        }
        block.write(127);
        int rest = value - 127;
        for (; rest >= 128; rest >>= 7) {
            block.write(rest & 0x7f | 0x80);
        }
        block.write(rest);
    }

    static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }
}
