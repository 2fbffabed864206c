package io.tallygate.load.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowLedgerTest {
    private static final long AT = 1_700_000_000_000L; // a window of five seconds begins

    private final WindowLedger ledger = new WindowLedger(2, 5_000);

    @Test
    void an_answer_belongs_to_the_window_that_it_was_counted_in_however_late_it_comes() {
        answer(0, 200, 9, 1, AT - 100);
        answer(0, 200, 9, 5, AT + 100); // counted at the window's beginning
        answer(0, 200, 8, 1, AT + 4_900);
        answer(0, 429, 0, 1, AT + 7_900); // counted at its end, and three seconds late
        answer(0, 200, 9, 5, AT + 8_000); // counted in the next
        assertThat(ledger.whole()).singleElement().satisfies(window -> {
            assertThat(window.passed()).isEqualTo(2);
            assertThat(window.isExceeded()).isTrue();
        });
        assertThat(ledger.rises()).isZero();
    }

    @Test
    void what_remains_rises_only_inside_a_window_and_of_one_instance() {
        answer(0, 200, 5, 4, AT + 1_000);
        answer(1, 200, 7, 4, AT + 1_000);
        answer(1, 200, 6, 3, AT + 2_000);
        assertThat(ledger.rises()).isZero();
        answer(0, 200, 6, 3, AT + 2_000);
        answer(0, 429, -1, 2, AT + 3_000);
        assertThat(ledger.rises()).isOne();
        assertThat(ledger.negatives()).isOne();
    }

    private void answer(int instance, int status, long remaining, long reset, long millis) {
        Map<String, String> fields =
                Map.of("ratelimit-remaining", Long.toString(remaining), "ratelimit-reset", Long.toString(reset));
        ledger.answered(instance, new Wire.Message("HTTP/1.1 " + status + " x", fields, new byte[0]), millis);
    }
}
