package io.tallygate.metering.recording;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/// A process that appends as fast as it can from several threads, until somebody kills it. Each id is written to
/// a file of acknowledgements after its append returned. `AppendUntilKilled JOURNAL ACKNOWLEDGEMENTS THREADS`;
/// prints `appending`.
public final class AppendUntilKilled {
    static final JournalSettings SETTINGS =
            new JournalSettings("shared", 1 << 20, 512L << 20, 0.75, Duration.ofMillis(50));

    private AppendUntilKilled() {}

    public static void main(String[] arguments) throws Exception {
        UsageJournal journal = UsageJournal.open(Path.of(arguments[0]), SETTINGS);
        int threads = Integer.parseInt(arguments[2]);
        for (int t = 0; t < threads; t++) {
            FileChannel acknowledgements = FileChannel.open(
                    Path.of(arguments[1] + "-" + journal.boot() + "-" + t),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
            int seed = t;
            Thread.ofPlatform().start(() -> append(journal, acknowledgements, seed));
        }
        System.out.println("appending");
        Thread.sleep(Duration.ofMinutes(5)); // also when nobody appends: whoever started us ends us
    }

    private static void append(UsageJournal journal, FileChannel acknowledgements, int seed) {
        UsageDraft draft = new UsageDraft();
        ByteBuffer id = ByteBuffer.allocateDirect(16);
        try {
            for (int n = seed; ; n++) {
                if (!journal.reserve()) {
                    Thread.onSpinWait();
                    continue;
                }
                Drafts.fill(draft, n % 7, Drafts.nowMicros());
                draft.operation = new byte[n % 127]; // records of every size
                journal.nextId(draft);
                journal.append(draft);
                id.clear().putLong(draft.idHigh).putLong(draft.idLow).flip();
                acknowledgements.write(id);
            }
        } catch (Exception e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }
}
