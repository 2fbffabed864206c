package io.tallygate.metering.recording;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps empty segments ready ahead of those that append, so that going on to the next one is a single write to
/// memory; takes back what the store has acknowledged; forces the newest records to the disk at their interval.
/// One thread of its own does all of this, none of it happens on a thread that carries calls.
///
/// Room is counted here. A segment gives as many bytes as it surely holds whatever the sizes of its records: its
/// size less one record of the largest size, which may not fit at its end. So what was reserved always fits.
final class SegmentSupply implements AutoCloseable {
    /// Segments kept empty behind the one being written.
    static final int AHEAD = 3;

    /// Files kept for the next use beyond those; more are deleted.
    static final int SPARE = 2;

    private static final Logger LOG = LoggerFactory.getLogger(SegmentSupply.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final JournalDirectory directory;
    private final JournalSettings settings;
    private final AtomicLong room;
    private final int maxFiles;
    private final Queue<Segment> retired = new ConcurrentLinkedQueue<>();
    private final ArrayDeque<Segment> free = new ArrayDeque<>();
    private final Thread thread = new Thread(this::run, "usage-journal");

    private long lastNumber;
    private int files;
    private Supplier<Segment> writing = () -> {
        throw new IllegalStateException("not started");
    };
    private @Nullable Segment tail;
    private @Nullable Segment syncing;
    private boolean failing;
    private volatile boolean closing;

    SegmentSupply(JournalDirectory directory, JournalSettings settings, AtomicLong room) {
        this.directory = directory;
        this.settings = settings;
        this.room = room;
        this.maxFiles = (int) (settings.maxBytes() / settings.segmentBytes());
        thread.setDaemon(true);
    }

    /// Bytes of records that a segment surely holds.
    static long roomOf(Segment segment) {
        return segment.limit - Segment.HEADER - Segment.MAX_RECORD;
    }

    /// For opening: numbers go on behind this one.
    void numbersUsed(long number) {
        lastNumber = Math.max(lastNumber, number);
    }

    /// For opening: a file with nothing in it that is needed.
    void addFree(Segment segment) {
        numbersUsed(segment.number);
        files++;
        free.add(segment);
    }

    /// For opening: a segment with records, in order. The last one added may be written on.
    void addUsed(Segment segment) {
        numbersUsed(segment.number);
        files++;
        link(segment);
    }

    private void link(Segment segment) {
        if (tail != null) {
            tail.next = segment;
        }
        tail = segment;
    }

    /// For opening: a segment to write in, when none that was found can be.
    Segment first() throws IOException {
        Segment segment = prepare();
        if (segment == null) {
            throw new IOException(
                    "the usage journal is full of records that were not shipped, and has no room to begin");
        }
        link(segment);
        room.addAndGet(roomOf(segment));
        return segment;
    }

    /// @param current  the segment that is written now
    void start(Supplier<Segment> current) {
        writing = current;
        syncing = current.get();
        tryToReplenish();
        thread.start();
    }

    /// A segment became full. Called on a thread that carries calls: cheap.
    void wake() {
        LockSupport.unpark(thread);
    }

    /// The store has everything in this segment.
    void retire(Segment segment) {
        retired.add(segment);
        LockSupport.unpark(thread);
    }

    private void run() {
        long lastSync = System.nanoTime();
        while (!closing) {
            tryToReplenish();
            if (!settings.syncInterval().isZero()
                    && System.nanoTime() - lastSync >= settings.syncInterval().toNanos()) {
                lastSync = System.nanoTime();
                tryToSync();
            }
            LockSupport.parkNanos(this, LOOK_AGAIN.toNanos());
        }
    }

    private void tryToReplenish() {
        try {
            replenish(writing.get());
            failing = false;
        } catch (IOException | RuntimeException e) {
            if (!failing) {
                LOG.error("The usage journal in {} cannot take more disk; it goes on trying", directory.path, e);
            }
            failing = true;
        }
    }

    private void tryToSync() {
        try {
            sync();
        } catch (RuntimeException e) {
            LOG.error("The usage journal in {} could not be forced to the disk", directory.path, e);
        }
    }

    private void replenish(Segment from) throws IOException {
        for (Segment segment = retired.poll(); segment != null; segment = retired.poll()) {
            if (segment == syncing) {
                syncing = segment.next;
            }
            free.add(segment);
        }
        int ahead = 0;
        for (Segment segment = from.next; segment != null; segment = segment.next) {
            ahead++;
        }
        for (; ahead < AHEAD; ahead++) {
            Segment segment = prepare();
            if (segment == null) {
                return;
            }
            link(segment);
            room.addAndGet(roomOf(segment));
        }
        while (free.size() > SPARE) {
            delete(free.remove());
        }
    }

    private @Nullable Segment prepare() throws IOException {
        Segment file = free.poll();
        while (file != null && file.limit != settings.segmentBytes()) {
            delete(file);
            file = free.poll();
        }
        if (file == null) {
            if (files >= maxFiles) {
                return null;
            }
            file = Segment.create(directory.newSegmentFile(), settings.segmentBytes());
            files++;
            JournalDirectory.forceDirectory(directory.path);
        }
        return file.reuse(++lastNumber);
    }

    private void delete(Segment segment) {
        segment.delete();
        files--;
    }

    private void sync() {
        for (Segment segment = syncing; segment != null; segment = segment.next) {
            segment.forcePublished();
            if (!segment.isFull()) {
                return;
            }
            if (segment.next != null) {
                syncing = segment.next;
            }
        }
    }

    /// Ends the thread and forces what there is. Nobody appends or ships any more.
    @Override
    public void close() {
        closing = true;
        wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tryToSync();
        retired.forEach(Segment::unmap);
        free.forEach(Segment::unmap);
    }
}
