package io.tallygate.gateway.http;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledUnsafeDirectByteBuf;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.internal.PlatformDependent;
import java.util.ArrayDeque;

/// Buffers of one event loop, for what is read and written at once: those of two sizes are kept and given out again,
/// the last one first, which the processor still has near. All else, and what other threads ask for, comes from
/// Netty's own allocator; so does everything when leaks are looked for, since kept buffers are nobody's leak.
public final class LoopBuffers extends AbstractByteBufAllocator {
    private static final int SMALL = 8 << 10;
    private static final int LARGE = 64 << 10;

    /// Octets of either size that are kept.
    private static final int MOST_KEPT = 1 << 20;

    private final ByteBufAllocator others = ByteBufAllocator.DEFAULT;
    private final Thread loop;
    private final ArrayDeque<Kept> small = new ArrayDeque<>();
    private final ArrayDeque<Kept> large = new ArrayDeque<>();
    private final boolean keeps = PlatformDependent.hasUnsafe() && !ResourceLeakDetector.isEnabled();

    /// To be made on the event loop.
    public LoopBuffers() {
        super(true);
        this.loop = Thread.currentThread();
    }

    private static final class Kept extends UnpooledUnsafeDirectByteBuf {
        private final LoopBuffers home;
        private final int size;

        Kept(LoopBuffers home, int size) {
            super(home, size, Integer.MAX_VALUE);
            this.home = home;
            this.size = size;
        }

        @Override
        protected void deallocate() {
            ArrayDeque<Kept> kept = size == SMALL ? home.small : home.large;
            boolean isAsMade = capacity() == size && maxCapacity() == Integer.MAX_VALUE;
            if (Thread.currentThread() == home.loop && isAsMade && (kept.size() + 1) * size <= MOST_KEPT) {
                resetRefCnt();
                clear();
                kept.addLast(this);
            } else {
                super.deallocate();
            }
        }
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        if (!keeps || initialCapacity > LARGE || maxCapacity != Integer.MAX_VALUE || Thread.currentThread() != loop) {
            return others.directBuffer(initialCapacity, maxCapacity);
        }
        int size = initialCapacity <= SMALL ? SMALL : LARGE;
        Kept kept = (size == SMALL ? small : large).pollLast();
        return kept == null ? new Kept(this, size) : kept;
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        return others.heapBuffer(initialCapacity, maxCapacity);
    }

    @Override
    public boolean isDirectBufferPooled() {
        return true;
    }
}
