package io.tallygate.portal.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LanguagesTest {

    @Test
    void the_browsers_first_language_that_we_speak_is_taken_with_its_region() {
        assertThat(Languages.best(null, List.of(Locale.FRANCE, Locale.of("de", "CH"), Locale.US)))
                .isEqualTo(Locale.of("de", "CH"));
    }

    @Test
    void a_browser_that_speaks_none_of_ours_gets_english() {
        assertThat(Languages.best(null, List.of(Locale.JAPAN))).isEqualTo(Locale.UK);
    }

    @Test
    void the_switch_wins_over_the_browser() {
        assertThat(Languages.best("de", List.of(Locale.US))).isEqualTo(Locale.GERMANY);
        assertThat(Languages.best("en", List.of(Locale.GERMANY, Locale.US))).isEqualTo(Locale.US);
    }

    @Test
    void a_cookie_with_nonsense_changes_nothing() {
        assertThat(Languages.best("xx", List.of(Locale.GERMAN))).isEqualTo(Locale.GERMANY);
    }
}
