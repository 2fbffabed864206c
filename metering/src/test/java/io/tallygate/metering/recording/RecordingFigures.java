package io.tallygate.metering.recording;

import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.clickhouse.ClickHouseUsageStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// Measures, on request: `RecordingFigures append DIR [THREADS]`, `RecordingFigures ship DIR
/// http://localhost:8123`.
public final class RecordingFigures {
    private RecordingFigures() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[1]);
        if (arguments[0].equals("append")) {
            append(directory, arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1);
        } else {
            ship(directory, arguments[2]);
        }
    }

    private static void append(Path directory, int threads) throws Exception {
        JournalSettings settings = new JournalSettings("shared", 16 << 20, 4L << 30, 0.75, Duration.ofSeconds(1));
        int perThread = 120_000 / threads;
        try (UsageJournal journal = UsageJournal.open(directory, settings)) {
            UnshippedRecords unshipped = journal.unshipped();
            BlockContent content = new BlockContent(16 << 20);
            for (int round = 0; round < 12; round++) {
                CountDownLatch done = new CountDownLatch(threads);
                long[] allocated = new long[1];
                long begin = System.nanoTime();
                for (int t = 0; t < threads; t++) {
                    Thread.ofPlatform().start(() -> {
                        UsageDraft draft = new UsageDraft();
                        Drafts.fill(draft, 2, Drafts.nowMicros());
                        journal.nextId(draft);
                        var beans = (com.sun.management.ThreadMXBean)
                                java.lang.management.ManagementFactory.getThreadMXBean();
                        long before = beans.getCurrentThreadAllocatedBytes();
                        int refused = 0;
                        for (int i = 0; i < perThread; i++) {
                            while (!journal.reserve()) {
                                refused++;
                                Thread.onSpinWait();
                            }
                            journal.nextId(draft);
                            journal.append(draft);
                        }
                        allocated[0] = beans.getCurrentThreadAllocatedBytes() - before;
                        if (refused > 0) {
                            System.out.println("refused " + refused);
                        }
                        done.countDown();
                    });
                }
                done.await();
                long nanos = System.nanoTime() - begin;
                System.out.printf(
                        "append threads=%d %.0f ns/record (reserve, id, append), %.1f M/s, %.4f bytes allocated a"
                                + " record%n",
                        threads,
                        (double) nanos * threads / threads / perThread,
                        threads * perThread * 1e3 / nanos,
                        (double) allocated[0] / perThread);
                drain(journal, unshipped, content);
            }
        }
    }

    private static void drain(UsageJournal journal, UnshippedRecords unshipped, BlockContent content) throws Exception {
        long begin = System.nanoTime();
        long rows = 0;
        while (true) {
            UnshippedRecords.Block block = unshipped.next(journal.seal().place(), 1_000_000, content);
            if (block == null) {
                break;
            }
            rows += block.rows();
            unshipped.acknowledge(block, null);
        }
        System.out.printf("  read, digested, frozen: %.0f ns/record%n", (double) (System.nanoTime() - begin) / rows);
    }

    private static void ship(Path directory, String uri) throws Exception {
        JournalSettings settings = new JournalSettings("shared", 16 << 20, 4L << 30, 0.75, Duration.ofSeconds(1));
        int records = 2_000_000;
        for (int round = 0; round < 3; round++) {
            try (UsageJournal journal = UsageJournal.open(directory, settings);
                    ClickHouseUsageStore store =
                            new ClickHouseUsageStore(new ClickHouseSettings(URI.create(uri), "figures", "", ""));
                    UsageShipper shipper = new UsageShipper(journal, store, ShipperSettings.standard())) {
                UsageDraft draft = new UsageDraft();
                for (int i = 0; i < records; i++) {
                    while (!journal.reserve()) {
                        Thread.sleep(1);
                    }
                    Drafts.fill(draft, i % 100, Drafts.nowMicros());
                    journal.nextId(draft);
                    journal.append(draft);
                }
                long begin = System.nanoTime();
                shipper.start();
                while (journal.state().unshippedRecords() > 0) {
                    Thread.sleep(5);
                }
                double seconds = (System.nanoTime() - begin) / 1e9;
                System.out.printf(
                        "ship %d records in %.2f s: %.0f records/s, %s%n",
                        records, seconds, records / seconds, shipper.state());
            }
        }
    }
}
