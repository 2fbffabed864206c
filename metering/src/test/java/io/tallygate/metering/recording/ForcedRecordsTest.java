package io.tallygate.metering.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForcedRecordsTest {
    private static final int THREADS = 4;
    private static final int EACH = 3_000;

    private @TempDir Path directory;

    @Test
    void whoever_waits_for_the_disk_is_told_once_and_soon_over_many_segments() throws Exception {
        JournalSettings settings = new JournalSettings("shared", 1 << 20, 16 << 20, 0.75, Duration.ofHours(1))
                .forced(SyncPolicy.RECORD, Duration.ofHours(1));
        AtomicInteger told = new AtomicInteger();
        try (UsageJournal journal = UsageJournal.open(directory, settings)) {
            assertThat(journal.forcesEachRecord()).isTrue();
            CountDownLatch done = new CountDownLatch(THREADS);
            long began = System.nanoTime();
            for (int t = 0; t < THREADS; t++) {
                Thread.ofPlatform().start(() -> {
                    UsageDraft draft = new UsageDraft();
                    for (int i = 0; i < EACH; i++) {
                        journal.reserve();
                        Drafts.fill(draft, i, Drafts.nowMicros());
                        journal.nextId(draft);
                        journal.append(draft);
                        if (i % 10 == 9) { // ten records, and one who waits for them
                            CountDownLatch forced = new CountDownLatch(1);
                            journal.whenForced(() -> {
                                told.incrementAndGet();
                                forced.countDown();
                            });
                            try {
                                assertThat(forced.await(20, TimeUnit.SECONDS)).isTrue();
                            } catch (InterruptedException e) {
                                return;
                            }
                        }
                    }
                    done.countDown();
                });
            }
            assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
            long micros = (System.nanoTime() - began) / 1_000 / (EACH / 10);
            System.out.println("a wait for the disk took " + micros + " µs in the mean, " + THREADS + " at a time");
            assertThat(told).hasValue(THREADS * EACH / 10);
            assertThat(journal.state().appendedRecords()).isEqualTo(THREADS * EACH);
        }
    }
}
