package io.tallygate.load.life;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tallygate.load.feed.Keys;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.HexFormat;

/// One connection of HTTP/2 with prior knowledge, a call at a time, as far as a drill needs it.
final class Http2 implements AutoCloseable {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int ACK = 1;

    /// `:status: 200` in HPACK's static table.
    private static final int OK = 0x88;

    private final Wire wire;
    private int stream = -1;
    private boolean goingAway;

    private record Received(int type, int flags, int stream, byte[] payload) {}

    Http2(int port) throws IOException {
        wire = Wire.open(port);
        wire.out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1));
        send(SETTINGS, 0, 0, new byte[0]);
    }

    /// Whether the other side has said that it takes no more calls.
    boolean isGoingAway() {
        return goingAway;
    }

    void ask(String target) throws IOException {
        ask(target, "", new byte[0]);
    }

    /// @param more  another field, as `name: value`; empty: none
    /// @throws IOException  when the answer is not 200, or does not come whole
    void ask(String target, String more, byte[] body) throws IOException {
        begin(target, more, body);
        while (true) {
            Received frame = receive();
            if (frame.stream() == stream && frame.type() == RESET) {
                throw new IOException("reset by the gateway");
            }
            if (frame.stream() == stream && frame.type() == HEADERS && !isOk(frame.payload())) {
                throw new IOException("not 200 but " + start(frame.payload()));
            }
            if (frame.stream() == stream && (frame.flags() & END_STREAM) != 0 && frame.type() <= HEADERS) {
                return;
            }
        }
    }

    /// A call that is begun and not waited for.
    void begin(String target, String more, byte[] body) throws IOException {
        stream += 2;
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        field(block, ":method", body.length == 0 ? "GET" : "POST");
        field(block, ":scheme", "http");
        field(block, ":authority", "drill");
        field(block, ":path", target);
        field(block, "x-api-key", Keys.key(0));
        if (!more.isEmpty()) {
            field(
                    block,
                    more.substring(0, more.indexOf(':')),
                    more.substring(more.indexOf(':') + 1).strip());
        }
        send(HEADERS, END_HEADERS | (body.length == 0 ? END_STREAM : 0), stream, block.toByteArray());
        if (body.length > 0) { // at most a window and a frame, so nobody need be asked
            send(DATA, END_STREAM, stream, body);
        }
    }

    /// Takes the call that was begun last back.
    void cancel() throws IOException {
        send(RESET, 0, stream, new byte[] {0, 0, 0, 8});
    }

    /// Reads one frame when there is one within that time.
    void look(int millis) throws IOException {
        wire.patience(millis);
        try {
            wire.in.mark(1);
            if (wire.in.read() < 0) {
                throw new EOFException("closed");
            }
            wire.in.reset();
        } catch (java.net.SocketTimeoutException quiet) {
            return;
        } finally {
            wire.patience(20_000);
        }
        receive();
    }

    /// Of a block of fields, where its status stands.
    private static String start(byte[] block) {
        return HexFormat.of().formatHex(block, 0, Math.min(block.length, 12));
    }

    private static boolean isOk(byte[] block) {
        int at = 0;
        while (at < block.length && (block[at] & 0xe0) == 0x20) {
            at++; // a change of the table's size
        }
        return at < block.length && (block[at] & 255) == OK;
    }

    /// A literal that is not to be indexed.
    private static void field(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        text(block, name);
        text(block, value);
    }

    private static void text(ByteArrayOutputStream block, String text) {
        byte[] octets = text.getBytes(ISO_8859_1);
        if (octets.length > 126) {
            throw new IllegalArgumentException(text);
        }
        block.write(octets.length);
        block.writeBytes(octets);
    }

    private Received receive() throws IOException {
        byte[] head = wire.in.readNBytes(9);
        if (head.length < 9) {
            throw new EOFException("closed");
        }
        int length = (head[0] & 255) << 16 | (head[1] & 255) << 8 | head[2] & 255;
        byte[] payload = wire.in.readNBytes(length);
        Received frame = new Received(head[3] & 255, head[4] & 255, number(head, 5), payload);
        switch (frame.type()) {
            case SETTINGS -> {
                if ((frame.flags() & ACK) == 0) {
                    send(SETTINGS, ACK, 0, new byte[0]);
                }
            }
            case PING -> {
                if ((frame.flags() & ACK) == 0) {
                    send(PING, ACK, 0, payload);
                }
            }
            case GOAWAY -> goingAway = true;
            case DATA -> {
                if (length > 0) { // what was read may be sent again
                    byte[] more = {(byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length};
                    send(WINDOW_UPDATE, 0, 0, more);
                    if ((frame.flags() & END_STREAM) == 0) {
                        send(WINDOW_UPDATE, 0, frame.stream(), more);
                    }
                }
            }
            default -> {
                // of no interest here
            }
        }
        return frame;
    }

    private static int number(byte[] octets, int at) {
        return (octets[at] & 127) << 24
                | (octets[at + 1] & 255) << 16
                | (octets[at + 2] & 255) << 8
                | octets[at + 3] & 255;
    }

    private void send(int type, int flags, int onStream, byte[] body) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(9 + body.length);
        frame.write(body.length >> 16);
        frame.write(body.length >> 8);
        frame.write(body.length);
        frame.write(type);
        frame.write(flags);
        for (int shift = 24; shift >= 0; shift -= 8) {
            frame.write(onStream >> shift);
        }
        frame.writeBytes(body);
        frame.writeTo(wire.out);
    }

    /// Breaks the connection off.
    void reset() {
        wire.reset();
    }

    @Override
    public void close() {
        wire.close();
    }
}
