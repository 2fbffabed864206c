package io.tallygate.metering.recording;

import io.tallygate.metering.bench.BenchFigures;
import io.tallygate.metering.clickhouse.ClickHouse;
import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.clickhouse.ClickHouseUsageStore;
import io.tallygate.metering.clickhouse.RunningClickHouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;

/// `infra/bench shipping [--calls 6000000]`: fills a journal through its own API, then ships it by the real shipper
/// into an engine of its own: calls a second from the first block to the last acknowledgement.
public final class ShippingBench {
    private static final long LEAST_A_SECOND = 300_000;

    private ShippingBench() {}

    public static void main(String[] arguments) throws Exception {
        int calls = arguments.length > 1 && arguments[0].equals("--calls") ? Integer.parseInt(arguments[1]) : 6_000_000;
        BenchFigures figures = new BenchFigures("shipping");
        Path directory = Files.createTempDirectory("bench-shipping");
        try (RunningClickHouse clickHouse = RunningClickHouse.start(directory.resolve("clickhouse"))) {
            ship(directory.resolve("journal"), clickHouse.newDatabase(), calls, figures);
        } finally {
            try (var paths = Files.walk(directory)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
        figures.exit();
    }

    private static void ship(Path directory, ClickHouseSettings settings, int calls, BenchFigures figures)
            throws Exception {
        JournalSettings large = JournalSettings.ofGroup("shared");
        try (UsageJournal journal = UsageJournal.open(directory, large);
                ClickHouseUsageStore store = new ClickHouseUsageStore(settings);
                UsageShipper shipper = new UsageShipper(journal, store, ShipperSettings.standard())) {
            UsageDraft draft = new UsageDraft();
            long now = Drafts.nowMicros();
            for (int i = 0; i < calls; i++) {
                while (!journal.reserve()) {
                    Thread.sleep(1);
                }
                Drafts.fill(draft, i % 100, now + i * 200L);
                journal.nextId(draft);
                journal.append(draft);
            }
            figures.print("journal", journal.state().unshippedRecords(), "1");
            // a full journal is one that lay there for a while: its gigabytes are on the disk, not on their way to it
            new ProcessBuilder("sync", "-f", directory.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            long began = System.nanoTime();
            shipper.start();
            while (journal.state().unshippedRecords() > 0) {
                Thread.sleep(5);
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            figures.print("shipping", seconds, "s");
            figures.print("blocks", shipper.state().shippedBlocks(), "1");
            figures.atLeast("callsASecond", calls / seconds, LEAST_A_SECOND, "1/s");
        }
        try (ClickHouse client = new ClickHouse(settings.patient(Duration.ofMinutes(2)))) {
            long stored = client.rows("SELECT count() FROM usage_event FINAL", Map.of())
                    .getFirst()
                    .get(0)
                    .asLong();
            figures.atMost("callsNotStored", calls - stored, 0, "1");
        }
    }
}
