package io.tallygate.metering.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.clickhouse.ClickHouseUsageStore;
import io.tallygate.metering.clickhouse.RunningClickHouse;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.recording.Blocks;
import io.tallygate.metering.recording.Drafts;
import io.tallygate.metering.recording.UsageDraft;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Everything of one tenant, each call once, and nothing of it afterwards; the other tenant's is as before.
class UsageArchiveTest {
    private static final TenantId ONE = new TenantId(new UUID(0, 1));
    private static final TenantId OTHER = new TenantId(new UUID(0, 2));
    private static final int CALLS = 2 * UsageArchive.PAGE + 17;
    private static final int BLOCK = 2_000;

    private static @TempDir Path directory;

    @Test
    void a_tenants_calls_are_read_page_by_page_each_once_and_erased_without_anybody_elses() throws Exception {
        try (RunningClickHouse clickHouse = RunningClickHouse.start(directory)) {
            ClickHouseSettings settings = clickHouse.newDatabase();
            fill(settings);
            try (UsageArchive archive = new UsageArchive(settings)) {
                assertThat(archive.count(ONE)).as("some lie there twice").isGreaterThan(CALLS);
                assertThat(ids(archive, ONE)).hasSize(CALLS);
                assertThat(ids(archive, OTHER)).hasSize(BLOCK);
                archive.erase(ONE);
                assertThat(archive.count(ONE)).isZero();
                assertThat(archive.page(ONE, null).calls()).isEmpty();
                assertThat(ids(archive, OTHER)).hasSize(BLOCK);
                archive.erase(ONE);
            }
        }
    }

    private static Set<String> ids(UsageArchive archive, TenantId tenant) {
        Set<String> ids = new HashSet<>();
        UsageArchive.@Nullable Place last = null;
        List<String> calls;
        do {
            UsageArchive.Page page = archive.page(tenant, last);
            calls = page.calls();
            for (String call : calls) {
                assertThat(ids.add(call.replaceFirst(".*\"id\":\"([^\"]*)\".*", "$1")))
                        .as(call)
                        .isTrue();
            }
            last = page.last();
        } while (calls.size() == UsageArchive.PAGE);
        return ids;
    }

    private static void fill(ClickHouseSettings settings) throws Exception {
        List<UsageDraft> events = new ArrayList<>();
        for (int i = 0; i < CALLS + BLOCK; i++) {
            UsageDraft draft = new UsageDraft();
            Drafts.fill(draft, 1 + i % 3, 1_790_000_000_000_000L + i / 10);
            draft.idHigh = 0x0123_4567_89ab_8000L;
            draft.idLow = 0x8040_0000_0000_0000L + i;
            draft.tenantLow = i < CALLS ? 1 : 2;
            events.add(draft);
        }
        try (ClickHouseUsageStore store = new ClickHouseUsageStore(settings)) {
            for (int from = 0; from < events.size(); from += BLOCK) {
                List<UsageDraft> rows = events.subList(from, Math.min(from + BLOCK, events.size()));
                store.store(Blocks.of("block-" + from, rows));
            }
            store.store(Blocks.of("again", events.subList(0, BLOCK)));
        }
    }
}
