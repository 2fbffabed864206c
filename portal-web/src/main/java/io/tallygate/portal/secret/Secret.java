package io.tallygate.portal.secret;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.zip.CRC32;

/// A text that is shown once: a prefix, `_`, 32 random base62 digits and 6 more that check what is before them (CRC-32
/// in base62), so
/// that a mistyped or shortened text is recognised without asking anyone, and scanners find it in places where it
/// should not be.
/// @param text  the whole; never logged
public record Secret(String text) {
    private static final char[] BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".toCharArray();
    private static final int RANDOM_DIGITS = 32;
    private static final int CHECK_DIGITS = 6;
    private static final SecureRandom RANDOM = new SecureRandom();

    /// @param prefix  for example `tg_live` or `tgp`
    public static Secret issue(String prefix) {
        StringBuilder text = new StringBuilder(prefix).append('_');
        for (int i = 0; i < RANDOM_DIGITS; i++) {
            text.append(BASE62[RANDOM.nextInt(BASE62.length)]);
        }
        return new Secret(text + check(text.toString()));
    }

    /// @return whether the check digits fit: a text that does not was never issued
    public static boolean isWellFormed(String text) {
        int end = text.length() - CHECK_DIGITS;
        return end > RANDOM_DIGITS
                && text.length() <= 100
                && text.substring(end).equals(check(text.substring(0, end)));
    }

    /// Lower-case hexadecimal.
    public static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public String sha256() {
        return sha256(text);
    }

    public String last4() {
        return text.substring(text.length() - 4);
    }

    private static String check(String before) {
        CRC32 crc = new CRC32();
        crc.update(before.getBytes(US_ASCII));
        long value = crc.getValue();
        char[] digits = new char[CHECK_DIGITS];
        for (int i = CHECK_DIGITS - 1; i >= 0; i--) {
            digits[i] = BASE62[(int) (value % BASE62.length)];
            value /= BASE62.length;
        }
        return new String(digits);
    }

    /// The text stays out of logs and error messages.
    @Override
    public String toString() {
        return "…" + last4();
    }
}
