package io.tallygate.gateway.config;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// SHA-256 over the lines since the seal before, and over that one. As a line: `{"type":"seal","sha256":"…"}`.
final class Seal {
    private static final byte[] BEGIN = "{\"type\":\"seal\",\"sha256\":\"".getBytes(US_ASCII);
    private static final byte[] END = "\"}".getBytes(US_ASCII);

    private final MessageDigest digest;
    private final byte[] before;

    Seal() {
        this(new byte[32]);
    }

    private Seal(byte[] before) {
        this.before = before.clone();
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        digest.update(before);
    }

    void cover(byte[] line) {
        digest.update(line);
        digest.update((byte) '\n');
    }

    static boolean isSeal(byte[] line) {
        return line.length == BEGIN.length + 64 + END.length
                && Arrays.equals(line, 0, BEGIN.length, BEGIN, 0, BEGIN.length);
    }

    /// The seal of what was covered; what comes next is covered by the next.
    byte[] close() {
        byte[] hash = digest.digest();
        System.arraycopy(hash, 0, before, 0, hash.length);
        digest.update(before);
        byte[] hex = HexFormat.of().formatHex(hash).getBytes(US_ASCII);
        byte[] line = Arrays.copyOf(BEGIN, BEGIN.length + hex.length + END.length);
        System.arraycopy(hex, 0, line, BEGIN.length, hex.length);
        System.arraycopy(END, 0, line, BEGIN.length + hex.length, END.length);
        return line;
    }

    /// Closes, and says whether that line is the seal.
    boolean seals(byte[] line) {
        return Arrays.equals(close(), line);
    }

    /// As it was at the last seal.
    Seal uncovered() {
        return new Seal(before);
    }
}
