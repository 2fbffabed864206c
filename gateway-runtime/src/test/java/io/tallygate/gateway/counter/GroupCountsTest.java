package io.tallygate.gateway.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.RedisServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Four instances and a real Redis: together not more than the limit, and all of it.
class GroupCountsTest {
    private static final int INSTANCES = 4;

    @TempDir
    Path directory;

    private RedisServer redis;
    private final List<LimitCounts> instances = new ArrayList<>();
    private final List<Thread> callers = new ArrayList<>();
    private final AtomicBoolean stop = new AtomicBoolean();

    /// How far the wall clock of the first instance is off.
    private final AtomicLong wrongClock = new AtomicLong();

    @BeforeEach
    void begin() throws Exception {
        redis = RedisServer.start();
        for (int i = 0; i < INSTANCES; i++) {
            instances.add(open(i));
        }
        awaitTogether();
    }

    private LimitCounts open(int i) {
        return LimitCounts.open(
                directory.resolve("instance-" + i),
                System::nanoTime,
                () -> System.currentTimeMillis() + (i == 0 ? wrongClock.get() : 0),
                LimitCounts.Bounds.NONE,
                () -> new RedisCounters(redis.address(), "test", "instance-" + i));
    }

    private static GroupCounts group(LimitCounts instance) {
        GroupCounts group = instance.group();
        return Objects.requireNonNull(group);
    }

    private void awaitTogether() throws Exception {
        io.tallygate.gateway.running.RunningGateway.await(
                "all instances know each other",
                () -> instances.stream()
                        .allMatch(one -> !group(one).isLost() && group(one).instances() == INSTANCES));
    }

    @AfterEach
    void end() throws Exception {
        stop.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
        instances.forEach(LimitCounts::close);
        redis.close();
    }

    /// Calls of one instance, as a gateway would make them: waits for its lease when there may be more.
    private void call(int instance, Allowance allowance, Sharing sharing, int perSecond, Admitted admitted) {
        callers.add(Thread.ofPlatform().start(() -> {
            LimitCounts counts = instances.get(instance);
            CountTable table = counts.table("limit", allowance, 10, sharing);
            CountKey key = new CountKey().add("consumer");
            long pause = 1_000_000_000L / perSecond;
            long next = System.nanoTime();
            while (!stop.get()) {
                long steady = counts.clock().now();
                Count count = table.of(key, allowance);
                boolean taken = count.take(steady, System.currentTimeMillis(), 1) != Count.NO_ROOM;
                admitted.called(steady, count.ordinal(steady, System.currentTimeMillis()), taken);
                long remaining = count.remaining(steady, System.currentTimeMillis());
                admitted.told(instance, count.ordinal(steady, System.currentTimeMillis()), remaining);
                next += pause;
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }));
    }

    /// What got through, by span, and what clients were told.
    private static final class Admitted {
        private final java.util.concurrent.ConcurrentSkipListMap<Long, AtomicInteger> byOrdinal =
                new java.util.concurrent.ConcurrentSkipListMap<>();
        private final List<Long> at = new ArrayList<>();
        private final AtomicInteger rises = new AtomicInteger();
        private final AtomicInteger negatives = new AtomicInteger();
        private final long[] toldOrdinal = new long[INSTANCES];
        private final long[] told = new long[INSTANCES];

        void called(long steady, long ordinal, boolean taken) {
            if (taken) {
                byOrdinal.computeIfAbsent(ordinal, _ -> new AtomicInteger()).incrementAndGet();
                synchronized (at) {
                    at.add(steady);
                }
            }
        }

        /// One caller an instance.
        void told(int instance, long ordinal, long remaining) {
            if (remaining < 0) {
                negatives.incrementAndGet();
            }
            if (toldOrdinal[instance] == ordinal && remaining > told[instance]) {
                rises.incrementAndGet();
            }
            toldOrdinal[instance] = ordinal;
            told[instance] = remaining;
        }

        /// Of whole spans: the first and the last are cut.
        List<Integer> whole() {
            List<Integer> all =
                    byOrdinal.values().stream().map(AtomicInteger::get).toList();
            return all.subList(Math.min(1, all.size()), Math.max(1, all.size() - 1));
        }

        /// @return  most in any span of that length
        int most(long nanos) {
            List<Long> sorted;
            synchronized (at) {
                sorted = at.stream().sorted().toList();
            }
            int most = 0;
            for (int from = 0, to = 0; to < sorted.size(); to++) {
                while (sorted.get(to) - sorted.get(from) >= nanos) {
                    from++;
                }
                most = Math.max(most, to - from + 1);
            }
            return most;
        }

        int between(long from, long to) {
            synchronized (at) {
                return (int) at.stream()
                        .filter(moment -> moment >= from && moment < to)
                        .count();
            }
        }
    }

    private static void report(String what, List<Integer> spans, int limit) {
        double error =
                spans.stream().mapToInt(each -> Math.abs(each - limit)).max().orElse(limit) * 100.0 / limit;
        System.out.printf("%s: limit %d, spans %s, largest error %.2f %%%n", what, limit, spans, error);
    }

    @Test
    void fixed_windows_of_four_instances_hold_the_limit_and_fill_it() throws Exception {
        Allowance allowance = new Allowance.Fixed(1_000, 1);
        Admitted admitted = new Admitted();
        for (int i = 0; i < INSTANCES; i++) {
            call(i, allowance, Sharing.SHARE, 1_000, admitted);
        }
        Thread.sleep(6_500);
        stop.set(true);
        report("fixed windows, even demand", admitted.whole(), 1_000);
        assertThat(admitted.whole())
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(span -> assertThat(span).isBetween(990, 1_000));
        assertThat(admitted.negatives).hasValue(0);
        assertThat(admitted.rises).hasValue(0);
    }

    @Test
    void an_instance_whose_clock_is_wrong_and_jumps_counts_in_the_groups_windows() throws Exception {
        wrongClock.set(3_600_000 + 400);
        instances.removeFirst().close();
        java.nio.file.Files.delete(directory.resolve("instance-0").resolve("clock"));
        instances.addFirst(open(0));
        Allowance allowance = new Allowance.Fixed(1_000, 1);
        Admitted admitted = new Admitted();
        for (int i = 0; i < INSTANCES; i++) {
            call(i, allowance, Sharing.SHARE, 1_000, admitted); // the first begins before it knows the group's clock
        }
        awaitTogether();
        Thread.sleep(2_500);
        wrongClock.set(-86_400_000L);
        Thread.sleep(1_500);
        wrongClock.set(86_400_000L * 365);
        Thread.sleep(2_500);
        stop.set(true);
        // those of an hour ahead are of the moment before it knew the group's clock
        List<Integer> whole = admitted.byOrdinal.headMap(admitted.byOrdinal.firstKey() + 100).values().stream()
                .map(AtomicInteger::get)
                .toList();
        List<Integer> settled = whole.subList(2, whole.size() - 1);
        report("one clock wrong and jumping", settled, 1_000);
        assertThat(settled).allSatisfy(span -> assertThat(span).isBetween(990, 1_000));
    }

    @Test
    void uneven_demand_fills_the_limit_too() throws Exception {
        Allowance allowance = new Allowance.Fixed(1_000, 1);
        Admitted admitted = new Admitted();
        call(0, allowance, Sharing.SHARE, 3_000, admitted);
        call(1, allowance, Sharing.SHARE, 50, admitted);
        call(2, allowance, Sharing.SHARE, 5, admitted);
        Thread.sleep(6_500);
        stop.set(true);
        report("fixed windows, uneven demand", admitted.whole(), 1_000);
        assertThat(admitted.whole())
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(span -> assertThat(span).isBetween(990, 1_000));
    }

    @Test
    void a_sliding_window_of_four_instances_holds_the_limit_in_every_span() throws Exception {
        Allowance allowance = new Allowance.Sliding(200, 1);
        Admitted admitted = new Admitted();
        for (int i = 0; i < INSTANCES; i++) {
            call(i, allowance, Sharing.SHARE, 200, admitted);
        }
        Thread.sleep(6_500);
        stop.set(true);
        int most = admitted.most(1_000_000_000L);
        long now = instances.getFirst().clock().now();
        int five = admitted.between(now - 5_000_000_000L, now);
        System.out.printf("sliding window: limit 200, most in a second %d, in five seconds %d%n", most, five);
        assertThat(most).isLessThanOrEqualTo(202);
        assertThat(five).isBetween(960, 1_002);
    }

    @Test
    void a_bucket_of_four_instances_runs_at_its_rate() throws Exception {
        Allowance allowance = new Allowance.Bucket(500, 1, 100);
        Admitted admitted = new Admitted();
        for (int i = 0; i < INSTANCES; i++) {
            call(i, allowance, Sharing.SHARE, 400, admitted);
        }
        Thread.sleep(6_500);
        stop.set(true);
        long now = instances.getFirst().clock().now();
        int five = admitted.between(now - 5_000_000_000L, now);
        System.out.printf("bucket: 500 a second, burst 100, in five seconds %d%n", five);
        assertThat(five).isBetween(2_375, 2_625);
    }

    @Test
    void while_redis_is_away_each_instance_lets_its_share_pass_and_afterwards_all_is_one_again() throws Exception {
        Allowance allowance = new Allowance.Fixed(1_000, 1);
        Admitted admitted = new Admitted();
        for (int i = 0; i < INSTANCES; i++) {
            call(i, allowance, Sharing.SHARE, 1_000, admitted);
        }
        Thread.sleep(2_500);
        redis.kill();
        Thread.sleep(3_000);
        assertThat(instances).allMatch(one -> group(one).isLost());
        redis.begin();
        awaitTogether();
        Thread.sleep(3_500);
        stop.set(true);
        report("Redis killed and started again", admitted.whole(), 1_000);
        // spans in which it goes or comes: what was granted before is known to the instances, what was lost is told
        // again
        assertThat(admitted.whole()).allSatisfy(span -> assertThat(span).isBetween(900, 1_010));
        List<Integer> last = admitted.whole()
                .subList(admitted.whole().size() - 2, admitted.whole().size());
        assertThat(last).allSatisfy(span -> assertThat(span).isBetween(990, 1_000));
        assertThat(admitted.negatives).hasValue(0);
    }

    /// Leases are handed out one after the other: whoever asked first knows least of what the others were granted.
    @Test
    void redis_that_goes_away_while_a_window_begins_lets_no_more_than_the_limit_pass() throws Exception {
        long window = 10_000;
        long left = window - System.currentTimeMillis() % window;
        Thread.sleep(left < 4_000 ? left + 50 : 0);
        Allowance allowance = new Allowance.Fixed(1_000, 10);
        Admitted admitted = new Admitted();
        for (int i = 0; i < INSTANCES; i++) {
            call(i, allowance, Sharing.SHARE, 600, admitted);
        }
        Thread.sleep(80);
        redis.kill();
        Thread.sleep(2_500);
        stop.set(true);
        int passed = admitted.byOrdinal.lastEntry().getValue().get();
        System.out.printf("Redis killed while a window begins: limit 1000, passed %d%n", passed);
        assertThat(passed).isBetween(600, 1_010);
    }

    @Test
    void a_limit_may_rather_refuse_while_redis_is_away() throws Exception {
        Allowance allowance = new Allowance.Fixed(1_000, 1);
        LimitCounts one = instances.getFirst();
        Count count = one.table("strict", allowance, 10, Sharing.REFUSE).of(new CountKey().add("c"), allowance);
        assertThat(count.take(one.clock().now(), System.currentTimeMillis(), 1)).isNotEqualTo(Count.NO_ROOM);
        redis.kill();
        io.tallygate.gateway.running.RunningGateway.await(
                "noticed", () -> group(one).isLost());
        assertThat(count.take(one.clock().now(), System.currentTimeMillis(), 1)).isEqualTo(Count.NO_ROOM);
        assertThat(count.isStoreLost()).isTrue();
        redis.begin();
        awaitTogether();
        io.tallygate.gateway.running.RunningGateway.await(
                "passes again", () -> count.take(one.clock().now(), System.currentTimeMillis(), 1) != Count.NO_ROOM);
    }

    @Test
    void a_quota_is_the_groups_over_a_restart_of_an_instance_and_of_redis() throws Exception {
        Allowance allowance = new Allowance.Quota(2_000, Period.calendar(Period.Unit.YEAR, java.time.ZoneOffset.UTC));
        Admitted admitted = new Admitted();
        for (int i = 0; i < INSTANCES; i++) {
            call(i, allowance, Sharing.SHARE, 100, admitted);
        }
        Thread.sleep(1_500);
        redis.kill();
        Thread.sleep(500);
        redis.begin();
        awaitTogether();
        stop.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
        instances.removeFirst().close();
        instances.addFirst(open(0));
        awaitTogether();
        stop.set(false);
        for (int i = 0; i < INSTANCES; i++) {
            call(i, allowance, Sharing.SHARE, 400, admitted);
        }
        Thread.sleep(3_000);
        stop.set(true);
        int all = admitted.byOrdinal.values().stream()
                .mapToInt(AtomicInteger::get)
                .sum();
        System.out.printf("quota: limit 2000, admitted %d over restarts of Redis and of one instance%n", all);
        assertThat(all).isBetween(1_980, 2_020);
    }
}
