package io.tallygate.gateway.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// What an [OctetTable] holds, with the octets it is found by. Those of a short key lie in the object itself: to
/// compare
/// them costs no further look into memory.
abstract class Keyed {
    private static final int SHORT = 16;

    final byte[] key;

    /// That of [String#hashCode] for the same characters, so that a String brings its own.
    final int hash;

    private final int length;
    private final long first;
    private final long second;

    Keyed(byte[] key) {
        this.key = key;
        this.hash = hash(key, 0, key.length);
        this.length = key.length;
        this.first = packed(key, 0, Math.min(8, key.length));
        this.second = packed(key, Math.min(8, key.length), Math.min(SHORT, key.length));
    }

    static int hash(byte[] octets, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + (octets[i] & 0xff);
        }
        return hash;
    }

    private static long packed(byte[] octets, int from, int to) {
        long packed = 0;
        for (int i = from; i < to; i++) {
            packed = packed << 8 | octets[i] & 0xff;
        }
        return packed;
    }

    final boolean hasKey(byte[] octets, int from, int to) {
        if (length != to - from || first != packed(octets, from, Math.min(from + 8, to))) {
            return false;
        }
        if (length <= 8) {
            return true;
        }
        if (second != packed(octets, from + 8, Math.min(from + SHORT, to))) {
            return false;
        }
        for (int i = SHORT; i < length; i++) {
            if (key[i] != octets[from + i]) {
                return false;
            }
        }
        return true;
    }

    /// Whether the key is what the text holds from there to its end.
    final boolean hasKey(String text, int from) {
        if (length != text.length() - from) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if ((key[i] & 0xff) != text.charAt(from + i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return new String(key, ISO_8859_1);
    }
}
