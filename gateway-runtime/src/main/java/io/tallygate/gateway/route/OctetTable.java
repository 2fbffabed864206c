package io.tallygate.gateway.route;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Values by octets, never changed: with one value more or less there is a new table, which shares with the old one all
/// but a few kilobytes, however many values there are. Nothing is allocated to find one, and what is found lies behind
/// one array, or two where there are many: a match among 100,000 routes mostly waits for memory.
///
/// A table is null when it is empty; a `Keyed[]`, open-addressed and at most half full; or, of many values, a
/// `Keyed[][]`
/// of such, by the top bits of the hash. It is no class with one more object to look into.
final class OctetTable {
    private static final int SHARD_BITS = 10;

    /// Slots of one array before it is divided.
    private static final int MAX_SLOTS = 1 << SHARD_BITS;

    private OctetTable() {}

    /// Similar keys have similar hashes; the top bits of this one differ.
    private static int spread(int hash) {
        return hash * 0x9e3779b9;
    }

    private static int slot(int spread, int slots) {
        return (spread ^ spread >>> 15) & slots - 1;
    }

    private static @Nullable Keyed[] part(Object table, int spread) {
        return table instanceof Keyed[][] shards ? shards[spread >>> 32 - SHARD_BITS] : (Keyed[]) table;
    }

    /// @param hash  as [Keyed#hash] makes it from the same octets
    static @Nullable Keyed find(@Nullable Object table, byte[] octets, int from, int to, int hash) {
        if (table == null) {
            return null;
        }
        int spread = spread(hash);
        @Nullable Keyed[] slots = part(table, spread);
        if (slots == null) {
            return null;
        }
        for (int at = slot(spread, slots.length); ; at = at + 1 & slots.length - 1) {
            Keyed value = slots[at];
            if (value == null || value.hash == hash && value.hasKey(octets, from, to)) {
                return value;
            }
        }
    }

    /// @param hash  as [String#hashCode] makes it from what the text holds from there to its end
    static @Nullable Keyed find(@Nullable Object table, String text, int from, int hash) {
        if (table == null) {
            return null;
        }
        int spread = spread(hash);
        @Nullable Keyed[] slots = part(table, spread);
        if (slots == null) {
            return null;
        }
        for (int at = slot(spread, slots.length); ; at = at + 1 & slots.length - 1) {
            Keyed value = slots[at];
            if (value == null || value.hash == hash && value.hasKey(text, from)) {
                return value;
            }
        }
    }

    static @Nullable Keyed find(@Nullable Object table, byte[] key) {
        return find(table, key, 0, key.length, Keyed.hash(key, 0, key.length));
    }

    /// Instead of the one with the same key, if there is one.
    static Object with(@Nullable Object table, Keyed value) {
        if (table instanceof Keyed[][] shards) {
            Keyed[][] changed = shards.clone();
            int shard = spread(value.hash) >>> 32 - SHARD_BITS;
            changed[shard] = withSlots(shards[shard], value);
            return changed;
        }
        Keyed[] changed = withSlots((Keyed[]) table, value);
        if (changed.length <= MAX_SLOTS) {
            return changed;
        }
        Keyed[][] shards = new Keyed[1 << SHARD_BITS][];
        for (Keyed each : changed) {
            if (each != null) {
                int shard = spread(each.hash) >>> 32 - SHARD_BITS;
                shards[shard] = withSlots(shards[shard], each);
            }
        }
        return shards;
    }

    private static Keyed[] withSlots(Keyed @Nullable [] slots, Keyed value) {
        if (slots == null) {
            return put(new Keyed[2], value);
        }
        int count = 0;
        for (Keyed each : slots) {
            count += each == null ? 0 : 1;
        }
        if (count + 1 <= slots.length / 2 || find(slots, value.key) != null) {
            return put(slots.clone(), value);
        }
        Keyed[] larger = new Keyed[2 * slots.length];
        for (Keyed each : slots) {
            if (each != null) {
                put(larger, each);
            }
        }
        return put(larger, value);
    }

    private static Keyed[] put(Keyed[] slots, Keyed value) {
        int at = slot(spread(value.hash), slots.length);
        while (slots[at] != null && !Arrays.equals(slots[at].key, value.key)) {
            at = at + 1 & slots.length - 1;
        }
        slots[at] = value;
        return slots;
    }

    /// @param key  of a value that is there
    /// @return     null: that was the last
    static @Nullable Object without(@Nullable Object table, byte[] key) {
        if (table instanceof Keyed[][] shards) {
            Keyed[][] changed = shards.clone();
            int shard = spread(Keyed.hash(key, 0, key.length)) >>> 32 - SHARD_BITS;
            changed[shard] = withoutSlot(shards[shard], key);
            return Arrays.stream(changed).allMatch(each -> each == null) ? null : changed;
        }
        return withoutSlot((Keyed[]) table, key);
    }

    private static Keyed @Nullable [] withoutSlot(Keyed @Nullable [] slots, byte[] key) {
        Keyed[] left = null;
        if (slots != null) {
            for (Keyed each : slots) {
                if (each != null && !Arrays.equals(each.key, key)) {
                    left = put(left == null ? new Keyed[slots.length] : left, each);
                }
            }
        }
        return left;
    }
}
