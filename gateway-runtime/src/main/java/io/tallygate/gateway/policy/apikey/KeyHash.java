package io.tallygate.gateway.policy.apikey;

import io.tallygate.gateway.policy.caller.TextHash;
import org.jspecify.annotations.Nullable;

/// SHA-256 of a key's text.
final class KeyHash {
    private static final int MAX_KEY = 256;

    private KeyHash() {}

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
        return TextHash.of(text, from, to);
    }
}
