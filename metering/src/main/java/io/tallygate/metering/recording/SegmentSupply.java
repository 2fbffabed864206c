package io.tallygate.metering.recording;

import io.tallygate.metering.recording.ShippedPosition.Place;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps empty segments ready ahead of those that append, so that going on to the next one is a single write to
/// memory; takes back what the store has acknowledged; forces the newest records to the disk at their interval, or
/// as soon as somebody waits for it, all that wait with one force. One thread of its own does all of this, none of
/// it happens on a thread that carries calls.
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
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofNanos(50_000);

    private final JournalDirectory directory;
    private final JournalSettings settings;
    private final AtomicLong room;
    private final int maxFiles;
    private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();
    private final List<Waiter> waiting = new ArrayList<>();
    private final Queue<Segment> retired = new ConcurrentLinkedQueue<>();
    private final ArrayDeque<Segment> free = new ArrayDeque<>();
    private final Thread thread = new Thread(this::run, "usage-journal");

    private long lastNumber;
    private int files;
    private Supplier<Segment> writing = () -> {
        throw new IllegalStateException("not started");
    };
    private Runnable looking = () -> {};
    private @Nullable Segment tail;
    private @Nullable Segment syncing;
    private boolean failing;
    private long failedNanos;
    private boolean failingToSync;
    private volatile boolean closing;

    /// @param upTo  what must be on the disk before `then`
    private record Waiter(Place upTo, Runnable then) {}

    SegmentSupply(JournalDirectory directory, JournalSettings settings, AtomicLong room) {
        this.directory = directory;
        this.settings = settings;
        this.room = room;
        this.maxFiles = (int) (settings.maxBytes() / settings.segmentBytes());
        thread.setDaemon(true);
    }

    /// Bytes of records that a segment surely holds.
    static long roomOf(Segment segment) {
        return segment.limit - Segment.HEADER - Segment.recordSize(segment.maxRow);
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
    /// @param look     is run now and then, on this object's thread
    void start(Supplier<Segment> current, Runnable look) {
        writing = current;
        looking = look;
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

    /// From any thread; cheap. What fails to be forced is tried again until it works: nobody is told that it is
    /// safe before it is.
    /// @param then  on this object's thread, when the disk has all up to there
    void whenForced(Place upTo, Runnable then) {
        waiters.add(new Waiter(upTo, then));
        LockSupport.unpark(thread);
    }

    private void run() {
        long lastSync = System.nanoTime();
        long lastLook = lastSync;
        while (!closing) {
            for (Waiter waiter = waiters.poll(); waiter != null; waiter = waiters.poll()) {
                waiting.add(waiter); // and only then forced: their records were published before they waited
            }
            boolean isTime = settings.sync() != SyncPolicy.BLOCK
                    && System.nanoTime() - lastSync >= settings.syncInterval().toNanos();
            if (isTime || !waiting.isEmpty()) {
                lastSync = System.nanoTime();
                tryToSync();
            }
            tryToReplenish();
            if (System.nanoTime() - lastLook >= LOOK_AGAIN.toNanos()) {
                lastLook = System.nanoTime();
                looking.run();
            }
            if (waiters.isEmpty()) {
                // those whose records stand behind one that is just being written come with the next round
                LockSupport.parkNanos(this, waiting.isEmpty() || failingToSync ? LOOK_AGAIN.toNanos() : SOON.toNanos());
            }
        }
    }

    private void tryToReplenish() {
        boolean maySeek =
                !failing || System.nanoTime() - failedNanos >= AFTER_A_FAILURE.toNanos() || !retired.isEmpty();
        if (!maySeek) {
            return; // each try writes to the disk until it is full
        }
        try {
            replenish(writing.get());
            failing = false;
        } catch (IOException | RuntimeException e) {
            if (!failing) {
                LOG.error("The usage journal in {} cannot take more disk; it goes on trying", directory.path, e);
            }
            failing = true;
            failedNanos = System.nanoTime();
        }
    }

    private void tryToSync() {
        try {
            Place forced = sync();
            failingToSync = false;
            for (Iterator<Waiter> each = waiting.iterator(); each.hasNext(); ) {
                Waiter waiter = each.next();
                if (waiter.upTo.compareTo(forced) <= 0) {
                    each.remove();
                    tell(waiter);
                }
            }
        } catch (RuntimeException e) {
            if (!failingToSync) {
                LOG.error("The usage journal in {} could not be forced to the disk", directory.path, e);
            }
            failingToSync = true;
        }
    }

    private static void tell(Waiter waiter) {
        try {
            waiter.then.run();
        } catch (RuntimeException e) {
            LOG.error("Who waited for the disk failed", e); // the others are told all the same
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
            file = Segment.create(directory.newSegmentFile(), settings.segmentBytes(), settings.maxRowBytes());
            files++;
            JournalDirectory.forceDirectory(directory.path);
        }
        return file.reuse(++lastNumber);
    }

    private void delete(Segment segment) {
        segment.delete();
        files--;
    }

    /// @return  up to where everything is on the disk
    private Place sync() {
        Place forced = Place.START;
        for (Segment segment = syncing; segment != null; segment = segment.next) {
            int to = segment.forcePublished();
            boolean isComplete = segment.isFull() && to >= segment.end;
            forced = new Place(segment.number, isComplete ? segment.limit : to);
            if (!isComplete) {
                return forced;
            }
            if (segment.next != null) {
                syncing = segment.next;
            }
        }
        return forced;
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
        waiting.addAll(waiters);
        waiters.clear();
        tryToSync();
        retired.forEach(Segment::unmap);
        free.forEach(Segment::unmap);
    }
}
