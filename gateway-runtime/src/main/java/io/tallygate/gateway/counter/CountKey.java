package io.tallygate.gateway.counter;

/// Whom a limit is counted for, put together part by part: numbers and texts, of a bounded length, without making
/// objects. One for each event loop or call, used again.
///
/// Counts are found by a SipHash of it under the secret of the installation, so that nobody can choose keys that meet.
public final class CountKey {
    /// Characters of all texts together that are looked at.
    public static final int MOST_TEXT = 256;

    private byte[] octets = new byte[64];
    private int length;
    private int text;
    private boolean cut;

    public CountKey clear() {
        length = 0;
        text = 0;
        cut = false;
        return this;
    }

    public CountKey add(long number) {
        room(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            octets[length++] = (byte) (number >>> shift);
        }
        return this;
    }

    /// What goes beyond [#MOST_TEXT] is not looked at, see [#isCut].
    public CountKey add(CharSequence part) {
        int end = Math.min(part.length(), MOST_TEXT - text);
        cut |= end < part.length();
        room(2 * end + 2);
        for (int i = 0; i < end; i++) {
            char c = part.charAt(i);
            if (c >= 0xff) {
                octets[length++] = (byte) 0xff;
                octets[length++] = (byte) (c >>> 8);
            }
            octets[length++] = (byte) c;
        }
        text += end;
        return this;
    }

    /// Between parts, so that `ab` and `c` are not `a` and `bc`.
    public CountKey end() {
        room(2);
        octets[length++] = (byte) 0xff;
        octets[length++] = (byte) 0xff;
        return this;
    }

    public boolean isCut() {
        return cut;
    }

    /// Octets of the key, as [#length] of [#octets].
    byte[] octets() {
        return octets;
    }

    int length() {
        return length;
    }

    private void room(int more) {
        if (octets.length - length < more) {
            octets = java.util.Arrays.copyOf(octets, 2 * (length + more));
        }
    }

    /// SipHash-2-4.
    long hash(long key0, long key1) {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;
        int words = length >>> 3;
        for (int word = 0; word <= words; word++) {
            long m = word < words ? word(word * 8, 8) : word(word * 8, length & 7) | (long) length << 56;
            v3 ^= m;
            for (int round = 0; round < 2; round++) {
                v0 += v1;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v3;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 += v3;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 += v1;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= m;
        }
        v2 ^= 0xff;
        for (int round = 0; round < 4; round++) {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private long word(int from, int count) {
        long word = 0;
        for (int i = 0; i < count; i++) {
            word |= (octets[from + i] & 0xffL) << 8 * i;
        }
        return word;
    }
}
