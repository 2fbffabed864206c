package io.tallygate.portal.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class SubmissionsTest {
    private final Submissions submissions = new Submissions();

    @Test
    void a_second_submit_is_led_to_where_the_first_one_went() throws Exception {
        assertThat(submissions.begin("form")).isNull();
        submissions.end("form", "/p/acme/applications/7");
        assertThat(Objects.requireNonNull(submissions.begin("form")).get()).contains("/p/acme/applications/7");
    }

    @Test
    void a_second_submit_waits_while_the_first_is_at_work() {
        submissions.begin("form");
        assertThat(Objects.requireNonNull(submissions.begin("form"))).isNotDone();
    }

    @Test
    void a_form_that_was_refused_may_be_sent_again() throws Exception {
        submissions.begin("form");
        var waiting = Objects.requireNonNull(submissions.begin("form"));
        submissions.end("form", null);
        assertThat(waiting.get()).isEmpty();
        assertThat(submissions.begin("form")).isNull();
    }

    @Test
    void the_memory_of_forms_is_bounded() {
        for (int at = 0; at < 200; at++) {
            submissions.begin("form " + at);
            submissions.end("form " + at, "/");
        }
        assertThat(submissions.begin("form 199")).isNotNull();
        assertThat(submissions.begin("form 0")).isNull();
    }
}
