package io.tallygate.load.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A judge that cannot say "guilty" is worth nothing.
class VerdictTest {
    @Test
    void complete_within_counted_within_answered_is_what_was_promised() {
        Verdict verdict =
                Verdict.compare(Set.of("a", "b"), Set.of("a", "b", "c", "d"), Map.of("a", 1, "b", 1, "c", 1), 3);
        assertThat(verdict).isEqualTo(new Verdict(0, 0, 0, 3, 3));
        assertThat(verdict.kept()).isTrue();
    }

    @Test
    void a_complete_call_that_is_not_counted_is_lost() {
        Verdict verdict = Verdict.compare(Set.of("a", "b"), Set.of("a", "b"), Map.of("a", 1), 1);
        assertThat(verdict.lost()).isEqualTo(1);
        assertThat(verdict.kept()).isFalse();
    }

    @Test
    void an_id_that_is_counted_twice_is_duplicated() {
        Verdict verdict = Verdict.compare(Set.of("a"), Set.of("a"), Map.of("a", 2), 1);
        assertThat(verdict.duplicated()).isEqualTo(1);
        assertThat(verdict.kept()).isFalse();
    }

    @Test
    void a_total_above_the_number_of_ids_is_duplicated_and_one_below_is_not_kept() {
        assertThat(Verdict.compare(Set.of("a"), Set.of("a"), Map.of("a", 1), 2).duplicated())
                .isEqualTo(1);
        assertThat(Verdict.compare(Set.of("a"), Set.of("a"), Map.of("a", 1), 0).kept())
                .isFalse();
    }

    @Test
    void a_counted_call_that_the_upstream_never_answered_is_a_phantom() {
        Verdict verdict = Verdict.compare(Set.of("a"), Set.of("a"), Map.of("a", 1, "x", 1), 2);
        assertThat(verdict.phantom()).isEqualTo(1);
        assertThat(verdict.kept()).isFalse();
    }
}
