package io.tallygate.gateway.policy.apikey;

import io.netty.util.concurrent.FastThreadLocal;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// SHA-256 of a key's text, into an array that the thread uses again.
final class KeyHash {
    private static final int MAX_KEY = 256;
    private static final FastThreadLocal<KeyHash> OF_THREAD = new FastThreadLocal<>() {
        @Override
        protected KeyHash initialValue() {
            return new KeyHash();
        }
    };

    private final MessageDigest digest;
    private final byte[] hash = new byte[32];

    private KeyHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// @return  valid until the thread's next call; null when no key looks like this
    static byte @Nullable [] of(byte[] text, int from, int to) {
        if (from >= to || to - from > MAX_KEY) {
            return null;
        }
        for (int i = from; i < to; i++) {
            if (text[i] <= ' ' || text[i] > '~') {
                return null;
            }
        }
        KeyHash own = OF_THREAD.get();
        own.digest.update(text, from, to - from);
        try {
            own.digest.digest(own.hash, 0, own.hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException("32 bytes hold a SHA-256", e);
        }
        return own.hash;
    }
}
