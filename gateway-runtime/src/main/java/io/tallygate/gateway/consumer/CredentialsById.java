package io.tallygate.gateway.consumer;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Credentials by their id, for who changes them: a million of them cost a reference or two each, where a map of
/// objects
/// would cost seventy octets. Used by one thread at a time.
public final class CredentialsById {
    private static final int LEAST = 16;

    /// Open addressing; at most two thirds are taken.
    private @Nullable Credential[] slots = new Credential[LEAST];

    private int size;

    public int count() {
        return size;
    }

    public @Nullable Credential get(UUID id) {
        return slots[slotOf(id.getMostSignificantBits(), id.getLeastSignificantBits())];
    }

    public void put(Credential credential) {
        int slot = slotOf(credential.idHigh(), credential.idLow());
        if (slots[slot] == null && ++size * 3L > slots.length * 2L) {
            grow();
            slot = slotOf(credential.idHigh(), credential.idLow());
        }
        slots[slot] = credential;
    }

    public void remove(UUID id) {
        int mask = slots.length - 1;
        int gap = slotOf(id.getMostSignificantBits(), id.getLeastSignificantBits());
        if (slots[gap] == null) {
            return;
        }
        size--;
        slots[gap] = null;
        // who was pushed aside by the one that is gone moves up, or would not be found any more
        for (int slot = gap + 1 & mask; ; slot = slot + 1 & mask) {
            Credential next = slots[slot];
            if (next == null) {
                return;
            }
            int home = home(next.idHigh(), next.idLow(), mask);
            if ((slot - home & mask) >= (slot - gap & mask)) {
                slots[gap] = next;
                slots[slot] = null;
                gap = slot;
            }
        }
    }

    private int slotOf(long high, long low) {
        int mask = slots.length - 1;
        int slot = home(high, low, mask);
        for (Credential at = slots[slot]; at != null; at = slots[slot]) {
            if (at.idLow() == low && at.idHigh() == high) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static int home(long high, long low, int mask) {
        return (int) ((high * 0x9e3779b97f4a7c15L ^ low * 0xc2b2ae3d27d4eb4fL) >>> 32) & mask;
    }

    private void grow() {
        @Nullable Credential[] before = slots;
        slots = new Credential[before.length * 2];
        for (Credential credential : before) {
            if (credential != null) {
                slots[slotOf(credential.idHigh(), credential.idLow())] = credential;
            }
        }
    }

    public List<Credential> all() {
        List<Credential> all = new ArrayList<>(size);
        for (Credential credential : slots) {
            if (credential != null) {
                all.add(credential);
            }
        }
        return all;
    }

    public void clear() {
        slots = new Credential[LEAST];
        size = 0;
    }
}
