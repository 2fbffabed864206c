package io.tallygate.metering.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A journal that a version before the region left: 40 calls, of which the store had acknowledged 10, and 10 were
/// on their way as one block. It was written by that version and is kept as it was.
class FormerJournalTest {
    private static final String ON_ITS_WAY = "f86f9901559f784131f28b1912e9dff2a999e1cf2750abbb712ff3f5f8bac1cc";

    private @TempDir Path directory;

    @Test
    void what_an_upgrade_finds_is_shipped_as_it_was_and_new_calls_go_on_behind_it() throws Exception {
        unpack();
        JournalSettings settings = new JournalSettings("shared", 1 << 20, 8 << 20, 0.75, Duration.ofMillis(20));
        BlockContent content = new BlockContent(4 << 20);
        try (UsageJournal journal = UsageJournal.open(directory, settings)) {
            assertThat(journal.state().recoveredRecords()).isEqualTo(30);
            assertThat(journal.state().voidBytes()).isZero();
            UsageDraft draft = new UsageDraft();
            for (int i = 0; i < 5; i++) {
                assertThat(journal.reserve()).isTrue();
                Drafts.fill(draft, i, Drafts.nowMicros());
                journal.nextId(draft);
                journal.append(draft);
            }
            UnshippedRecords.Block first = next(journal, content);
            assertThat(first.parts()).singleElement().satisfies(part -> {
                assertThat(part.form()).isEqualTo(RowForm.FORMER_CALL);
                assertThat(part.rows()).isEqualTo(10);
                assertThat(part.token()).isEqualTo(ON_ITS_WAY);
            });
            assertThat(HexFormat.of().formatHex(first.digest())).isEqualTo(ON_ITS_WAY);
            List<Long> moments = new ArrayList<>(moments(first));
            journal.unshipped().acknowledge(first, null);
            UnshippedRecords.Block rest = next(journal, content);
            assertThat(rest.parts().stream().map(BlockContent.Part::form))
                    .containsExactly(RowForm.FORMER_CALL, RowForm.CALL);
            assertThat(rest.parts().stream().map(BlockContent.Part::rows)).containsExactly(20, 5);
            moments.addAll(moments(rest).subList(0, 20));
            journal.unshipped().acknowledge(rest, null);
            List<Long> written = new ArrayList<>();
            for (int i = 10; i < 30; i++) {
                written.add(1_764_500_000_000_000L + i);
            }
            assertThat(moments)
                    .hasSize(30)
                    .startsWith(written.toArray(Long[]::new))
                    .isSorted();
            assertThat(journal.unshipped().damagedRecords()).isZero();
            assertThat(journal.state().unshippedRecords()).isZero();
        }
    }

    private static UnshippedRecords.Block next(UsageJournal journal, BlockContent content) throws IOException {
        return Objects.requireNonNull(journal.unshipped().next(journal.seal().place(), 1_000, content));
    }

    private static List<Long> moments(UnshippedRecords.Block block) {
        return block.parts().stream()
                .flatMap(part -> Rows.of(part.form(), part.content()).stream())
                .map(Rows.Row::endedAtMicros)
                .toList();
    }

    private void unpack() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                        FormerJournalTest.class.getResourceAsStream("/recording/former-journal.zip"));
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Files.write(directory.resolve(entry.getName()), zip.readAllBytes());
            }
        }
    }
}
