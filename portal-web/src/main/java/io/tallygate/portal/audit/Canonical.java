package io.tallygate.portal.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/// What is hashed, sealed and signed is a list of texts, written so that no two lists have the same bytes: each text's
/// length in bytes (four of them, highest first) and its UTF-8. The database's `audit_field` does the same.
final class Canonical {
    private Canonical() {}

    static byte[] bytes(String... texts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(1024);
        for (String text : texts) {
            byte[] utf8 = text.getBytes(UTF_8);
            all.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).array());
            all.writeBytes(utf8);
        }
        return all.toByteArray();
    }

    /// In hexadecimal digits.
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Since 1970; the database keeps no finer time.
    static long micros(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000);
    }
}
