package io.tallygate.metering.recording;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// `infra/bench journal`: what recording a call costs its event loop (reserve, id, append), beside what its octets
/// cost alone (copied into a mapped file, and summed). One JSON line a figure; ends with 1 when a bound is missed.
/// What was recorded is read back between the iterations, as a shipper would, so that segments are used again and
/// again.
@SuppressWarnings({"NullAway", "MustBeClosedChecker"}) // fields are set by the harness's steps, and closed by them
public class JournalBench {
    private static final int BATCH = 50_000;
    private static final double MOST_NANOS = 300;
    private static final double MOST_BYTES = 0;

    @State(Scope.Benchmark)
    public static class OnDisk {
        private final BlockContent content = new BlockContent(16 << 20);
        private Path folder = Path.of("");
        private UsageJournal journal;
        private MemorySegment floor;
        private Arena arena;
        private long at;
        private final byte[] row = new byte[UsageRow.MAX_BYTES];
        private int length;

        @Setup
        public void open() throws IOException {
            open(Path.of(System.getProperty("journal", "target")));
        }

        void open(Path directory) throws IOException {
            folder = Files.createTempDirectory(directory, "journal-bench-");
            journal = UsageJournal.open(
                    folder.resolve("journal"),
                    JournalSettings.ofGroup("shared").in("eu-central-1").within(512 << 20));
            UsageDraft draft = draft();
            length = new UsageRow("shared", journal.instance(), "eu-central-1").encode(draft, row);
            arena = Arena.ofShared();
            Path file = folder.resolve("floor");
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                floor = channel.map(FileChannel.MapMode.READ_WRITE, 0, 64 << 20, arena);
            }
            floor.fill((byte) 0);
        }

        /// A shipper, without a store.
        @TearDown(Level.Iteration)
        public void drain() throws IOException {
            UnshippedRecords unshipped = journal.unshipped();
            UsageJournal.Seal seal = journal.seal();
            for (UnshippedRecords.Block block = unshipped.next(seal.place(), 1_000_000, content);
                    block != null;
                    block = unshipped.next(seal.place(), 1_000_000, content)) {
                unshipped.acknowledge(block, null);
            }
            for (int i = 0; i < 100 && !journal.reserve(); i++) {
                Thread.onSpinWait();
            }
            journal.release();
        }

        @TearDown
        public void close() throws IOException {
            journal.close();
            arena.close();
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    @State(Scope.Thread)
    public static class OfLoop {
        private final UsageDraft draft = draft();
        private final CRC32C crc = new CRC32C();
    }

    private static UsageDraft draft() {
        UsageDraft draft = new UsageDraft();
        Drafts.fill(draft, 2, Drafts.nowMicros());
        draft.traceHigh = 3;
        draft.traceLow = 4;
        return draft;
    }

    @Benchmark
    public void append(OnDisk disk, OfLoop own) {
        if (!disk.journal.reserve()) {
            throw new IllegalStateException("full");
        }
        disk.journal.nextId(own.draft);
        disk.journal.append(own.draft);
    }

    @Benchmark
    public long floor(OnDisk disk, OfLoop own) {
        if (disk.at + disk.length > disk.floor.byteSize()) {
            disk.at = 0;
        }
        MemorySegment.copy(disk.row, 0, disk.floor, ValueLayout.JAVA_BYTE, disk.at, disk.length);
        disk.at += disk.length + 7 & ~7;
        own.crc.reset();
        own.crc.update(disk.row, 0, disk.length);
        return own.crc.getValue();
    }

    public static void main(String[] arguments) throws RunnerException {
        String data = "target";
        for (int i = 0; i + 1 < arguments.length; i++) {
            data = arguments[i].equals("--data") ? arguments[i + 1] : data;
        }
        Options options = new OptionsBuilder()
                .include(JournalBench.class.getName())
                .mode(org.openjdk.jmh.annotations.Mode.SingleShotTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .warmupBatchSize(BATCH)
                .measurementBatchSize(BATCH)
                .warmupIterations(40)
                .measurementIterations(30)
                .timeout(TimeValue.minutes(2))
                .forks(1)
                .threads(1)
                .jvmArgs(
                        "-Xms512m",
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djournal=" + Path.of(data).toAbsolutePath())
                .verbosity(VerboseMode.SILENT)
                .build();
        Collection<RunResult> results = new Runner(options).run();
        double nanos = 0;
        double floor = 0;
        for (RunResult result : results) {
            double median = result.getPrimaryResult().getStatistics().getPercentile(50) / BATCH;
            if (result.getParams().getBenchmark().endsWith(".append")) {
                nanos = median;
            } else {
                floor = median;
            }
        }
        double bytes = allocated(Path.of(data));
        print("nanosPerAppend", nanos, "ns");
        print("nanosFloor", floor, "ns");
        print("bytesAllocatedPerAppend", bytes, "B");
        print("nanosBound", MOST_NANOS, "ns");
        if (nanos <= 0 || nanos > MOST_NANOS || bytes > MOST_BYTES) {
            System.err.println("A bound was missed.");
            System.exit(1);
        }
    }

    /// By the thread that appends; the harness would count what others allocate meanwhile.
    /// @return  a record, once everything is compiled
    private static double allocated(Path data) {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        OnDisk disk = new OnDisk();
        OfLoop own = new OfLoop();
        JournalBench bench = new JournalBench();
        long least = Long.MAX_VALUE;
        try {
            disk.open(data);
            for (int round = 0; round < 20; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < BATCH; i++) {
                    bench.append(disk, own);
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
                disk.drain();
            }
            disk.close();
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
        return (double) least / BATCH;
    }

    private static void print(String figure, double value, String unit) {
        System.out.printf(
                java.util.Locale.ROOT,
                "{\"bench\":\"journal\",\"subject\":\"tallygate\",\"figure\":\"%s\",\"value\":%.3f,\"unit\":\"%s\"}%n",
                figure,
                value,
                unit);
    }
}
