package io.tallygate.load.life;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ThreadLocalRandom;

/// One frame of a WebSocket, its payload unmasked.
/// @param first   FIN and opcode
/// @param masked  as clients must
record Frame(int first, boolean masked, byte[] payload) {
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;

    static Frame text(byte[] payload) {
        return new Frame(TEXT, true, payload);
    }

    boolean isClose() {
        return first == CLOSE;
    }

    /// 1005 when it says none.
    int closeCode() {
        return payload.length < 2 ? 1005 : (payload[0] & 255) << 8 | payload[1] & 255;
    }

    Frame unmasked() {
        return new Frame(first, false, payload);
    }

    Frame asClient() {
        return new Frame(first, true, payload);
    }

    static Frame read(InputStream in) throws IOException {
        int first = octet(in);
        int second = octet(in);
        long length = second & 127;
        int more = length == 126 ? 2 : length == 127 ? 8 : 0;
        if (more > 0) {
            length = 0;
            for (int i = 0; i < more; i++) {
                length = length << 8 | octet(in);
            }
        }
        boolean masked = (second & 128) != 0;
        byte[] mask = masked ? in.readNBytes(4) : new byte[4];
        byte[] payload = in.readNBytes(Math.toIntExact(length));
        if (payload.length < length || mask.length < 4) {
            throw new EOFException("cut in a frame");
        }
        apply(mask, payload);
        return new Frame(first, masked, payload);
    }

    void writeTo(OutputStream out) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream(payload.length + 14);
        int bit = masked ? 128 : 0;
        all.write(first);
        if (payload.length < 126) {
            all.write(bit | payload.length);
        } else if (payload.length < 1 << 16) {
            all.write(bit | 126);
            all.write(payload.length >> 8);
            all.write(payload.length);
        } else {
            all.write(bit | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                all.write((int) ((long) payload.length >> shift));
            }
        }
        byte[] body = payload.clone();
        if (masked) {
            byte[] mask = new byte[4];
            ThreadLocalRandom.current().nextBytes(mask);
            all.writeBytes(mask);
            apply(mask, body);
        }
        all.writeBytes(body);
        all.writeTo(out);
    }

    private static void apply(byte[] mask, byte[] payload) {
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i & 3];
        }
    }

    private static int octet(InputStream in) throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new EOFException("the connection ended without a close frame");
        }
        return octet;
    }
}
