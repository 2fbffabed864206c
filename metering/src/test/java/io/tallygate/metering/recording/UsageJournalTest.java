package io.tallygate.metering.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UsageJournalTest {
    private static final JournalSettings SMALL =
            new JournalSettings("shared", 1 << 20, 8 << 20, 0.75, Duration.ofMillis(20));

    private @TempDir Path directory;
    private final BlockContent content = new BlockContent(4 << 20);

    @Test
    void records_are_read_back_in_order_and_byte_for_byte() throws Exception {
        try (UsageJournal journal = UsageJournal.open(directory, SMALL)) {
            List<UUID> appended = append(journal, 1_000);
            assertThat(ids(drain(journal))).isEqualTo(appended);
            assertThat(drain(journal)).isEmpty();
        }
    }

    @Test
    void what_was_not_acknowledged_is_there_after_a_restart_and_what_was_is_not() throws Exception {
        List<UUID> later;
        try (UsageJournal journal = UsageJournal.open(directory, SMALL)) {
            append(journal, 500);
            drain(journal);
            later = append(journal, 7_000); // over two segments
        }
        try (UsageJournal journal = UsageJournal.open(directory, SMALL)) {
            assertThat(journal.state().recoveredRecords()).isEqualTo(7_000);
            List<UUID> more = append(journal, 10);
            later.addAll(more);
            assertThat(journal.state().unshippedRecords()).isEqualTo(7_010);
            assertThat(ids(drain(journal))).isEqualTo(later);
            assertThat(journal.state().unshippedRecords()).isZero();
            assertThat(journal.state().oldestUnshipped()).isNull();
        }
    }

    @Test
    void killed_in_the_middle_of_appends_it_has_every_acknowledged_record_once() throws Exception {
        int boots = Integer.getInteger("tallygate.test.kills", 6);
        int threads = 2;
        Path acknowledgements = Files.createDirectory(directory.resolve("acknowledged"));
        Path journalDirectory = directory.resolve("journal");
        Random random = new Random();
        for (int boot = 1; boot <= boots; boot++) {
            try (ChildProcess child = new ChildProcess(
                    AppendUntilKilled.class,
                    journalDirectory.toString(),
                    acknowledgements.resolve("ids").toString(),
                    String.valueOf(threads))) {
                child.says("appending");
                Thread.sleep(random.nextInt(50, 350));
            }
        }
        List<UUID> acknowledged = acknowledged(acknowledgements);
        try (UsageJournal journal = UsageJournal.open(journalDirectory, AppendUntilKilled.SETTINGS)) {
            List<UUID> found = ids(drain(journal));
            Set<UUID> unique = new HashSet<>(found);
            Set<UUID> lost = new HashSet<>(acknowledged);
            lost.removeAll(unique);
            System.out.printf(
                    "%d boots, %d threads: acknowledged=%d found=%d lost=%d duplicated=%d cut=%d void bytes=%d%n",
                    boots,
                    threads,
                    acknowledged.size(),
                    found.size(),
                    lost.size(),
                    found.size() - unique.size(),
                    unique.size() - acknowledged.size(),
                    journal.state().voidBytes());
            assertThat(journal.boot()).isEqualTo(boots + 1);
            assertThat(acknowledged).hasSizeGreaterThan(10_000).doesNotHaveDuplicates();
            assertThat(lost).isEmpty();
            assertThat(found).hasSameSizeAs(unique);
            // appended, and killed before the acknowledgement was written down
            assertThat(unique.size() - acknowledged.size()).isBetween(0, boots * threads);
        }
    }

    private static List<UUID> acknowledged(Path directory) throws IOException {
        List<UUID> ids = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
                while (bytes.remaining() >= 16) {
                    ids.add(new UUID(bytes.getLong(), bytes.getLong()));
                }
            }
        }
        return ids;
    }

    @Test
    void a_torn_tail_is_cut_and_appends_go_on_behind_it() throws Exception {
        List<UUID> whole;
        try (UsageJournal journal = UsageJournal.open(directory, SMALL)) {
            whole = append(journal, 101);
        }
        int at = placeOf(100);
        overwrite(at + 40, new byte[30]); // the last record reached the disk in part
        try (UsageJournal journal = UsageJournal.open(directory, SMALL)) {
            assertThat(journal.state().recoveredRecords()).isEqualTo(100);
            assertThat(journal.state().voidBytes()).isZero();
            List<UUID> expected = new ArrayList<>(whole.subList(0, 100));
            expected.addAll(append(journal, 5));
            assertThat(ids(drain(journal))).isEqualTo(expected);
        }
    }

    @Test
    void a_hole_that_a_killed_thread_left_does_not_hide_the_records_behind_it() throws Exception {
        List<UUID> whole;
        try (UsageJournal journal = UsageJournal.open(directory, SMALL)) {
            whole = append(journal, 100);
        }
        overwrite(placeOf(50), new byte[4]); // claimed and written, its length never published
        overwrite(placeOf(70), new byte[150]); // claimed and half written
        try (UsageJournal journal = UsageJournal.open(directory, SMALL)) {
            assertThat(journal.state().recoveredRecords()).isEqualTo(98);
            assertThat(journal.state().voidBytes()).isPositive();
            whole.remove(70);
            whole.remove(50);
            whole.addAll(append(journal, 3));
            assertThat(ids(drain(journal))).isEqualTo(whole);
        }
    }

    @ParameterizedTest(name = "byte {0} of a record")
    @ValueSource(ints = {0, 3, 4, 7, 8, 100, 250})
    void a_damaged_record_is_never_shipped_and_its_bytes_are_kept(int offset) throws Exception {
        try (UsageJournal journal = UsageJournal.open(directory, SMALL)) {
            List<UUID> whole = append(journal, 8_000);
            flip(placeOf(2_000) + offset);
            List<UUID> shipped = ids(drain(journal));
            whole.remove(2_000);
            assertThat(shipped.equals(whole)).isTrue();
            assertThat(journal.unshipped().damagedRecords()).isEqualTo(1);
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files.filter(file -> file.getFileName().toString().startsWith("damaged-")))
                        .hasSize(1);
            }
        }
    }

    @ParameterizedTest(name = "texts of {0} bytes")
    @ValueSource(ints = {0, 11, 126, 127, 400})
    void what_was_reserved_always_fits_and_not_one_more_is_promised(int textBytes) throws Exception {
        try (UsageJournal journal = UsageJournal.open(directory, SMALL)) {
            UsageDraft draft = new UsageDraft();
            Drafts.fill(draft, 1, Drafts.nowMicros());
            draft.operation = draft.outcome = draft.environment = draft.method = new byte[textBytes];
            int appended = 0;
            int reserved = 0;
            while (!isFull(journal)) {
                while (journal.reserve()) {
                    reserved++;
                }
                for (; reserved > 0; reserved--, appended++) {
                    journal.nextId(draft);
                    journal.append(draft);
                }
            }
            JournalState full = journal.state();
            System.out.println("texts of " + textBytes + " bytes: " + appended + " records in 8 MiB, " + full);
            assertThat(full.refusing()).isTrue();
            assertThat(full.nearlyFull()).isTrue();
            assertThat(full.usedBytes()).isBetween((7L << 20) + 900_000, 8L << 20);
            assertThat(sizeOfSegments()).isEqualTo(8 << 20);
            assertThat(drain(journal)).hasSize(appended);
            awaitRoom(journal);
        }
    }

    @Test
    void a_released_reservation_can_be_used_again() {
        try (UsageJournal journal = UsageJournal.open(directory, SMALL)) {
            int first = reserveAll(journal);
            assertThat(journal.reserve()).isFalse();
            for (int i = 0; i < first; i++) {
                journal.release();
            }
            assertThat(reserveAll(journal)).isGreaterThanOrEqualTo(first);
            assertThat(journal.state().refusedReservations()).isPositive();
        }
    }

    @Test
    void a_full_journal_opens_again_and_takes_records_once_it_is_shipped() throws Exception {
        int appended = 0;
        for (int boot = 0; boot < 3; boot++) {
            try (UsageJournal journal = UsageJournal.open(directory, SMALL)) {
                appended += fill(journal);
            }
        }
        try (UsageJournal journal = UsageJournal.open(directory, SMALL)) {
            assertThat(journal.reserve()).isFalse();
            assertThat(sizeOfSegments()).isEqualTo(8 << 20);
            assertThat(drain(journal)).hasSize(appended);
            awaitRoom(journal);
            append(journal, 100);
            assertThat(drain(journal)).hasSize(100);
        }
    }

    @Test
    void shipped_segments_are_used_again() throws Exception {
        try (UsageJournal journal = UsageJournal.open(directory, SMALL)) {
            for (int round = 0; round < 60; round++) {
                List<UUID> appended = append(journal, 2_500);
                assertThat(ids(drain(journal))).isEqualTo(appended);
            }
            assertThat(sizeOfSegments()).as("43 MB went through").isLessThanOrEqualTo(8 << 20);
        }
    }

    @Test
    void a_restart_with_many_recycled_files_keeps_numbers_growing() throws Exception {
        for (int boot = 0; boot < 5; boot++) {
            try (UsageJournal journal = UsageJournal.open(directory, SMALL)) {
                assertThat(journal.state().recoveredRecords()).isEqualTo(boot == 0 ? 0 : 1_000);
                List<UUID> appended = append(journal, 9_000);
                List<UUID> drained = ids(drain(journal));
                assertThat(drained.subList(drained.size() - 9_000, drained.size()))
                        .isEqualTo(appended);
                append(journal, 1_000);
            }
        }
    }

    @Test
    void a_segment_whose_making_was_cut_is_made_anew() throws Exception {
        Files.createDirectories(directory);
        Files.write(directory.resolve("segment-000001.usage"), new byte[300_000]);
        Files.write(directory.resolve("segment-000002.usage"), new byte[0]);
        try (UsageJournal journal = UsageJournal.open(directory, SMALL)) {
            List<UUID> appended = append(journal, 9_000);
            assertThat(ids(drain(journal))).isEqualTo(appended);
        }
    }

    @Test
    void segments_of_another_size_are_shipped_and_not_used_again() throws Exception {
        JournalSettings larger = new JournalSettings("shared", 2 << 20, 16 << 20, 0.75, Duration.ZERO);
        List<UUID> appended;
        try (UsageJournal journal = UsageJournal.open(directory, SMALL)) {
            appended = append(journal, 9_000);
        }
        try (UsageJournal journal = UsageJournal.open(directory, larger)) {
            appended.addAll(append(journal, 9_000));
            assertThat(ids(drain(journal))).isEqualTo(appended);
            append(journal, 9_000);
            drain(journal);
            // the files of the old size are taken away by a thread of its own
            for (int tries = 0; tries < 500 && sizeOfSegments() % (2 << 20) != 0; tries++) {
                Thread.sleep(10);
            }
            assertThat(sizeOfSegments() % (2 << 20)).isZero();
        }
    }

    @Test
    void ids_name_instance_boot_and_sequence() {
        UsageDraft draft = new UsageDraft();
        long instance;
        long sequence;
        try (UsageJournal journal = UsageJournal.open(directory, SMALL)) {
            journal.nextId(draft);
            UUID id = new UUID(draft.idHigh, draft.idLow);
            assertThat(id.version()).isEqualTo(8);
            assertThat(id.variant()).isEqualTo(2);
            assertThat(id.toString().replace("-", "")).startsWith(journal.instance());
            instance = draft.idHigh >>> 16;
            sequence = draft.idLow & (1L << 54) - 1;
            assertThat(bootOf(draft)).isEqualTo(1);
            journal.nextId(draft);
            assertThat(draft.idLow & (1L << 54) - 1).isEqualTo(sequence + 1);
        }
        for (int boot = 2; boot <= 5; boot++) {
            try (UsageJournal journal = UsageJournal.open(directory, SMALL)) {
                journal.nextId(draft);
                assertThat(draft.idHigh >>> 16).isEqualTo(instance);
                assertThat(bootOf(draft)).isEqualTo(boot);
            }
        }
    }

    private static long bootOf(UsageDraft draft) {
        return (draft.idHigh & 0xFFF) << 8 | draft.idLow >>> 54 & 0xFF;
    }

    @Test
    void a_copied_directory_takes_another_name() throws Exception {
        Path original = directory.resolve("original");
        String instance;
        try (UsageJournal journal = UsageJournal.open(original, SMALL)) {
            instance = journal.instance();
            append(journal, 10);
        }
        Path copy = Files.createDirectory(directory.resolve("copy"));
        try (Stream<Path> files = Files.list(original)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        try (UsageJournal journal = UsageJournal.open(copy, SMALL);
                UsageJournal first = UsageJournal.open(original, SMALL)) {
            assertThat(journal.instance()).isNotEqualTo(instance);
            assertThat(first.instance()).isEqualTo(instance);
            assertThat(ids(drain(journal))).isEqualTo(ids(drain(first)));
        }
    }

    @Test
    void a_directory_is_held_by_one_process() throws Exception {
        try (UsageJournal journal = UsageJournal.open(directory, SMALL)) {
            assertThat(journal.boot()).isEqualTo(1);
            assertThatThrownBy(() -> UsageJournal.open(directory, SMALL)).isInstanceOf(UsageJournal.InUse.class);
        }
        Path acknowledgements = Files.createDirectory(directory.resolve("acknowledged"));
        Path other = directory.resolve("other");
        try (ChildProcess child = new ChildProcess(
                AppendUntilKilled.class,
                other.toString(),
                acknowledgements.resolve("ids").toString(),
                "0")) {
            child.says("appending");
            assertThatThrownBy(() -> UsageJournal.open(other, SMALL)).isInstanceOf(UsageJournal.InUse.class);
        }
        try (UsageJournal journal = UsageJournal.open(other, AppendUntilKilled.SETTINGS)) {
            assertThat(journal.boot()).as("the refused openings used no boot").isEqualTo(2);
        }
    }

    @Test
    void an_append_without_a_reservation_in_a_full_journal_is_an_error_and_harms_nothing() throws Exception {
        try (UsageJournal journal = UsageJournal.open(directory, SMALL)) {
            int appended = fill(journal);
            UsageDraft draft = new UsageDraft();
            Drafts.fill(draft, 1, Drafts.nowMicros());
            draft.operation = new byte[127];
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            journal.append(draft);
                        }
                    })
                    .isInstanceOf(IllegalStateException.class);
            assertThat(drain(journal).size()).isBetween(appended, appended + 99);
        }
    }

    @Test
    void threads_that_append_while_another_ships_lose_and_double_nothing() throws Exception {
        int threads = 4;
        int each = 50_000;
        try (UsageJournal journal = UsageJournal.open(directory, SMALL)) {
            CountDownLatch done = new CountDownLatch(threads);
            List<Set<UUID>> appended = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                Set<UUID> own = new HashSet<>();
                appended.add(own);
                Thread.ofPlatform()
                        .uncaughtExceptionHandler((thread, error) -> done.countDown())
                        .start(() -> {
                            UsageDraft draft = new UsageDraft();
                            for (int i = 0; i < each; ) {
                                if (!journal.reserve()) {
                                    Thread.yield();
                                    continue;
                                }
                                Drafts.fill(draft, i, Drafts.nowMicros());
                                draft.operation = new byte[i % 127];
                                journal.nextId(draft);
                                journal.append(draft);
                                own.add(new UUID(draft.idHigh, draft.idLow));
                                i++;
                            }
                            done.countDown();
                        });
            }
            List<UUID> shipped = new ArrayList<>();
            while (done.getCount() > 0) {
                shipped.addAll(ids(drain(journal)));
            }
            shipped.addAll(ids(drain(journal)));
            Set<UUID> unique = new HashSet<>(shipped);
            assertThat(shipped).hasSize(threads * each);
            assertThat(unique).hasSize(threads * each);
            appended.forEach(own -> assertThat(unique.containsAll(own)).isTrue());
        }
    }

    @Test
    void no_record_ends_before_a_moment_that_was_sealed_ahead_of_it() throws Exception {
        try (UsageJournal journal = UsageJournal.open(directory, SMALL)) {
            AtomicBoolean stop = new AtomicBoolean();
            Thread[] writers = new Thread[3];
            for (int t = 0; t < writers.length; t++) {
                Random random = new Random(t);
                writers[t] = Thread.ofPlatform().start(() -> {
                    UsageDraft draft = new UsageDraft();
                    while (!stop.get()) {
                        if (!journal.reserve()) {
                            Thread.yield();
                            continue;
                        }
                        Drafts.fill(draft, 1, Drafts.nowMicros());
                        if (random.nextInt(100) == 0) {
                            Thread.yield(); // the end is taken, the append comes later
                        }
                        journal.nextId(draft);
                        journal.append(draft);
                    }
                });
            }
            long checked = 0;
            long sealedMicros = 0;
            long until = System.nanoTime() + Duration.ofSeconds(1).toNanos();
            while (System.nanoTime() < until) {
                UsageJournal.Seal seal = journal.seal();
                do { // a record may be claimed and not published yet
                    for (Rows.Row row : drain(journal, seal)) {
                        assertThat(row.endedAtMicros()).isGreaterThanOrEqualTo(sealedMicros);
                        checked++;
                    }
                } while (journal.unshipped().place().compareTo(seal.place()) < 0);
                sealedMicros = seal.moment().getEpochSecond() * 1_000_000
                        + seal.moment().getNano() / 1_000;
            }
            stop.set(true);
            for (Thread writer : writers) {
                writer.join();
            }
            assertThat(checked).isGreaterThan(1_000);
        }
    }

    @Test
    void calls_after_a_clock_was_put_back_keep_their_own_moments_though_the_store_is_away() throws Exception {
        long now = Drafts.nowMicros();
        java.util.concurrent.atomic.AtomicLong clock = new java.util.concurrent.atomic.AtomicLong(now);
        try (UsageJournal journal = UsageJournal.open(directory, SMALL, clock::get)) {
            journal.seal(); // and then the store is away: nothing is sealed anew
            long back = now - Duration.ofHours(3).toMillis() * 1_000;
            UsageDraft draft = new UsageDraft();
            for (int i = 0; i < 3; i++) {
                assertThat(journal.reserve()).isTrue();
                Drafts.fill(draft, 1, back + i);
                journal.nextId(draft);
                journal.append(draft);
            }
            clock.set(back + 100);
            assertThat(drain(journal)).extracting(Rows.Row::endedAtMicros).containsExactly(back, back + 1, back + 2);
        }
    }

    @Test
    void a_file_that_was_cut_before_its_first_record_does_not_keep_the_journal_from_opening() throws Exception {
        UsageJournal.open(directory, SMALL).close();
        try (var files = java.nio.file.Files.list(directory)) {
            int cut = 0;
            for (Path file : files.filter(each -> each.toString().endsWith(".usage"))
                    .sorted()
                    .toList()) {
                try (var channel = java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
                    channel.truncate(List.of(0, 5, 9, 16, 40).get(cut++ % 5));
                }
            }
            assertThat(cut).isPositive();
        }
        try (UsageJournal journal = UsageJournal.open(directory, SMALL)) {
            assertThat(journal.reserve()).isTrue();
            UsageDraft draft = new UsageDraft();
            Drafts.fill(draft, 1, Drafts.nowMicros());
            journal.nextId(draft);
            journal.append(draft);
            assertThat(drain(journal)).hasSize(1);
        }
    }

    @Test
    void an_append_allocates_nothing() {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        try (UsageJournal journal = UsageJournal.open(directory, SMALL)) {
            UsageDraft draft = new UsageDraft();
            long allocated = Long.MAX_VALUE;
            for (int round = 0; round < 5; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 2_000; i++) {
                    Drafts.fill(draft, 1, 1_000_000L + i);
                    journal.reserve();
                    journal.nextId(draft);
                    journal.append(draft);
                }
                allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
            }
            System.out.println("2000 appends allocated " + allocated + " bytes");
            assertThat(allocated).isLessThan(200);
        }
    }

    private List<UUID> append(UsageJournal journal, int records) throws InterruptedException {
        UsageDraft draft = new UsageDraft();
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < records; ) {
            if (!journal.reserve()) {
                Thread.sleep(1);
                continue;
            }
            Drafts.fill(draft, 1, Drafts.nowMicros());
            journal.nextId(draft);
            journal.append(draft);
            ids.add(new UUID(draft.idHigh, draft.idLow));
            i++;
        }
        return ids;
    }

    private static int reserveAll(UsageJournal journal) {
        int reserved = 0;
        while (journal.reserve()) {
            reserved++;
        }
        return reserved;
    }

    private static int fill(UsageJournal journal) throws InterruptedException {
        UsageDraft draft = new UsageDraft();
        Drafts.fill(draft, 1, Drafts.nowMicros());
        int appended = 0;
        while (!isFull(journal)) {
            while (journal.reserve()) {
                journal.nextId(draft);
                journal.append(draft);
                appended++;
            }
        }
        return appended;
    }

    /// The supply needs a moment to put the next segment behind the last.
    private static boolean isFull(UsageJournal journal) throws InterruptedException {
        for (int i = 0; i < 30; i++) {
            if (journal.reserve()) {
                journal.release();
                return false;
            }
            Thread.sleep(10);
        }
        return true;
    }

    private static void awaitRoom(UsageJournal journal) throws InterruptedException {
        assertThat(isFull(journal)).isFalse();
    }

    private List<Rows.Row> drain(UsageJournal journal) throws IOException {
        return drain(journal, journal.seal());
    }

    private List<Rows.Row> drain(UsageJournal journal, UsageJournal.Seal seal) throws IOException {
        List<Rows.Row> rows = new ArrayList<>();
        while (journal.unshipped().place().compareTo(seal.place()) < 0) {
            UnshippedRecords.Block block = journal.unshipped().next(seal.place(), 100_000, content);
            if (block == null) {
                break;
            }
            List<Rows.Row> inBlock = new ArrayList<>();
            block.parts().forEach(part -> inBlock.addAll(Rows.of(part.form(), part.content())));
            assertThat(inBlock).hasSize(block.rows());
            rows.addAll(inBlock);
            journal.unshipped().acknowledge(block, null);
        }
        return rows;
    }

    private static List<UUID> ids(List<Rows.Row> rows) {
        return new ArrayList<>(rows.stream().map(Rows.Row::id).toList());
    }

    private long sizeOfSegments() throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                bytes += file.toString().endsWith(".usage") ? Files.size(file) : 0;
            }
        }
        return bytes;
    }

    /// Where the n-th record of the first segment begins, all being of the size that [Drafts] makes.
    private int placeOf(int record) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(firstSegment().toFile(), "r")) {
            file.seek(Segment.HEADER);
            int length = Integer.reverseBytes(file.readInt()) & 0xFFFFFF; // the form stands above
            return Segment.HEADER + record * Segment.recordSize(length);
        }
    }

    private Path firstSegment() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".usage") && number(file) > 0)
                    .min((a, b) -> Long.compare(number(a), number(b)))
                    .orElseThrow();
        }
    }

    private static long number(Path file) {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "r")) {
            access.seek(8);
            if (access.length() < 16) {
                return 0; // being made
            }
            return Long.reverseBytes(access.readLong());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void overwrite(int at, byte[] bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(firstSegment().toFile(), "rw")) {
            file.seek(at);
            file.write(bytes);
        }
    }

    private void flip(int at) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(firstSegment().toFile(), "rw")) {
            file.seek(at);
            int before = file.read();
            file.seek(at);
            file.write(before ^ 0x5A);
        }
    }
}
