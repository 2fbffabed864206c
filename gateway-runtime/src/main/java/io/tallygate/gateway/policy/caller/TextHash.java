package io.tallygate.gateway.policy.caller;

import io.netty.util.concurrent.FastThreadLocal;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256 of what a call shows, into an array that the thread uses again.
public final class TextHash {
    private static final FastThreadLocal<TextHash> OF_THREAD = new FastThreadLocal<>() {
        @Override
        protected TextHash initialValue() {
            return new TextHash();
        }
    };

    private final MessageDigest digest;
    private final byte[] hash = new byte[32];

    private TextHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// @return  valid until the thread's next call
    public static byte[] of(byte[] text, int from, int to) {
        TextHash own = OF_THREAD.get();
        own.digest.update(text, from, to - from);
        try {
            own.digest.digest(own.hash, 0, own.hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException("32 bytes hold a SHA-256", e);
        }
        return own.hash;
    }
}
