package io.tallygate.gateway.observe.accesslog;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/// Whole lines from one thread to another, without a lock: one puts, one takes. Bounded: what finds no room is refused.
final class LineRing {
    private static final VarHandle PUT;
    private static final VarHandle TAKEN;

    static {
        try {
            PUT = MethodHandles.lookup().findVarHandle(LineRing.class, "put", long.class);
            TAKEN = MethodHandles.lookup().findVarHandle(LineRing.class, "taken", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final byte[] octets;
    private final int mask;

    @SuppressWarnings("UnusedVariable") // through its handle
    private long put;

    @SuppressWarnings("UnusedVariable")
    private long taken;

    /// @param capacity  octets, a power of two
    LineRing(int capacity) {
        octets = new byte[capacity];
        mask = capacity - 1;
    }

    /// By the one that puts.
    /// @return  false: there is no room, and nothing of it was put
    boolean offer(byte[] line, int length) {
        long at = (long) PUT.get(this);
        if (at + length - (long) TAKEN.getAcquire(this) > octets.length) {
            return false;
        }
        int from = (int) at & mask;
        int first = Math.min(length, octets.length - from);
        System.arraycopy(line, 0, octets, from, first);
        System.arraycopy(line, first, octets, 0, length - first);
        PUT.setRelease(this, at + length);
        return true;
    }

    /// By the one that takes.
    int available() {
        return (int) ((long) PUT.getAcquire(this) - (long) TAKEN.get(this));
    }

    interface Taker {
        void take(ByteBuffer octets) throws IOException;
    }

    void drop(int count) {
        TAKEN.setRelease(this, (long) TAKEN.get(this) + count);
    }

    /// Gives so many octets, which [#available] has told, and makes room for others whatever becomes of them.
    void take(int count, Taker taker) throws IOException {
        long at = (long) TAKEN.get(this);
        int from = (int) at & mask;
        int first = Math.min(count, octets.length - from);
        try {
            taker.take(ByteBuffer.wrap(octets, from, first));
            if (count > first) {
                taker.take(ByteBuffer.wrap(octets, 0, count - first));
            }
        } finally {
            TAKEN.setRelease(this, at + count);
        }
    }
}
