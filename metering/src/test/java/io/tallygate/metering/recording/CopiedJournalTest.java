package io.tallygate.metering.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.metering.recording.ScriptedStore.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CopiedJournalTest {
    private static final JournalSettings JOURNAL =
            new JournalSettings("shared", 1 << 20, 8 << 20, 0.75, Duration.ofMillis(20));
    private static final ShipperSettings FAST = new ShipperSettings(
            Duration.ofMillis(5), 100, 1 << 20, Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMillis(50));

    private @TempDir Path directory;
    private final ScriptedStore store = new ScriptedStore();
    private final List<UUID> appended = new ArrayList<>();
    private Path original;
    private Path copy;
    private String instance;

    @BeforeEach
    void anInstanceEnds() throws Exception {
        original = directory.resolve("original");
        try (UsageJournal journal = UsageJournal.open(original, JOURNAL)) {
            instance = journal.instance();
            UsageDraft draft = new UsageDraft();
            for (int i = 0; i < 6_000; i++) { // over two segments
                assertThat(journal.reserve()).isTrue();
                Drafts.fill(draft, 1, Drafts.nowMicros());
                journal.nextId(draft);
                journal.append(draft);
                appended.add(new UUID(draft.idHigh, draft.idLow));
            }
            BlockContent content = new BlockContent(4 << 20);
            UnshippedRecords.Block stored = Objects.requireNonNull(
                    journal.unshipped().next(journal.seal().place(), 1_000, content));
            journal.unshipped().acknowledge(stored, null);
            journal.unshipped().next(journal.seal().place(), 500, content); // on its way
        }
        copy = Files.createDirectory(directory.resolve("copy"));
        try (Stream<Path> files = Files.list(original)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void what_the_store_has_not_is_shipped_and_the_instance_is_said_to_be_gone() throws Exception {
        CopiedJournal.Shipped shipped = CopiedJournal.ship(copy, store, FAST, Duration.ofSeconds(20));
        assertThat(shipped).isEqualTo(new CopiedJournal.Shipped(instance, 5_000, 0, ""));
        assertThat(ids()).isEqualTo(appended.subList(1_000, 6_000));
        assertThat(store.tries().getFirst().rows())
                .as("the block on its way goes on")
                .isEqualTo(500);
        assertThat(store.gone()).containsExactly(instance);
        assertThat(store.watermarks()).as("a copy is no instance").isEmpty();
    }

    @Test
    void a_run_that_had_to_give_up_is_gone_on_with_by_the_next() throws Exception {
        store.willAnswer(Answer.STORED, Answer.STORED);
        store.willAlwaysAnswer(Answer.UNREACHED);
        CopiedJournal.Shipped first = CopiedJournal.ship(copy, store, FAST, Duration.ofMillis(300));
        assertThat(first.left()).isEqualTo(5_000 - 500 - 100);
        assertThat(first.failure()).contains("as scripted");
        assertThat(store.gone()).isEmpty();
        store.willAlwaysAnswer(Answer.STORED);
        CopiedJournal.Shipped second = CopiedJournal.ship(copy, store, FAST, Duration.ofSeconds(20));
        assertThat(second).isEqualTo(new CopiedJournal.Shipped(instance, first.left(), 0, ""));
        assertThat(ids()).isEqualTo(appended.subList(1_000, 6_000));
        assertThat(store.gone()).containsExactly(instance);
    }

    @Test
    void a_folder_that_is_written_in_or_is_none_is_refused() throws Exception {
        try (UsageJournal journal = UsageJournal.open(original, JOURNAL)) {
            assertThat(journal.instance()).isEqualTo(instance);
            assertThatThrownBy(() -> CopiedJournal.ship(original, store, FAST, Duration.ofSeconds(1)))
                    .isInstanceOf(UsageJournal.InUse.class);
        }
        assertThatThrownBy(() -> CopiedJournal.ship(directory, store, FAST, Duration.ofSeconds(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no journal's folder");
        assertThat(store.tries()).isEmpty();
    }

    private List<UUID> ids() {
        return store.storedRows().stream().map(Rows.Row::id).toList();
    }
}
