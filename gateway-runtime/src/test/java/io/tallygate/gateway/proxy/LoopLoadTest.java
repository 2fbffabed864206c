package io.tallygate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.observe.Limit;
import org.junit.jupiter.api.Test;

/// What a loop lets in, by how long its passes take.
class LoopLoadTest {
    private static final long MILLI = 1_000_000;

    private final LoopLoad load = new LoopLoad(10, new MemoryPressure());
    private long now = 1;

    /// Passes, one after the other.
    private void pass(int times, long millis, double own) {
        for (int i = 0; i < times; i++) {
            now += millis * MILLI;
            load.judge(now, millis * MILLI, (long) (millis * MILLI * own));
        }
    }

    private int welcomeOf(int calls) {
        int welcome = 0;
        for (int i = 0; i < calls; i++) {
            Limit refusal = load.refusal();
            assertThat(refusal).isIn(null, Limit.LOOP_TIME);
            welcome += refusal == null ? 1 : 0;
        }
        return welcome;
    }

    @Test
    void a_call_beyond_the_bound_is_refused_until_another_ends() {
        for (int i = 0; i < 10; i++) {
            load.begun();
            assertThat(load.refusal()).isNull();
        }
        load.begun();
        assertThat(load.refusal()).isEqualTo(Limit.CALLS);
        load.ended();
        assertThat(load.refusal()).isNull();
    }

    @Test
    void the_longer_passes_stay_long_the_fewer_calls_are_let_in_and_some_always() {
        pass(4, 120, 1);
        assertThat(welcomeOf(100)).as("half a second is waited for").isEqualTo(100);
        pass(1, 120, 1);
        assertThat(welcomeOf(100)).isEqualTo(80);
        pass(1, 400, 1);
        assertThat(welcomeOf(100)).isBetween(47, 49);
        pass(100, 400, 1);
        assertThat(welcomeOf(100)).isEqualTo(2);
    }

    @Test
    void passes_that_have_become_short_let_all_calls_in_again_little_by_little() {
        pass(8, 400, 1);
        int few = welcomeOf(100);
        pass(10, 5, 1);
        assertThat(welcomeOf(100)).isBetween(few + 5, 60);
        pass(80, 5, 1);
        assertThat(welcomeOf(100)).isEqualTo(100);
    }

    @Test
    void a_pause_that_is_not_the_loops_own_work_refuses_nobody() {
        pass(20, 2_000, 0.01);
        assertThat(welcomeOf(100)).isEqualTo(100);
    }

    @Test
    void long_passes_now_and_then_refuse_nobody() {
        for (int i = 0; i < 20; i++) {
            pass(1, 400, 1);
            pass(1, 5, 1);
        }
        assertThat(welcomeOf(100)).isEqualTo(100);
    }
}
