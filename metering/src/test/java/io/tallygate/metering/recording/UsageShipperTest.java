package io.tallygate.metering.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.metering.recording.ScriptedStore.Answer;
import io.tallygate.metering.recording.ScriptedStore.Try;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UsageShipperTest {
    private static final JournalSettings JOURNAL =
            new JournalSettings("shared", 1 << 20, 8 << 20, 0.75, Duration.ofMillis(20));
    private static final ShipperSettings FAST = new ShipperSettings(
            Duration.ofMillis(10), 1_000, 1 << 20, Duration.ofMillis(5), Duration.ofMillis(40), Duration.ofMillis(300));

    private @TempDir Path directory;
    private final ScriptedStore store = new ScriptedStore();
    private final List<UUID> appended = new ArrayList<>();

    @Test
    void every_record_is_shipped_once_and_the_room_comes_back() throws Exception {
        try (UsageJournal journal = UsageJournal.open(directory, JOURNAL);
                UsageShipper shipper = new UsageShipper(journal, store, FAST)) {
            shipper.start();
            append(journal, 60_000); // twice what the disk bound holds
            await(() -> journal.state().unshippedRecords() == 0);
            assertThat(shipper.state().shippedRows()).isEqualTo(60_000);
            assertThat(shipper.state().lastFailure()).isNull();
        }
        assertThat(ids(store)).isEqualTo(appended);
        assertThat(store.tries()).allSatisfy(each -> assertThat(each.rows()).isLessThanOrEqualTo(1_000));
        assertThat(store.tries().stream().map(Try::token)).doesNotHaveDuplicates();
    }

    @Test
    void a_block_that_failed_is_offered_again_byte_for_byte_under_the_same_token() throws Exception {
        store.willAnswer(Answer.UNAVAILABLE, Answer.LOST_ACKNOWLEDGEMENT, Answer.REFUSED, Answer.UNAVAILABLE);
        try (UsageJournal journal = UsageJournal.open(directory, JOURNAL);
                UsageShipper shipper = new UsageShipper(journal, store, FAST)) {
            append(journal, 100);
            shipper.start();
            await(() -> !store.tries().isEmpty());
            append(journal, 50); // must not slip into the block that is on its way
            await(() -> journal.state().unshippedRecords() == 0);
            assertThat(shipper.state().failedTries()).isEqualTo(4);
            assertThat(shipper.state().refusedTries()).isEqualTo(1);
            assertThat(shipper.state().waitingOnRefusal()).isFalse();
        }
        Try first = store.tries().getFirst();
        assertThat(store.tries().subList(1, 5)).allSatisfy(again -> {
            assertThat(again.token()).isEqualTo(first.token());
            assertThat(again.content()).isEqualTo(first.content());
        });
        assertThat(ids(store)).isEqualTo(appended);
    }

    @Test
    void a_block_on_its_way_when_the_process_ended_is_the_same_block_after_the_next_start() throws Exception {
        store.willAlwaysAnswer(Answer.LOST_ACKNOWLEDGEMENT);
        try (UsageJournal journal = UsageJournal.open(directory, JOURNAL);
                UsageShipper shipper = new UsageShipper(journal, store, FAST)) {
            append(journal, 100);
            shipper.start();
            await(() -> store.tries().size() > 2);
            append(journal, 100);
        }
        Try before = store.tries().getFirst();
        int tried = store.tries().size();
        store.willAlwaysAnswer(Answer.STORED);
        try (UsageJournal journal = UsageJournal.open(directory, JOURNAL);
                UsageShipper shipper = new UsageShipper(journal, store, FAST)) {
            assertThat(journal.state().recoveredRecords()).isEqualTo(200);
            append(journal, 7); // goes on in the same segment, right behind
            shipper.start();
            await(() -> journal.state().unshippedRecords() == 0);
        }
        Try after = store.tries().get(tried);
        assertThat(after.token()).isEqualTo(before.token());
        assertThat(after.content()).isEqualTo(before.content());
        assertThat(ids(store)).isEqualTo(appended);
    }

    @Test
    void a_block_that_lost_bytes_with_the_power_is_offered_under_another_token() throws Exception {
        store.willAlwaysAnswer(Answer.UNAVAILABLE);
        try (UsageJournal journal = UsageJournal.open(directory, JOURNAL);
                UsageShipper shipper = new UsageShipper(journal, store, FAST)) {
            append(journal, 100);
            shipper.start();
            await(() -> store.tries().size() > 1);
        }
        TornSegment.loseLastRecord(directory);
        Try before = store.tries().getFirst();
        store.willAlwaysAnswer(Answer.STORED);
        try (UsageJournal journal = UsageJournal.open(directory, JOURNAL);
                UsageShipper shipper = new UsageShipper(journal, store, FAST)) {
            shipper.start();
            await(() -> journal.state().unshippedRecords() == 0);
            assertThat(journal.unshipped().changedBlocks()).isEqualTo(1);
        }
        assertThat(ids(store)).isEqualTo(appended.subList(0, 99));
        assertThat(store.stored().getFirst().token()).isNotEqualTo(before.token());
    }

    @Test
    void a_refused_block_is_kept_and_said_aloud_until_somebody_mends_the_store() throws Exception {
        store.willAlwaysAnswer(Answer.REFUSED);
        try (UsageJournal journal = UsageJournal.open(directory, JOURNAL);
                UsageShipper shipper = new UsageShipper(journal, store, FAST)) {
            append(journal, 10);
            shipper.start();
            await(() -> shipper.state().refusedTries() >= 3);
            assertThat(shipper.state().waitingOnRefusal()).isTrue();
            assertThat(shipper.state().lastFailure()).contains("as scripted");
            assertThat(journal.state().unshippedRecords()).isEqualTo(10);
            assertThat(journal.state().oldestUnshipped()).isNotNull();
            store.willAlwaysAnswer(Answer.STORED);
            await(() -> journal.state().unshippedRecords() == 0);
            assertThat(shipper.state().waitingOnRefusal()).isFalse();
        }
        assertThat(ids(store)).isEqualTo(appended);
    }

    @Test
    void closing_ships_what_is_left_and_says_that_the_instance_has_stopped() throws Exception {
        try (UsageJournal journal = UsageJournal.open(directory, JOURNAL)) {
            ShipperSettings slow = new ShipperSettings(
                    Duration.ofMinutes(1),
                    1_000,
                    1 << 20,
                    Duration.ofMillis(5),
                    Duration.ofMillis(40),
                    Duration.ofSeconds(5));
            UsageShipper shipper = new UsageShipper(journal, store, slow);
            shipper.start();
            append(journal, 2_500);
            shipper.close();
            assertThat(journal.state().unshippedRecords()).isZero();
        }
        assertThat(ids(store)).isEqualTo(appended);
        assertThat(store.watermarks().getLast().stopped()).isTrue();
    }

    @Test
    void closing_takes_no_longer_than_it_may_when_the_store_is_away() throws Exception {
        store.willAlwaysAnswer(Answer.UNAVAILABLE);
        long began;
        try (UsageJournal journal = UsageJournal.open(directory, JOURNAL)) {
            UsageShipper shipper = new UsageShipper(journal, store, FAST);
            append(journal, 10);
            shipper.start();
            began = System.nanoTime();
            shipper.close();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
            assertThat(journal.state().unshippedRecords()).isEqualTo(10);
        }
        assertThat(store.watermarks()).isEmpty();
    }

    @Test
    void closing_does_not_wait_for_a_store_that_cannot_even_be_reached() throws Exception {
        store.willAlwaysAnswer(Answer.UNREACHED);
        ShipperSettings patient = new ShipperSettings(
                Duration.ofMillis(10),
                1_000,
                1 << 20,
                Duration.ofMillis(5),
                Duration.ofSeconds(40),
                Duration.ofSeconds(40));
        try (UsageJournal journal = UsageJournal.open(directory, JOURNAL)) {
            UsageShipper shipper = new UsageShipper(journal, store, patient);
            append(journal, 10);
            shipper.start();
            await(() -> store.tries().size() > 3);
            long began = System.nanoTime();
            shipper.close();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
            assertThat(journal.state().unshippedRecords()).isEqualTo(10);
        }
    }

    @Test
    void rows_of_two_forms_go_to_the_store_apart_and_are_acknowledged_together() throws Exception {
        JournalSettings events = JournalSettings.ofEvents("shared").within(64 << 20);
        UUID tenant = UUID.randomUUID();
        try (UsageJournal journal = UsageJournal.open(directory, events);
                UsageShipper shipper = new UsageShipper(journal, store, FAST)) {
            for (int i = 0; i < 40; i++) {
                byte[] data = ("{\"n\":" + i + "}").getBytes(UTF_8);
                UUID key = EventRow.key("live", "/pay", "e" + i);
                UsageJournal.Row event = journal.row(new EventRow.Values(
                        tenant, key, tenant, tenant, 1, 2, "live", "/pay", "e" + i, "t", tenant.toString(), data));
                UsageJournal.Row letter = journal.row(new DeadLetterRow.Values(
                        tenant, journal.nextId(), tenant, 3, "live", "unknown-type", "nobody counts it", data));
                assertThat(journal.append(List.of(event, letter))).isTrue();
            }
            store.willAnswer(Answer.STORED, Answer.UNAVAILABLE); // the first form is there, the second is not
            shipper.start();
            await(() -> journal.state().unshippedRecords() == 0);
        }
        assertThat(store.tries().stream().map(Try::form))
                .containsExactly(RowForm.EVENT, RowForm.DEAD_LETTER, RowForm.DEAD_LETTER);
        assertThat(store.tries().get(2).token()).isEqualTo(store.tries().get(1).token());
        assertThat(store.stored()).allSatisfy(each -> assertThat(each.rows()).isEqualTo(40));
    }

    @Test
    void a_watermark_says_only_what_is_stored() throws Exception {
        try (UsageJournal journal = UsageJournal.open(directory, JOURNAL);
                UsageShipper shipper = new UsageShipper(journal, store, FAST)) {
            shipper.start();
            await(() -> !store.watermarks().isEmpty());
            store.willAlwaysAnswer(Answer.UNAVAILABLE);
            append(journal, 1);
            Instant ended = Instant.now();
            await(() -> store.tries().size() > 5);
            assertThat(store.watermarks())
                    .allSatisfy(mark -> assertThat(mark.completeUpTo()).isBefore(ended));
            store.willAlwaysAnswer(Answer.STORED);
            await(() -> store.watermarks().getLast().completeUpTo().isAfter(ended));
        }
        List<Long> numbers = store.watermarks().stream().map(Watermark::number).toList();
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
        assertThat(store.watermarks())
                .allSatisfy(mark -> assertThat(mark.instance()).hasSize(12));
    }

    private void append(UsageJournal journal, int records) throws InterruptedException {
        UsageDraft draft = new UsageDraft();
        for (int i = 0; i < records; ) {
            if (!journal.reserve()) {
                Thread.sleep(1);
                continue;
            }
            Drafts.fill(draft, 1, Drafts.nowMicros());
            journal.nextId(draft);
            journal.append(draft);
            appended.add(new UUID(draft.idHigh, draft.idLow));
            i++;
        }
    }

    private static List<UUID> ids(ScriptedStore store) {
        return store.storedRows().stream().map(Rows.Row::id).toList();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 2_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(5);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
