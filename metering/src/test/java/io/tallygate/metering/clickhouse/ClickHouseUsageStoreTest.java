package io.tallygate.metering.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.metering.recording.Blocks;
import io.tallygate.metering.recording.Drafts;
import io.tallygate.metering.recording.RowForm;
import io.tallygate.metering.recording.UsageBlock;
import io.tallygate.metering.recording.UsageDraft;
import io.tallygate.metering.recording.UsageStore;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClickHouseUsageStoreTest {
    private static @TempDir Path directory;
    private static RunningClickHouse clickHouse;

    @BeforeAll
    static void start() throws Exception {
        clickHouse = RunningClickHouse.start(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        clickHouse.close();
    }

    @Test
    void the_same_block_twice_is_one_block() throws Exception {
        ClickHouseSettings settings = clickHouse.newDatabase();
        try (ClickHouseUsageStore store = new ClickHouseUsageStore(settings)) {
            UsageBlock block = Blocks.of("token", drafts(1_000, Instant.parse("2026-11-01T00:00:00Z")));
            for (int i = 0; i < 3; i++) {
                store.store(block);
            }
        }
        assertThat(number(settings, "SELECT count() FROM usage_event")).isEqualTo(1_000);
    }

    @Test
    void the_same_block_over_two_months_twice_is_one_block() throws Exception {
        ClickHouseSettings settings = clickHouse.newDatabase();
        try (ClickHouseUsageStore store = new ClickHouseUsageStore(settings)) {
            List<UsageDraft> drafts =
                    drafts(2_000, Instant.parse("2026-11-01T00:00:00Z").minusSeconds(1_000));
            store.store(Blocks.of("token", drafts));
            store.store(Blocks.of("token", drafts));
        }
        assertThat(number(settings, "SELECT uniqExact(_partition_id) FROM usage_event"))
                .isEqualTo(2);
        assertThat(number(settings, "SELECT count() FROM usage_event")).isEqualTo(2_000);
    }

    @Test
    void rows_that_come_again_beyond_the_window_of_tokens_count_once() throws Exception {
        ClickHouseSettings settings = clickHouse.newDatabase();
        try (ClickHouseUsageStore store = new ClickHouseUsageStore(settings)) {
            List<UsageDraft> drafts = drafts(1_000, Instant.parse("2026-11-01T00:00:00Z"));
            store.store(Blocks.of("token", drafts));
            store.store(Blocks.of("forgotten", drafts));
        }
        assertThat(number(settings, "SELECT count() FROM usage_event")).isEqualTo(2_000);
        assertThat(number(settings, "SELECT count() FROM usage_event FINAL")).isEqualTo(1_000);
    }

    @Test
    void a_large_block_is_stored_whole() throws Exception {
        ClickHouseSettings settings = clickHouse.newDatabase();
        try (ClickHouseUsageStore store = new ClickHouseUsageStore(settings)) {
            store.store(Blocks.of("token", drafts(100_000, Instant.parse("2026-11-01T00:00:00Z"))));
        }
        assertThat(number(settings, "SELECT count() FROM usage_event FINAL")).isEqualTo(100_000);
        assertThat(number(
                        settings,
                        "SELECT count() FROM system.parts WHERE database = currentDatabase() AND table ="
                                + " 'usage_event'"))
                .isLessThanOrEqualTo(2);
    }

    @Test
    void a_block_of_bytes_that_are_no_rows_is_refused_and_stores_nothing() throws Exception {
        ClickHouseSettings settings = clickHouse.newDatabase();
        try (ClickHouseUsageStore store = new ClickHouseUsageStore(settings)) {
            UsageBlock whole = Blocks.of("token", drafts(10, Instant.parse("2026-11-01T00:00:00Z")));
            ByteBuffer torn = whole.content().duplicate().limit(whole.content().limit() - 5);
            assertThatThrownBy(() -> store.store(new UsageBlock(RowForm.CALL, "torn", 10, torn)))
                    .isInstanceOf(UsageStore.StoreRefused.class);
            assertThat(number(settings, "SELECT count() FROM usage_event")).isZero();
            store.store(whole);
            assertThat(number(settings, "SELECT count() FROM usage_event")).isEqualTo(10);
        }
    }

    @Test
    void a_store_that_is_not_there_is_unavailable() {
        try (ClickHouseUsageStore store = new ClickHouseUsageStore(
                new ClickHouseSettings(URI.create("http://localhost:1"), "tallygate", "", ""))) {
            assertThatThrownBy(() -> store.store(Blocks.of("token", drafts(1, Instant.EPOCH))))
                    .isInstanceOf(UsageStore.StoreUnavailable.class);
        }
    }

    @Test
    void an_answer_that_does_not_come_in_time_is_unavailable() throws Exception {
        ClickHouseSettings settings = clickHouse.newDatabase();
        ClickHouseSettings impatient = new ClickHouseSettings(
                settings.uri(), "default", "", "", Duration.ofSeconds(1), Duration.ofMillis(300));
        try (ClickHouse client = new ClickHouse(impatient)) {
            long began = System.nanoTime();
            assertThatThrownBy(() -> client.rows("SELECT sleep(2)", Map.of()))
                    .isInstanceOf(ClickHouseFailure.Unavailable.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(1_500));
        }
    }

    @Test
    void an_answer_that_is_too_long_is_refused_before_it_fills_the_heap() {
        ClickHouseSettings settings = clickHouse.newDatabase();
        ClickHouseSettings everywhere = new ClickHouseSettings(settings.uri(), "default", "", "");
        try (ClickHouse client = new ClickHouse(everywhere)) {
            assertThatThrownBy(() -> client.rows("SELECT repeat('x', 1000) FROM numbers(100000)", Map.of()))
                    .isInstanceOf(ClickHouseFailure.Unavailable.class);
        }
    }

    private static List<UsageDraft> drafts(int count, Instant from) {
        List<UsageDraft> drafts = new ArrayList<>();
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, from);
        for (int i = 0; i < count; i++) {
            UsageDraft draft = new UsageDraft();
            Drafts.fill(draft, i % 3, micros + i * 1_000_000L);
            draft.idHigh = 0x8000;
            draft.idLow = 0x8000_0000_0000_0000L + i;
            drafts.add(draft);
        }
        return drafts;
    }

    private static long number(ClickHouseSettings settings, String statement) throws ClickHouseFailure {
        try (ClickHouse client = new ClickHouse(settings)) {
            return client.rows(statement, Map.of()).getFirst().get(0).asLong();
        }
    }
}
