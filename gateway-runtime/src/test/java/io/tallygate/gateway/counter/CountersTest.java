package io.tallygate.gateway.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Never one over, however many count at once, and nothing forgotten.
class CountersTest {
    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest(name = "{0} calls a second")
    @ValueSource(ints = {1, 7, 50, 1_000, 5_000})
    void no_span_of_the_windows_length_holds_more_than_the_limit(int limit) {
        RateWindow window = new RateWindow(limit, 1);
        Random random = new Random(limit);
        List<Long> admitted = new ArrayList<>();
        long now = Long.MAX_VALUE - 2 * SECOND; // nanoTime may overflow
        for (int i = 0; i < limit * 12; i++) {
            now += random.nextLong(2 * SECOND / (5L * limit) + 1);
            if (window.count(now)) {
                admitted.add(now);
            }
        }
        for (int i = limit; i < admitted.size(); i++) {
            assertThat(admitted.get(i) - admitted.get(i - limit)).isGreaterThanOrEqualTo(SECOND);
        }
        assertThat(admitted).hasSizeGreaterThan(limit);
    }

    @Test
    void a_full_window_admits_exactly_its_limit_from_many_threads() throws Exception {
        RateWindow window = new RateWindow(1_000, 60);
        assertThat(race(() -> window.count(System.nanoTime()) ? 1 : 0)).isEqualTo(1_000);
        assertThat(window.remaining(System.nanoTime())).isZero();
        window.uncount();
        assertThat(window.remaining(System.nanoTime())).isEqualTo(1);
    }

    @Test
    void a_quota_admits_exactly_its_limit_from_many_threads(@TempDir Path directory) throws Exception {
        try (QuotaFile file = QuotaFile.open(directory.resolve("counts"), 24_322)) {
            QuotaCount count = file.of(UUID.randomUUID());
            assertThat(race(() -> count.count(24_322, 1_000) >= 0 ? 1 : 0)).isEqualTo(1_000);
        }
    }

    private static int race(Callable<Integer> step) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> sums = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                sums.add(threads.submit(() -> {
                    int sum = 0;
                    for (int i = 0; i < 1_000; i++) {
                        sum += step.call();
                    }
                    return sum;
                }));
            }
            int all = 0;
            for (Future<Integer> sum : sums) {
                all += sum.get();
            }
            return all;
        }
    }

    @Test
    void a_new_month_begins_at_zero_and_a_clock_put_back_wins_no_calls(@TempDir Path directory) {
        try (QuotaFile file = QuotaFile.open(directory.resolve("counts"), 100)) {
            QuotaCount count = file.of(UUID.randomUUID());
            assertThat(count.count(100, 2)).isEqualTo(100);
            assertThat(count.count(100, 2)).isEqualTo(100);
            assertThat(count.count(100, 2)).isEqualTo(-1);
            assertThat(count.count(101, 2)).isEqualTo(101);
            count.uncount(100); // its month is over
            assertThat(count.used(101)).isEqualTo(1);
            assertThat(count.count(100, 2)).isEqualTo(101);
            assertThat(count.count(100, 2)).isEqualTo(-1);
            count.uncount(101);
            assertThat(count.used(101)).isEqualTo(1);
        }
    }

    @Test
    void counts_are_found_again_and_old_slots_used_again(@TempDir Path directory) {
        Path path = directory.resolve("counts");
        UUID kept = UUID.randomUUID();
        UUID old = UUID.randomUUID();
        try (QuotaFile file = QuotaFile.open(path, 200)) {
            file.of(kept).count(200, 9);
            file.of(old).count(198, 9);
            for (int i = 0; i < 40_000; i++) { // more than one region holds
                file.of(UUID.randomUUID()).count(200, 9);
            }
            assertThatThrownBy(() -> QuotaFile.open(path, 200)).isInstanceOf(RuntimeException.class);
        }
        try (QuotaFile file = QuotaFile.open(path, 200)) {
            assertThat(file.of(kept).used(200)).isEqualTo(1);
            assertThat(file.of(old).used(198)).isZero();
        }
    }

    @ParameterizedTest(name = "{0} in {1} lies in the month from {2} to {3}")
    @CsvSource({
        "2026-10-31T23:30:00Z, Europe/Berlin, 2026-10-31T23:00:00Z, 2026-11-30T23:00:00Z",
        "2026-10-31T22:59:59Z, Europe/Berlin, 2026-09-30T22:00:00Z, 2026-10-31T23:00:00Z",
        "2026-03-01T04:59:59Z, America/New_York, 2026-02-01T05:00:00Z, 2026-03-01T05:00:00Z",
        "2026-12-31T23:59:59Z, UTC, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z"
    })
    void a_month_is_the_calendars_in_the_consumers_zone(String moment, String zone, String from, String to) {
        QuotaMonths.Month month =
                QuotaMonths.in(ZoneId.of(zone)).at(Instant.parse(moment).toEpochMilli());
        assertThat(Instant.ofEpochMilli(month.startsAt())).isEqualTo(from);
        assertThat(Instant.ofEpochMilli(month.endsAt())).isEqualTo(to);
    }
}
