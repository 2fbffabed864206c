package io.tallygate.portal.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// How a message is signed (Standard Webhooks 1.0): HMAC-SHA-256 over id, time and body, so that a receiver knows who
/// sent it, that it is whole, and that it is not an old one.
final class Signature {
    static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Signature() {}

    static byte[] newKey() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return key;
    }

    /// As a person is shown it, once.
    static String text(byte[] key) {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /// The header's value: one signature for each key, with spaces between them.
    /// @param timestamp  seconds since 1970
    static String of(List<byte[]> keys, String id, long timestamp, byte[] body) {
        return keys.stream().map(key -> "v1," + of(key, id, timestamp, body)).collect(Collectors.joining(" "));
    }

    private static String of(byte[] key, String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((id + "." + timestamp + ".").getBytes(US_ASCII));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a message could not be signed", impossible);
        }
    }
}
