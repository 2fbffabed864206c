package io.tallygate.metering.completeness;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.metering.completeness.Completeness.Running;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnheardGatewaysTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(3_600);

    @Test
    void a_gateway_that_runs_and_has_reported_nothing_holds_back_all_since_it_began() {
        List<InstanceMark> marks = Completeness.with(
                List.of(new InstanceMark("heard", "shared", LATER, false)),
                List.of(new Running("heard", "shared", NOON), new Running("unheard", "shared", NOON.plusSeconds(60))));
        assertThat(marks).first().isEqualTo(new InstanceMark("unheard", "shared", NOON.plusSeconds(60), false));
        assertThat(Completeness.until(marks, LATER)).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void one_that_stopped_and_runs_again_holds_back_all_since_it_runs_again_until_it_reports() {
        InstanceMark stopped = new InstanceMark("one", "shared", NOON, true);
        assertThat(Completeness.until(List.of(stopped), LATER)).isEqualTo(LATER);
        List<InstanceMark> again =
                Completeness.with(List.of(stopped), List.of(new Running("one", "shared", NOON.plusSeconds(600))));
        assertThat(Completeness.until(again, LATER)).isEqualTo(NOON.plusSeconds(600));
        InstanceMark heard = new InstanceMark("one", "shared", LATER, false);
        assertThat(Completeness.with(List.of(heard), List.of(new Running("one", "shared", NOON.plusSeconds(600)))))
                .containsExactly(heard);
    }

    @Test
    void one_that_stopped_after_it_began_holds_nothing_back() {
        InstanceMark stopped = new InstanceMark("one", "shared", LATER, true);
        assertThat(Completeness.with(List.of(stopped), List.of(new Running("one", "shared", NOON))))
                .containsExactly(stopped);
    }
}
