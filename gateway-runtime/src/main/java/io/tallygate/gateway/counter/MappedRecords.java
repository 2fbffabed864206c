package io.tallygate.gateway.counter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Records of one size in a file that is mapped into memory: what stands in them outlives the process however it ends.
///
/// A record begins with the identity of its count (16 octets) and the moment after which it says nothing any more
/// (8, of the [SteadyClock]). A record that was given back lies fallow for a while before it is given out again, so
/// that
/// an event loop that still holds it does not count in another's.
final class MappedRecords {
    static final int HIGH = 0;
    static final int LOW = 8;
    static final int HOLDS_UNTIL = 16;
    static final int STATE = 24;

    /// How long a record lies fallow.
    static final long FALLOW_NANOS = 10_000_000_000L;

    private static final int REGION = 1 << 20;
    private static final int SPARE = 2048;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private final FileChannel channel;
    private final Arena arena;
    private final int size;
    private final long most;
    private final Runnable fewLeft;
    private final List<MemorySegment> regions = new CopyOnWriteArrayList<>();
    private final Deque<MemorySegment> free = new ArrayDeque<>();
    private final Deque<Fallow> fallow = new ArrayDeque<>();

    private record Fallow(MemorySegment record, long until) {}

    /// What a process before left.
    interface Found {
        void found(long high, long low, MemorySegment record);
    }

    /// @param size  of a record, octets
    /// @param most  octets that the file may have
    /// @param now   records that say nothing any more are free
    /// @param fewLeft  told, by whoever takes a record, that [#tend] should be called soon
    MappedRecords(Path path, Arena arena, int size, long most, long now, Runnable fewLeft, Found found)
            throws IOException {
        this.arena = arena;
        this.size = size;
        this.most = most;
        this.fewLeft = fewLeft;
        channel = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        int there = (int) Math.ceilDiv(channel.size(), (long) REGION);
        for (int i = 0; i < Math.max(1, there); i++) {
            MemorySegment region = addRegion();
            for (MemorySegment record : recordsOf(region)) {
                long high = record.get(LONG, HIGH);
                long low = record.get(LONG, LOW);
                if (high != 0 && low != 0 && record.get(LONG, HOLDS_UNTIL) > now) {
                    found.found(high, low, record);
                } else {
                    free.add(record);
                }
            }
        }
    }

    private MemorySegment addRegion() throws IOException {
        long start = (long) regions.size() * REGION;
        // written, not left as a hole: a full disk must say so here, and not kill the process when it counts
        if (channel.size() < start + REGION) {
            ByteBuffer zeros = ByteBuffer.allocate((int) (start + REGION - channel.size()));
            for (long at = channel.size(); zeros.hasRemaining(); ) {
                at += channel.write(zeros, at);
            }
        }
        MemorySegment region = channel.map(FileChannel.MapMode.READ_WRITE, start, REGION, arena);
        regions.add(region);
        return region;
    }

    private List<MemorySegment> recordsOf(MemorySegment region) {
        List<MemorySegment> records = new ArrayList<>(REGION / size);
        for (long at = 0; at + size <= REGION; at += size) {
            records.add(region.asSlice(at, size));
        }
        return records;
    }

    /// Never grows the file, so it may be called while a call waits.
    /// @return  a record full of zeros but for its identity; null when there is none
    synchronized @Nullable MemorySegment take(long high, long low, long holdsUntil) {
        MemorySegment record = free.pollFirst();
        if (free.size() < SPARE / 2) {
            fewLeft.run();
        }
        if (record != null) {
            // a kill between these leaves a record with half an identity, which is free at the next start
            record.set(LONG, HIGH, 0);
            record.asSlice(LOW).fill((byte) 0);
            record.set(LONG, HOLDS_UNTIL, holdsUntil);
            record.set(LONG, LOW, low);
            record.set(LONG, HIGH, high);
        }
        return record;
    }

    synchronized void giveBack(MemorySegment record, long now) {
        record.set(LONG, HIGH, 0);
        fallow.addLast(new Fallow(record, now + FALLOW_NANOS));
    }

    /// Sees to it that there are records to take. Not for event loops: may write.
    /// @return  false when the file has grown as far as it may
    boolean tend(long now) {
        while (spare(now) < SPARE) {
            if ((long) (regions.size() + 1) * REGION > most) {
                return false;
            }
            try {
                List<MemorySegment> more =
                        recordsOf(addRegion()); // unlocked: who takes a record must not wait for a disk
                synchronized (this) {
                    free.addAll(more);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("no room for more counts", e);
            }
        }
        return true;
    }

    private synchronized int spare(long now) {
        for (Fallow first = fallow.peekFirst(); first != null && first.until - now <= 0; first = fallow.peekFirst()) {
            free.addLast(fallow.removeFirst().record);
        }
        return free.size();
    }

    void force() {
        regions.forEach(MemorySegment::force);
    }

    synchronized void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
