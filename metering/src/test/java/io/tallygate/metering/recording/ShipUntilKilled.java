package io.tallygate.metering.recording;

import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.clickhouse.ClickHouseUsageStore;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// A process that appends and ships until somebody kills it: `ShipUntilKilled JOURNAL ACKNOWLEDGEMENTS URL
/// DATABASE`.
public final class ShipUntilKilled {
    static final ShipperSettings SETTINGS = new ShipperSettings(
            Duration.ofMillis(5),
            2_000,
            1 << 20,
            Duration.ofMillis(20),
            Duration.ofMillis(200),
            Duration.ofSeconds(10));

    private ShipUntilKilled() {}

    public static void main(String[] arguments) throws Exception {
        UsageJournal journal = UsageJournal.open(Path.of(arguments[0]), AppendUntilKilled.SETTINGS);
        ClickHouseSettings settings = new ClickHouseSettings(URI.create(arguments[2]), arguments[3], "", "");
        new UsageShipper(journal, new ClickHouseUsageStore(settings), SETTINGS).start();
        FileChannel acknowledgements = FileChannel.open(
                Path.of(arguments[1] + "-" + journal.boot()), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        System.out.println("shipping");
        UsageDraft draft = new UsageDraft();
        ByteBuffer id = ByteBuffer.allocateDirect(16);
        for (int n = 0; ; n++) {
            if (n % 50 == 0) {
                LockSupport.parkNanos(1_000_000);
            }
            if (journal.reserve()) {
                Drafts.fill(draft, n % 7, Drafts.nowMicros());
                journal.nextId(draft);
                journal.append(draft);
                id.clear().putLong(draft.idHigh).putLong(draft.idLow).flip();
                acknowledgements.write(id);
            }
        }
    }
}
