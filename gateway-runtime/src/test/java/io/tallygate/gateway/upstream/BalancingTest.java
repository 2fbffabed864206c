package io.tallygate.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tallygate.gateway.http.RequestHead;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where calls go: by weight, by load, by hash; round what does not do well, and never nowhere.
class BalancingTest {
    private static final RequestHead HEAD = new RequestHead();

    private static Upstream upstream(Balancing.Kind kind, CircuitBreaker.@Nullable Rules breaker, int... weights) {
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            targets.add(new Target("t" + i + ".example", 80, weights[i], false));
        }
        UpstreamRules standard = UpstreamRules.standard();
        return new Upstream(
                new byte[0],
                new UUID(1, 1),
                new UUID(1, 2),
                false,
                targets,
                "",
                1000,
                1000,
                false,
                new UpstreamRules(
                        0,
                        kind,
                        standard.health(),
                        null,
                        breaker,
                        standard.retries(),
                        standard.trust(),
                        standard.credential()));
    }

    private static int[] counts(Upstream upstream, int calls, long now) {
        int[] counts = new int[upstream.targets().size()];
        Choice choice = new Choice();
        for (int i = 0; i < calls; i++) {
            choice.clear();
            counts[upstream.targets().indexOf(upstream.choose(choice, HEAD, "10.0.0." + i, now))]++;
        }
        return counts;
    }

    private static void fail(Target target, int times, long now) {
        for (int i = 0; i < times; i++) {
            target.health().report(false, now);
        }
    }

    @Test
    void in_turn_each_target_gets_exactly_its_weight() {
        assertThat(counts(upstream(new Balancing.Kind.InTurn(), null, 5, 3, 2), 1000, 1))
                .containsExactly(500, 300, 200);
        assertThat(counts(upstream(new Balancing.Kind.InTurn(), null, 1000, 1), 1001, 1))
                .containsExactly(1000, 1);
    }

    @Test
    void of_two_the_one_with_fewer_calls_is_taken() {
        Upstream upstream = upstream(new Balancing.Kind.ByRequests(), null, 1, 1);
        for (int i = 0; i < 10; i++) {
            upstream.targets().getFirst().health().begin();
        }
        assertThat(counts(upstream, 100, 1)).containsExactly(0, 100);
        int[] even = counts(upstream(new Balancing.Kind.ByRequests(), null, 1, 1, 1), 3000, 1);
        for (int count : even) {
            assertThat(count).isBetween(800, 1200);
        }
    }

    @Test
    void a_hash_leads_to_the_same_target_and_only_those_of_a_target_that_goes_move() {
        Balancing.Kind kind = new Balancing.Kind.ByHash(new HashKey.Address());
        Upstream upstream = upstream(kind, null, 1, 1, 1, 1);
        Choice choice = new Choice();
        Target[] before = new Target[4000];
        for (int i = 0; i < before.length; i++) {
            choice.clear();
            before[i] = upstream.choose(choice, HEAD, "a" + i, 1);
        }
        fail(upstream.targets().get(2), 5, 1);
        for (int i = 0; i < before.length; i++) {
            choice.clear();
            Target now = upstream.choose(choice, HEAD, "a" + i, 1);
            assertThat(now == before[i])
                    .isEqualTo(before[i] != upstream.targets().get(2));
        }
        int[] shares = counts(upstream(kind, null, 3, 1), 4000, 1);
        assertThat(shares[0]).isBetween(2700, 3300);
    }

    @Test
    void a_target_that_fails_is_left_out_and_comes_back_on_trial_but_never_all_are() {
        Upstream upstream = upstream(new Balancing.Kind.InTurn(), null, 1, 1, 1);
        long now = System.nanoTime();
        upstream.targets().forEach(target -> fail(target, 50, now));
        assertThat(upstream.targets().stream().filter(target -> target.health().isOut(now)))
                .hasSize(1);
        assertThat(counts(upstream, 300, now)).containsExactly(0, 150, 150);
        long later = now + 11_000_000_000L;
        assertThat(counts(upstream, 300, later)).containsExactly(100, 100, 100);
        Target first = upstream.targets().getFirst();
        assertThat(first.health().report(false, later))
                .as("one failure is enough on trial")
                .isTrue();
        assertThat(first.health().isIn(later + 19_000_000_000L))
                .as("longer the second time")
                .isFalse();
        assertThat(first.health().isIn(later + 21_000_000_000L)).isTrue();
    }

    @Test
    void a_check_leaves_a_target_out_until_a_check_finds_it_well() {
        Upstream upstream = upstream(new Balancing.Kind.InTurn(), null, 1, 1);
        HealthCheck check = new HealthCheck("/", 1000, 1000, 2, 3);
        TargetHealth health = upstream.targets().getFirst().health();
        assertThat(health.checked(false, check)).isFalse();
        assertThat(health.checked(false, check)).isFalse();
        assertThat(health.checked(false, check)).isTrue();
        assertThat(health.isIn(Long.MAX_VALUE)).isFalse();
        TargetHealth other = upstream.targets().getLast().health();
        for (int i = 0; i < 10; i++) {
            assertThat(other.checked(false, check)).isFalse();
        }
        health.checked(true, check);
        assertThat(health.isIn(1)).isFalse();
        health.checked(true, check);
        assertThat(health.isIn(1)).isTrue();
    }

    @Test
    void a_breaker_opens_lets_a_few_pass_on_trial_and_closes_when_all_of_them_do_well() {
        CircuitBreaker breaker = new CircuitBreaker(new CircuitBreaker.Rules(50, 10, 10_000, 1_000, 2));
        long now = System.nanoTime();
        for (int i = 0; i < 9; i++) {
            assertThat(breaker.report(i % 2 == 0, now, now)).isFalse();
        }
        assertThat(breaker.report(false, now, now)).isTrue();
        assertThat(breaker.admits(now + 999_000_000L)).isFalse();
        long later = now + 1_100_000_000L;
        assertThat(breaker.admits(later)).isTrue();
        assertThat(breaker.admits(later)).isTrue();
        assertThat(breaker.admits(later)).as("no more than the trials").isFalse();
        assertThat(breaker.report(true, now, later)).as("of a call from before").isFalse();
        breaker.report(true, later, later);
        assertThat(breaker.isOpen()).isTrue();
        breaker.report(true, later, later);
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void a_trial_that_fails_keeps_the_breaker_open_and_one_that_vanishes_does_not_for_ever() {
        CircuitBreaker breaker = new CircuitBreaker(new CircuitBreaker.Rules(50, 1, 10_000, 1_000, 1));
        long now = System.nanoTime();
        breaker.report(false, now, now);
        long later = now + 1_100_000_000L;
        assertThat(breaker.admits(later)).isTrue();
        assertThat(breaker.report(false, later, later)).isTrue();
        assertThat(breaker.admits(later)).isFalse();
        long again = later + 1_100_000_000L;
        assertThat(breaker.admits(again)).isTrue();
        assertThat(breaker.admits(again)).isFalse();
        assertThat(breaker.admits(again + 1_100_000_000L)).isTrue();
    }

    @Test
    void retries_are_a_share_of_the_calls_and_a_few() {
        RetryBudget budget = new RetryBudget(20);
        for (int i = 0; i < 100; i++) {
            budget.called(1_000_000_000L);
        }
        int allowed = 0;
        for (int i = 0; i < 100; i++) {
            allowed += budget.take(1_000_000_000L) ? 1 : 0;
        }
        assertThat(allowed).isEqualTo(30);
        assertThat(budget.take(20_000_000_000L)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"turn", "requests", "hash"})
    void choosing_makes_no_object(String how) {
        Balancing.Kind kind = switch (how) {
            case "turn" -> new Balancing.Kind.InTurn();
            case "requests" -> new Balancing.Kind.ByRequests();
            default -> new Balancing.Kind.ByHash(new HashKey.Address());
        };
        Upstream upstream = upstream(kind, new CircuitBreaker.Rules(50, 10, 10_000, 1_000, 2), 3, 2, 1);
        Choice choice = new Choice();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().threadId();
        long octets = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long before = threads.getThreadAllocatedBytes(self);
            for (int i = 0; i < 10_000; i++) {
                choice.clear();
                upstream.admits(1_000 + i);
                Target target = upstream.choose(choice, HEAD, "10.1.2.3", 1_000 + i);
                target.health().begin();
                upstream.report(target, true, 1_000 + i, 1_001 + i);
                target.health().end();
            }
            octets = Math.min(octets, threads.getThreadAllocatedBytes(self) - before);
        }
        assertThat(octets).isLessThan(10_000); // less than one octet a call
    }
}
