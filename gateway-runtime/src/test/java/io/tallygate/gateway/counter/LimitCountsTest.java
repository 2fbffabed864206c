package io.tallygate.gateway.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One instance: never one over, exactly the limit when more is wanted, nothing forgotten, and no clock fools it.
class LimitCountsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Period MONTH = Period.calendar(Period.Unit.MONTH, ZoneOffset.UTC);

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock(Instant.parse("2026-03-14T09:26:53Z"));

    private LimitCounts open() {
        return LimitCounts.open(directory, clock::nanos, clock::millis, LimitCounts.Bounds.NONE, null);
    }

    private static CountKey key(String text) {
        return new CountKey().add(text);
    }

    private long take(Count count, long cost) {
        return count.take(clock.steady, clock.millis(), cost);
    }

    private int takeAll(Count count) {
        int taken = 0;
        while (take(count, 1) != Count.NO_ROOM) {
            taken++;
        }
        return taken;
    }

    static Stream<Allowance> allowances() {
        return Stream.of(
                new Allowance.Sliding(10, 60),
                new Allowance.Sliding(1_000, 60),
                new Allowance.Sliding(100_000, 60),
                new Allowance.Fixed(1_000, 60),
                new Allowance.Bucket(10, 60, 1_000),
                new Allowance.Quota(1_000, MONTH));
    }

    @ParameterizedTest(name = "{0} units a second")
    @ValueSource(ints = {1, 7, 50, 300, 5_000})
    void no_span_of_a_sliding_windows_length_holds_more_than_the_limit(int limit) {
        try (LimitCounts counts = open()) {
            Allowance allowance = new Allowance.Sliding(limit, 1);
            Count count = counts.table("t", allowance, 10, null).of(key("a"), allowance);
            Random random = new Random(limit);
            List<Long> admitted = new ArrayList<>();
            for (int i = 0; i < limit * 12; i++) {
                clock.advance(random.nextLong(2 * SECOND / (5L * limit) + 1));
                if (take(count, 1) != Count.NO_ROOM) {
                    admitted.add(clock.steady);
                }
            }
            for (int i = limit; i < admitted.size(); i++) {
                assertThat(admitted.get(i) - admitted.get(i - limit)).isGreaterThanOrEqualTo(SECOND);
            }
            // wanted for 2.4 windows, 5 times the limit: the limit at once, and again as soon as it may be
            assertThat(admitted).hasSizeBetween(2 * limit, 3 * limit);
        }
    }

    @ParameterizedTest(name = "{0} of 1,000,000")
    @ValueSource(ints = {1, 50_000, 90_000, 200_000, 1_000_000})
    void a_bucket_that_takes_centuries_to_run_dry_is_found_after_a_restart(int used) {
        Allowance.Bucket allowance = new Allowance.Bucket(1, 86_400, 1_000_000);
        try (LimitCounts counts = open()) {
            take(counts.table("t", allowance, 10, null).of(key("a"), allowance), used);
        }
        try (LimitCounts counts = open()) {
            Count count = counts.table("t", allowance, 10, null).of(key("a"), allowance);
            assertThat(count.used(clock.steady, clock.millis())).isEqualTo(used);
        }
        assertThat(BucketCount.nanosToDry(allowance, allowance.burst()) * 4 + clock.steady)
                .as("in a group")
                .isGreaterThan(clock.steady);
    }

    @Test
    void no_span_of_a_bucket_holds_more_than_its_burst_and_what_flows_in() {
        try (LimitCounts counts = open()) {
            Allowance allowance = new Allowance.Bucket(7, 1, 20);
            Count count = counts.table("t", allowance, 10, null).of(key("a"), allowance);
            Random random = new Random(1);
            List<Long> admitted = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                clock.advance(random.nextLong(10_000_000));
                if (take(count, 1) != Count.NO_ROOM) {
                    admitted.add(clock.steady);
                }
            }
            for (int from = 0; from < admitted.size(); from += 13) {
                for (int to = from; to < admitted.size(); to += 17) {
                    double most = 20 + 7.0 * (admitted.get(to) - admitted.get(from)) / SECOND;
                    assertThat(to - from + 1).isLessThanOrEqualTo((int) Math.floor(most + 1e-6));
                }
            }
            double seconds = (admitted.getLast() - admitted.getFirst()) / 1e9;
            assertThat((double) admitted.size()).isBetween(20 + 7 * seconds - 2, 20 + 7 * seconds);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("allowances")
    void exactly_the_limit_is_taken_from_many_threads(Allowance allowance) throws Exception {
        try (LimitCounts counts = open()) {
            CountTable table = counts.table("t", allowance, 10, null);
            long limit = allowance.capacity();
            int each = (int) Math.max(1_000, limit / 3);
            int taken = race(each, () -> {
                Count count = table.of(key("a"), allowance);
                return count.take(clock.steady, clock.millis(), 1) == Count.NO_ROOM ? 0 : 1;
            });
            assertThat(taken).isEqualTo((int) limit);
            Count count = table.of(key("a"), allowance);
            assertThat(count.remaining(clock.steady, clock.millis())).isZero();
            assertThat(table.of(key("b"), allowance).remaining(clock.steady, clock.millis()))
                    .isEqualTo(limit);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("allowances")
    void counting_makes_no_object(Allowance allowance) {
        try (LimitCounts counts = open()) {
            CountTable table = counts.table("t", allowance, 10, null);
            CountKey key = new CountKey();
            long taken = 0;
            long before = 0;
            var thread = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
            for (int i = 0; i < 120_000; i++) {
                if (i == 20_000) {
                    before = thread.getCurrentThreadAllocatedBytes();
                }
                Count count = table.of(key.clear().add(7L).add(9L), allowance);
                if (count.room(clock.steady, clock.millis()) > 0) {
                    long mark = count.take(clock.steady, clock.millis(), 1);
                    taken += count.remaining(clock.steady, clock.millis());
                    count.giveBack(mark, 1);
                }
            }
            double perCall = (thread.getCurrentThreadAllocatedBytes() - before) / 100_000.0;
            assertThat(taken).isPositive();
            assertThat(perCall).isLessThan(0.5);
        }
    }

    private static int race(int each, Callable<Integer> step) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> sums = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                sums.add(threads.submit(() -> {
                    int sum = 0;
                    for (int i = 0; i < each; i++) {
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

    @ParameterizedTest(name = "{0}")
    @MethodSource("allowances")
    void a_restart_forgets_nothing_and_costs_count(Allowance allowance) {
        long limit = allowance.capacity();
        try (LimitCounts counts = open()) {
            Count count = counts.table("t", allowance, 10, null).of(key("a"), allowance);
            assertThat(take(count, limit / 2)).isNotEqualTo(Count.NO_ROOM);
            assertThat(take(count, limit)).isEqualTo(Count.NO_ROOM);
            assertThatThrownBy(this::open).isInstanceOf(RuntimeException.class);
        }
        clock.advance(1_000_000);
        try (LimitCounts counts = open()) {
            Count count = counts.table("t", allowance, 10, null).of(key("a"), allowance);
            assertThat(takeAll(count)).isEqualTo((int) (limit - limit / 2));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("allowances")
    void what_was_given_back_may_be_taken_again(Allowance allowance) {
        try (LimitCounts counts = open()) {
            Count count = counts.table("t", allowance, 10, null).of(key("a"), allowance);
            long first = take(count, 3);
            clock.advance(1_000_000);
            int rest = takeAll(count);
            count.giveBack(first, 3);
            assertThat(takeAll(count)).isEqualTo(3);
            assertThat(rest + 3).isEqualTo((int) allowance.capacity());
            count.add(clock.steady, clock.millis(), 5);
            assertThat(count.remaining(clock.steady, clock.millis())).isZero();
        }
    }

    @Test
    void what_was_given_back_does_not_let_later_calls_out_of_the_window_too_early() {
        try (LimitCounts counts = open()) {
            Allowance allowance = new Allowance.Sliding(2, 10);
            Count count = counts.table("t", allowance, 10, null).of(key("a"), allowance);
            long early = take(count, 1);
            clock.advance(5 * SECOND);
            take(count, 1);
            count.giveBack(early, 1);
            assertThat(takeAll(count)).isEqualTo(1);
            clock.advance(6 * SECOND); // the early one would be over by now
            assertThat(takeAll(count)).isZero();
            clock.advance(5 * SECOND);
            assertThat(takeAll(count)).isEqualTo(2);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("allowances")
    void case_85_a_jump_of_the_wall_clock_changes_no_rate(Allowance allowance) {
        if (allowance instanceof Allowance.Quota) {
            return;
        }
        try (LimitCounts counts = open()) {
            Count count = counts.table("t", allowance, 10, null).of(key("a"), allowance);
            assertThat(takeAll(count)).isEqualTo((int) allowance.capacity());
            for (long jump : new long[] {86_400_000L * 400, -86_400_000L * 800, 3_600_000L}) {
                clock.jump(jump);
                assertThat(takeAll(count)).isZero();
                counts.tendOnce();
            }
        }
        try (LimitCounts counts = open()) { // the same boot: the monotonic clock says how long the process was away
            Count count = counts.table("t", allowance, 10, null).of(key("a"), allowance);
            assertThat(takeAll(count)).isZero();
        }
    }

    @Test
    void a_new_period_begins_at_zero_and_a_clock_put_back_wins_nothing() {
        Allowance allowance = new Allowance.Quota(2, MONTH);
        try (LimitCounts counts = open()) {
            Count count = counts.table("t", allowance, 10, null).of(key("a"), allowance);
            long march = take(count, 1);
            take(count, 1);
            assertThat(take(count, 1)).isEqualTo(Count.NO_ROOM);
            clock.jump(86_400_000L * 30);
            assertThat(take(count, 1)).isNotEqualTo(Count.NO_ROOM);
            count.giveBack(march, 1); // its month is over
            assertThat(count.remaining(clock.steady, clock.millis())).isEqualTo(1);
            clock.jump(-86_400_000L * 30); // counts on in April
            assertThat(take(count, 1)).isNotEqualTo(Count.NO_ROOM);
            assertThat(take(count, 1)).isEqualTo(Count.NO_ROOM);
        }
        try (LimitCounts counts = open()) { // a restart wins nothing either
            Count count = counts.table("t", allowance, 10, null).of(key("a"), allowance);
            assertThat(take(count, 1)).isEqualTo(Count.NO_ROOM);
            clock.jump(86_400_000L * 365 * 3);
            assertThat(takeAll(count)).isEqualTo(2);
        }
        clock.jump(-86_400_000L * 365 * 3);
        try (LimitCounts counts = open()) { // who counted years ahead by mistake is not shut out for years
            Count count = counts.table("t", allowance, 10, null).of(key("a"), allowance);
            assertThat(take(count, 1)).isEqualTo(Count.NO_ROOM);
            clock.jump(86_400_000L * 31);
            assertThat(takeAll(count)).isEqualTo(2);
        }
    }

    @Test
    void the_key_asked_for_longest_ago_is_forgotten_and_counted() {
        AtomicInteger forgotten = new AtomicInteger();
        LimitCounts.Bounds bounds = new LimitCounts.Bounds() {
            @Override
            public void keyForgotten() {
                forgotten.incrementAndGet();
            }
        };
        try (LimitCounts counts = LimitCounts.open(directory, clock::nanos, clock::millis, bounds, null)) {
            Allowance allowance = new Allowance.Sliding(1, 60);
            CountTable table = counts.table("t", allowance, 60, null);
            for (int i = 0; i < 60; i++) {
                take(table.of(key("k" + i), allowance), 1);
            }
            table.of(key("new"), allowance); // everybody was asked for lately: the first goes, and all lose their mark
            for (int i = 30; i < 60; i++) {
                table.of(key("k" + i), allowance);
            }
            for (int i = 0; i < 25; i++) {
                table.of(key("n" + i), allowance);
            }
            assertThat(table.size()).isEqualTo(60);
            assertThat(forgotten).hasValue(26);
            for (int i = 30; i < 60; i++) {
                assertThat(take(table.of(key("k" + i), allowance), 1)).isEqualTo(Count.NO_ROOM);
            }
        }
    }

    @Test
    void counts_that_say_nothing_any_more_are_let_go_and_their_records_used_again() {
        try (LimitCounts counts = open()) {
            Allowance sliding = new Allowance.Sliding(3, 1);
            Allowance bucket = new Allowance.Bucket(3, 1, 3);
            Allowance fixed = new Allowance.Fixed(3, 1);
            List<CountTable> tables = new ArrayList<>();
            for (Allowance allowance : List.of(sliding, bucket, fixed)) {
                CountTable table = counts.table("t", allowance, 10_000, null);
                tables.add(table);
                for (int round = 0; round < 5; round++) {
                    for (int i = 0; i < 3_000; i++) {
                        take(table.of(key("k" + round + "," + i), allowance), 1);
                    }
                    counts.tendOnce();
                    assertThat(table.size()).isEqualTo(3_000);
                    clock.advance(5 * SECOND);
                    counts.tendOnce();
                    assertThat(table.size()).isZero();
                    clock.advance(MappedRecords.FALLOW_NANOS);
                    counts.tendOnce();
                }
            }
            assertThat(tables).allMatch(CountTable::isEmpty);
            assertThat(directory
                            .resolve("counts-" + (SlidingCount.RING + 128))
                            .toFile()
                            .length())
                    .isLessThanOrEqualTo(2 << 20);
        }
    }

    @Test
    void a_changed_limit_begins_anew_and_a_changed_quota_goes_on() {
        try (LimitCounts counts = open()) {
            Allowance two = new Allowance.Sliding(2, 60);
            Allowance three = new Allowance.Sliding(3, 60);
            takeAll(counts.table("t", two, 10, null).of(key("a"), two));
            assertThat(takeAll(counts.table("t", two, 10, null).of(key("a"), two)))
                    .isZero();
            assertThat(takeAll(counts.table("t", three, 10, null).of(key("a"), three)))
                    .isEqualTo(3);
            Allowance small = new Allowance.Quota(2, MONTH);
            Allowance large = new Allowance.Quota(5, MONTH);
            takeAll(counts.table("q", small, 10, null).of(key("a"), small));
            assertThat(takeAll(counts.table("q", large, 10, null).of(key("a"), large)))
                    .isEqualTo(3);
        }
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3} lies in the span from {4} to {5}")
    @CsvSource({
        "MONTH, Europe/Berlin, , 2026-10-31T23:30:00Z, 2026-10-31T23:00:00Z, 2026-11-30T23:00:00Z",
        "MONTH, Europe/Berlin, , 2026-10-31T22:59:59Z, 2026-09-30T22:00:00Z, 2026-10-31T23:00:00Z",
        "MONTH, America/New_York, , 2026-03-01T04:59:59Z, 2026-02-01T05:00:00Z, 2026-03-01T05:00:00Z",
        "YEAR, UTC, , 2026-12-31T23:59:59Z, 2026-01-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "WEEK, UTC, , 2026-03-15T12:00:00Z, 2026-03-09T00:00:00Z, 2026-03-16T00:00:00Z",
        "DAY, Europe/Berlin, , 2026-03-29T12:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
        "HOUR, Europe/Berlin, , 2026-10-25T01:30:00Z, 2026-10-25T01:00:00Z, 2026-10-25T02:00:00Z",
        "HOUR, Asia/Kolkata, , 2026-10-25T01:45:00Z, 2026-10-25T01:30:00Z, 2026-10-25T02:30:00Z",
        "MONTH, UTC, 2026-01-31T10:00:00Z, 2026-02-28T09:59:59Z, 2026-01-31T10:00:00Z, 2026-02-28T10:00:00Z",
        "MONTH, UTC, 2026-01-31T10:00:00Z, 2026-02-28T10:00:00Z, 2026-02-28T10:00:00Z, 2026-03-31T10:00:00Z",
        "MONTH, UTC, 2026-01-31T10:00:00Z, 2028-02-29T12:00:00Z, 2028-02-29T10:00:00Z, 2028-03-31T10:00:00Z",
        "YEAR, UTC, 2024-02-29T00:00:00Z, 2026-02-28T00:00:00Z, 2026-02-28T00:00:00Z, 2027-02-28T00:00:00Z",
        "WEEK, UTC, 2026-01-01T00:00:00Z, 2026-01-15T00:00:00Z, 2026-01-15T00:00:00Z, 2026-01-22T00:00:00Z",
        "DAY, Europe/Berlin, 2026-01-01T08:00:00Z, 2026-03-29T08:00:00Z, 2026-03-29T07:00:00Z, 2026-03-30T07:00:00Z",
        "HOUR, UTC, 2026-01-01T00:20:00Z, 2026-01-01T05:19:00Z, 2026-01-01T04:20:00Z, 2026-01-01T05:20:00Z"
    })
    void a_moment_lies_in_the_span_of_its_calendar_or_anniversary(
            Period.Unit unit, String zone, Instant anchor, Instant moment, Instant from, Instant to) {
        Period period = anchor == null
                ? Period.calendar(unit, ZoneId.of(zone))
                : Period.anniversary(unit, ZoneId.of(zone), anchor);
        Period.Span span = period.at(moment.toEpochMilli());
        assertThat(Instant.ofEpochMilli(span.startsAt())).isEqualTo(from);
        assertThat(Instant.ofEpochMilli(span.endsAt())).isEqualTo(to);
        assertThat(period.at(to.toEpochMilli()).ordinal()).isEqualTo(span.ordinal() + 1);
    }
}
