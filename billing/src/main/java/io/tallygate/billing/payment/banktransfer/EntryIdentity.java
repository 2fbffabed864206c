package io.tallygate.billing.payment.banktransfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/// Tells entries of one file apart, and knows them again in another. Two that are equal in all the bank says are the
/// first and the second of their kind: a payer may pay the same twice on one day.
final class EntryIdentity {
    private final Map<String, Integer> seen = new HashMap<>();

    String of(String... fields) {
        String all = String.join("\u001f", fields);
        int place = seen.merge(all, 1, Integer::sum);
        return sha256(all + "\u001f" + place);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
