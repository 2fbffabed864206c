package io.tallygate.load.feed;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// API keys by number, the same for every subject. `wrk.lua` writes them alike.
public final class Keys {
    private Keys() {}

    public static String key(int number) {
        return "tg_live_%038d".formatted(number);
    }

    /// In lower case.
    public static String sha256(int number) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(key(number).getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
