package io.tallygate.gateway.policy.apikey;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// SHA-256 of a key's text, into an array that the thread uses again.
final class KeyHash {
    private static final int MAX_KEY = 256;
    private static final ThreadLocal<KeyHash> OF_THREAD = ThreadLocal.withInitial(KeyHash::new);

    private final MessageDigest digest;
    private final byte[] text = new byte[MAX_KEY];
    private final byte[] hash = new byte[32];

    private KeyHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// @return  valid until the thread's next call; null when no key looks like this
    static byte @Nullable [] of(String key) {
        int length = key.length();
        if (length == 0 || length > MAX_KEY) {
            return null;
        }
        KeyHash own = OF_THREAD.get();
        for (int i = 0; i < length; i++) {
            char c = key.charAt(i);
            if (c <= ' ' || c > '~') {
                return null;
            }
            own.text[i] = (byte) c;
        }
        own.digest.update(own.text, 0, length);
        try {
            own.digest.digest(own.hash, 0, own.hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException("32 bytes hold a SHA-256", e);
        }
        return own.hash;
    }
}
