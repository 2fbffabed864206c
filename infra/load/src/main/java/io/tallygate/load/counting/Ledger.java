package io.tallygate.load.counting;

import java.util.Arrays;
import java.util.function.IntConsumer;

/// What both ends of a call know of it, by its id: the service that answered it, and the client that read the whole
/// answer. Ids and times are in plain arrays, so that a million calls take forty megabytes.
final class Ledger {
    /// The service has begun to answer.
    static final int ANSWERED = 1;

    /// The client has the whole answer.
    static final int COMPLETE = 2;

    /// Found in the store.
    static final int COUNTED = 4;

    /// Its record was destroyed on the disk by the drill itself.
    static final int DESTROYED = 8;

    private static final int KIND_SHIFT = 8;
    private static final int FIRST_SLOTS = 1 << 16;

    private long[] highs = new long[FIRST_SLOTS];
    private long[] lows = new long[FIRST_SLOTS];
    private long[] sents = new long[FIRST_SLOTS];
    private long[] ends = new long[FIRST_SLOTS];
    private int[] notes = new int[FIRST_SLOTS];
    private int used;
    private long answered;
    private long complete;
    private long repeated;
    private long destroyed;

    /// Noted before the first octet of the answer leaves: no answer can be seen whose id is not noted.
    synchronized void answered(long high, long low) {
        int slot = slot(high, low);
        repeated += (notes[slot] & ANSWERED) == 0 ? 0 : 1;
        answered += (notes[slot] & ANSWERED) == 0 ? 1 : 0;
        notes[slot] |= ANSWERED;
    }

    /// @param kind  what was asked for and answered, see [Offer]
    /// @param sent  before the first octet of the request left
    /// @param end   after the last octet of the answer was read
    synchronized void complete(long high, long low, int kind, long sent, long end) {
        int slot = slot(high, low);
        repeated += (notes[slot] & COMPLETE) == 0 ? 0 : 1;
        complete += (notes[slot] & COMPLETE) == 0 ? 1 : 0;
        notes[slot] |= COMPLETE | kind << KIND_SHIFT;
        sents[slot] = sent;
        ends[slot] = end;
    }

    /// @return  the call's place here; -1 when neither end knows it
    synchronized int find(long high, long low) {
        int slot = place(high, low);
        return notes[slot] == 0 ? -1 : slot;
    }

    synchronized boolean is(int slot, int note) {
        return (notes[slot] & note) != 0;
    }

    synchronized void note(int slot, int note) {
        destroyed += note == DESTROYED && (notes[slot] & DESTROYED) == 0 ? 1 : 0;
        notes[slot] |= note;
    }

    int kind(int slot) {
        return notes[slot] >>> KIND_SHIFT;
    }

    long sent(int slot) {
        return sents[slot];
    }

    long end(int slot) {
        return ends[slot];
    }

    /// Every call's place.
    void each(IntConsumer look) {
        for (int slot = 0; slot < notes.length; slot++) {
            if (notes[slot] != 0) {
                look.accept(slot);
            }
        }
    }

    synchronized long answered() {
        return answered;
    }

    synchronized long complete() {
        return complete;
    }

    synchronized long destroyed() {
        return destroyed;
    }

    /// Ids that one end has seen twice.
    synchronized long repeated() {
        return repeated;
    }

    private int slot(long high, long low) {
        if (used * 10L > notes.length * 6L) {
            grow();
        }
        int slot = place(high, low);
        if (notes[slot] == 0) {
            used++;
            highs[slot] = high;
            lows[slot] = low;
        }
        return slot;
    }

    private int place(long high, long low) {
        int mask = notes.length - 1;
        long mixed = (low ^ high * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        int slot = (int) (mixed >>> 32) & mask;
        while (notes[slot] != 0 && (lows[slot] != low || highs[slot] != high)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldHighs = highs;
        long[] oldLows = lows;
        long[] oldSents = sents;
        long[] oldEnds = ends;
        int[] oldNotes = notes;
        int slots = notes.length * 2;
        highs = new long[slots];
        lows = Arrays.copyOf(highs, slots);
        sents = Arrays.copyOf(highs, slots);
        ends = Arrays.copyOf(highs, slots);
        notes = new int[slots];
        for (int i = 0; i < oldNotes.length; i++) {
            if (oldNotes[i] != 0) {
                int slot = place(oldHighs[i], oldLows[i]);
                highs[slot] = oldHighs[i];
                lows[slot] = oldLows[i];
                sents[slot] = oldSents[i];
                ends[slot] = oldEnds[i];
                notes[slot] = oldNotes[i];
            }
        }
    }
}
