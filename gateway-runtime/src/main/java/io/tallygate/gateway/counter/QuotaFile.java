package io.tallygate.gateway.counter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// The month's counts of all subscriptions, in a file that is mapped into memory: what was counted outlives the
/// process however it ends; [#force] is for a machine that loses power.
///
/// Slots of 32 bytes: the subscription's id (16), month and count in one word (8), 8 spare. Slots are given out when a
/// configuration is applied, never while a call waits. Slots of ids that have not counted for two months are used again
/// after a restart.
public final class QuotaFile implements AutoCloseable {
    private static final int SLOT = 32;
    private static final int STATE_AT = 16;
    private static final int REGION = 1 << 20;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private final FileChannel channel;
    private final Arena arena = Arena.ofShared();
    private final List<MemorySegment> regions = new ArrayList<>();
    private final Map<UUID, QuotaCount> counts = new HashMap<>();
    private final Deque<Long> free = new ArrayDeque<>();

    private QuotaFile(FileChannel channel) {
        this.channel = channel;
    }

    /// @param month  the current one; what counted before the month before it is forgotten
    public static QuotaFile open(Path path, int month) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            FileChannel channel = FileChannel.open(
                    path,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            if (channel.tryLock() == null) {
                channel.close();
                throw new IllegalStateException("another process counts in " + path);
            }
            QuotaFile file = new QuotaFile(channel);
            file.load(month);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("quota counts in " + path + ": " + e.getMessage(), e);
        }
    }

    private void load(int month) throws IOException {
        int regionCount = (int) Math.ceilDiv(channel.size(), (long) REGION);
        for (int i = 0; i < Math.max(1, regionCount); i++) {
            addRegion(month);
        }
    }

    private void addRegion(int month) throws IOException {
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
        for (long offset = 0; offset < REGION; offset += SLOT) {
            UUID id = new UUID(region.get(LONG, offset), region.get(LONG, offset + 8));
            boolean isUsed = id.getMostSignificantBits() != 0 && id.getLeastSignificantBits() != 0;
            if (isUsed && QuotaCount.month(region.get(LONG, offset + STATE_AT)) >= month - 1) {
                counts.put(id, new QuotaCount(region, offset + STATE_AT));
            } else {
                free.add(start + offset);
            }
        }
    }

    /// The same object for the same id, for as long as the file is open. Not for event loops: may grow the file.
    public synchronized QuotaCount of(UUID id) {
        return counts.computeIfAbsent(id, this::take);
    }

    private QuotaCount take(UUID id) {
        if (free.isEmpty()) {
            try {
                addRegion(0);
            } catch (IOException e) {
                throw new UncheckedIOException("no room for another quota count", e);
            }
        }
        long at = free.removeFirst();
        MemorySegment region = regions.get((int) (at / REGION));
        long offset = at % REGION;
        // a kill between these leaves a slot with half an id, which is taken for free at the next start
        region.set(LONG, offset, 0);
        region.set(LONG, offset + 8, 0);
        region.set(LONG, offset + STATE_AT, 0);
        region.set(LONG, offset + 8, id.getLeastSignificantBits());
        region.set(LONG, offset, id.getMostSignificantBits());
        return new QuotaCount(region, offset + STATE_AT);
    }

    /// Puts what is counted by now onto the disk.
    public synchronized void force() {
        regions.forEach(MemorySegment::force);
    }

    @Override
    public synchronized void close() {
        force();
        arena.close();
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
