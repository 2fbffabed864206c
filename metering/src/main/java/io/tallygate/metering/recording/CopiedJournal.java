package io.tallygate.metering.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Ships what the journal's folder of an instance holds that does not come back: a copy of it, or the folder itself
/// on another machine. Should the instance come back all the same, and ship it too, every record still counts once
/// by its id.
public final class CopiedJournal {
    private static final Pattern INSTANCE = Pattern.compile("([0-9a-f]{12}) [0-9]+ .*", Pattern.DOTALL);
    private static final long ANY_SIZE = 1L << 50;

    private CopiedJournal() {}

    /// @param instance  that wrote it, 12 hexadecimal digits
    /// @param found     records that the store had not acknowledged
    /// @param left      of them, still there
    /// @param failure   the store's last words; empty when nothing is left
    public record Shipped(String instance, long found, long left, String failure) {}

    /// Takes as long as it takes, within a bound; what is left then can be shipped by another run.
    /// @throws UsageJournal.InUse  when the instance still writes in that folder
    /// @throws IOException         when it is no journal's folder
    public static Shipped ship(Path directory, UsageStore store, ShipperSettings settings, Duration within)
            throws IOException, InterruptedException {
        String instance = instanceOf(directory);
        JournalSettings any = new JournalSettings(
                "",
                "",
                1 << 20,
                ANY_SIZE,
                1,
                SyncPolicy.BLOCK,
                Duration.ZERO,
                Math.max(EventRow.MAX_BYTES, DeadLetterRow.MAX_BYTES));
        try (UsageJournal journal = UsageJournal.open(directory, any)) {
            long found = journal.state().unshippedRecords();
            UsageShipper shipper = new UsageShipper(journal, new OfAnother(store), settings);
            shipper.start();
            long until = System.nanoTime() + within.toNanos();
            while (journal.state().unshippedRecords() > 0 && System.nanoTime() < until) {
                Thread.sleep(20);
            }
            shipper.close();
            long left = journal.state().unshippedRecords();
            String failure = left == 0 ? "" : String.valueOf(shipper.state().lastFailure());
            if (left == 0) {
                try {
                    store.gone(instance);
                } catch (UsageStore.StoreUnavailable | UsageStore.StoreRefused e) {
                    failure = "the store was not told that the instance is gone: " + e.getMessage();
                }
            }
            return new Shipped(instance, found, left, failure);
        }
    }

    /// A copy takes a name of its own when it is opened: the one that it had before is kept beside it, for another
    /// run.
    private static String instanceOf(Path directory) throws IOException {
        Path kept = directory.resolve("copy-of");
        Path name = Files.isRegularFile(kept) ? kept : directory.resolve("instance");
        if (!Files.isRegularFile(name)) {
            throw new IOException(directory + " is no journal's folder: it holds no file named instance");
        }
        String text = Files.readString(name, US_ASCII).strip();
        Matcher told = INSTANCE.matcher(text);
        if (!told.matches()) {
            throw new IOException(name + " is not what a journal wrote");
        }
        if (name != kept) {
            Files.writeString(kept, text + "\n", US_ASCII);
        }
        return told.group(1);
    }

    /// The folder's reader says nothing of completeness: it is no instance.
    private record OfAnother(UsageStore store) implements UsageStore {
        @Override
        public void store(UsageBlock block) throws StoreUnavailable, StoreRefused {
            store.store(block);
        }

        @Override
        public void report(Watermark watermark) {
            // nobody waits for it
        }
    }
}
