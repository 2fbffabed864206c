package io.tallygate.clickhouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.clickhouse.engine.EngineException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static Limits limits(int statements, int waiting, Duration patience) {
        Duration minute = Duration.ofMinutes(1);
        return new Limits(statements, waiting, patience, 1, 1, 1, 1, 1, minute, minute);
    }

    @Test
    void who_finds_no_place_is_told_so_and_counted() throws EngineException {
        Counters counters = new Counters();
        Limits limits = limits(1, 0, Duration.ofMinutes(1));
        Admission admission = new Admission(limits, counters);
        admission.enter();
        assertThatThrownBy(admission::enter)
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(Statuses.of(e.code())).isEqualTo(503));
        assertThat(counters.text(limits)).contains("refused_total{limit=\"statements\"} 1");
        admission.leave();
        assertThatCode(admission::enter).doesNotThrowAnyException();
    }

    @Test
    void who_waits_longer_than_allowed_is_refused() throws EngineException {
        Admission admission = new Admission(limits(1, 5, Duration.ofMillis(20)), new Counters());
        admission.enter();
        assertThatThrownBy(admission::enter).isInstanceOf(EngineException.class);
    }

    @Test
    void who_waits_gets_the_next_place() throws Exception {
        Admission admission = new Admission(limits(1, 5, Duration.ofSeconds(10)), new Counters());
        admission.enter();
        Thread waiting =
                Thread.ofVirtual().start(() -> assertThatCode(admission::enter).doesNotThrowAnyException());
        admission.leave();
        waiting.join(5_000);
        assertThat(waiting.isAlive()).isFalse();
    }
}
