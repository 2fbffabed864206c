package io.tallygate.portal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.portal.input.WrongInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlugsTest {
    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource({
        "Starter, starter",
        "Größe & Maß 2, grosse-mass-2",
        "  --Pro--  , pro",
        "Crème brûlée!, creme-brulee",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbb,"
                + " aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    })
    void a_name_gives_an_address(String name, String slug) {
        assertThat(Slugs.of(null, name)).isEqualTo(slug).hasSizeLessThan(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pro", "-pro", "pro-", "p/ro", "prö", "a b"})
    void a_bad_wish_is_refused_at_the_slug(String wanted) {
        assertThatThrownBy(() -> Slugs.of(wanted, "Pro"))
                .isInstanceOfSatisfying(
                        WrongInput.class,
                        wrong ->
                                assertThat(wrong.members().getFirst().pointer()).isEqualTo("/slug"));
    }

    @Test
    void a_name_without_letters_asks_for_a_slug() {
        assertThatThrownBy(() -> Slugs.of(null, "東京")).isInstanceOf(WrongInput.class);
        assertThat(Slugs.of("tokyo", "東京")).isEqualTo("tokyo");
    }
}
