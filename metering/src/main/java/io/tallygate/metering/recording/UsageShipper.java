package io.tallygate.metering.recording;

import io.tallygate.metering.recording.UsageStore.StoreRefused;
import io.tallygate.metering.recording.UsageStore.StoreUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings what the journal holds to the store, in blocks, each exactly once. One thread, one block at a time:
/// freeze it on disk, offer it until the store acknowledges it, note that on disk, give the room back. A block
/// that the store refuses is offered again too, for ever: usage is never dropped. [ShipperState#waitingOnRefusal]
/// says so aloud.
///
/// With every round it tells the store up to when this instance is complete.
public final class UsageShipper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UsageShipper.class);
    private static final Duration REPORT_EVERY = Duration.ofSeconds(1);

    private final UsageJournal journal;
    private final UsageStore store;
    private final ShipperSettings settings;
    private BlockContent content;
    private BlockContent free; // for the block behind the one on its way
    private final Thread thread = new Thread(this::run, "usage-shipper");
    private final CountDownLatch closing = new CountDownLatch(1);

    private volatile long giveUpAtNanos;
    private long reports;
    private long lastReportNanos;
    private boolean saidFailure;

    private volatile long shippedRows;
    private volatile long shippedBlocks;
    private volatile long failedTries;
    private volatile long refusedTries;
    private volatile boolean waitingOnRefusal;
    private volatile @Nullable Instant lastAcknowledged;
    private volatile @Nullable String lastFailure;

    public UsageShipper(UsageJournal journal, UsageStore store, ShipperSettings settings) {
        this.journal = journal;
        this.store = store;
        this.settings = settings;
        this.content = new BlockContent(settings.maxBlockBytes());
        this.free = new BlockContent(settings.maxBlockBytes());
        thread.setDaemon(true);
    }

    public void start() {
        lastReportNanos = System.nanoTime() - REPORT_EVERY.toNanos();
        thread.start();
    }

    private void run() {
        boolean last = false; // the first round is at once: it says that the instance runs again
        while (true) {
            Duration wait = settings.linger();
            try {
                round(last);
            } catch (IOException | RuntimeException e) {
                failed("The usage journal cannot be read for shipping", e);
                wait = settings.maxRetry();
            }
            if (last) {
                return;
            }
            last = pause(wait);
        }
    }

    /// Ships what is there, then says so.
    private void round(boolean last) throws IOException {
        UsageJournal.Seal seal = journal.seal();
        UnshippedRecords unshipped = journal.unshipped();
        UnshippedRecords.Block block = unshipped.next(seal.place(), settings.maxBlockRows(), content);
        while (block != null) {
            Reading behind = reading(block, seal);
            boolean stored = delivered(block);
            UnshippedRecords.Block following = behind.block();
            if (!stored) {
                return;
            }
            unshipped.acknowledge(block, following);
            shippedRows += block.rows();
            shippedBlocks++;
            lastAcknowledged = Instant.now();
            block = following;
        }
        content.shrink();
        free.shrink();
        if (unshipped.place().compareTo(seal.place()) >= 0) {
            report(seal, last);
        }
    }

    /// While the store takes a block, the next one is read: both have work to do then.
    private Reading reading(UnshippedRecords.Block block, UsageJournal.Seal seal) {
        if (block.to().compareTo(seal.place()) >= 0) {
            return () -> null;
        }
        BlockContent into = free;
        free = content;
        content = into;
        FutureTask<UnshippedRecords.Block> task =
                new FutureTask<>(() -> journal.unshipped().behind(block, seal.place(), settings.maxBlockRows(), into));
        Thread.ofPlatform().daemon().name("usage-shipper-ahead").start(task);
        return () -> {
            try {
                return task.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while reading the usage journal", e);
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            }
        };
    }

    private interface Reading {
        UnshippedRecords.@Nullable Block block() throws IOException;
    }

    /// @return false when the shipper is being closed and its time is over
    private boolean delivered(UnshippedRecords.Block block) {
        int stored = 0; // of its parts; the block is when all are
        Duration wait = settings.firstRetry();
        while (true) {
            boolean unreached = false; // then a process that stops does not wait for it
            try {
                for (; stored < block.parts().size(); stored++) {
                    BlockContent.Part part = block.parts().get(stored);
                    store.store(new UsageBlock(part.form(), part.token(), part.rows(), part.content()));
                }
                waitingOnRefusal = false;
                succeeded();
                return true;
            } catch (StoreRefused e) {
                refusedTries++;
                waitingOnRefusal = true;
                failed("The store refuses a block of " + block.rows() + " records; somebody must look", e);
            } catch (StoreUnavailable e) {
                unreached = !e.wasReached();
                failed("A block of " + block.rows() + " records is not stored yet", e);
            } catch (RuntimeException e) {
                failed("A block of " + block.rows() + " records is not stored yet", e);
            }
            failedTries++;
            boolean isClosing = pause(jittered(wait));
            if (isClosing && (unreached || System.nanoTime() - giveUpAtNanos >= 0)) {
                return false;
            }
            if (isClosing) {
                sleep(settings.firstRetry());
            }
            wait = wait.multipliedBy(2).compareTo(settings.maxRetry()) > 0 ? settings.maxRetry() : wait.multipliedBy(2);
        }
    }

    private void report(UsageJournal.Seal seal, boolean last) {
        if (!last && System.nanoTime() - lastReportNanos < REPORT_EVERY.toNanos()) {
            return;
        }
        lastReportNanos = System.nanoTime();
        try {
            store.report(new Watermark(
                    journal.instance(),
                    journal.gatewayGroup(),
                    (long) journal.boot() << 32 | ++reports,
                    seal.moment(),
                    last));
            succeeded();
        } catch (StoreUnavailable | StoreRefused | RuntimeException e) {
            failed("The store does not take the instance's report", e);
        }
    }

    private void succeeded() {
        if (saidFailure) {
            LOG.info("Usage is being stored again");
        }
        saidFailure = false;
        lastFailure = null;
    }

    private void failed(String what, Exception why) {
        lastFailure = what + ": " + why.getMessage();
        if (!saidFailure) { // once an outage, not once a try
            LOG.warn("{}; trying again until it works: {}", what, String.valueOf(why.getMessage()));
        }
        saidFailure = true;
    }

    private static Duration jittered(Duration wait) {
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(wait.toNanos() / 2, wait.toNanos() + 1));
    }

    /// @return whether the shipper is being closed
    private boolean pause(Duration time) {
        try {
            return closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return true; // nobody interrupts this thread but a process that ends
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public ShipperState state() {
        return new ShipperState(
                shippedRows,
                shippedBlocks,
                failedTries,
                refusedTries,
                journal.unshipped().damagedRecords(),
                waitingOnRefusal,
                lastAcknowledged,
                lastFailure);
    }

    /// Ships what is left, for a bounded time ([ShipperSettings#closeWithin], plus the try under way), and not at
    /// all while the store cannot even be reached. What is not acknowledged then stays in the journal for the next
    /// start. Stop appending first, close the journal afterwards.
    @Override
    public void close() {
        giveUpAtNanos = System.nanoTime() + settings.closeWithin().toNanos();
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
