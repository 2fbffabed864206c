package io.tallygate.portal.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private final Form form = new Form(new Messages(Locale.UK));

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = ';',
            value = {"0.002; 0.002", "0,002; 0.002", "12; 12", "0; 0", "0.000000000001; 0.000000000001"})
    void a_price_may_be_typed_with_a_point_or_a_comma(String typed, BigDecimal price) {
        form.with("price", typed);
        assertThat(form.decimal("price", 12, MILLION)).isEqualByComparingTo(price);
        assertThat(form.wrong()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "-1", "1e3", "1.000,50", "€1", "0.0000000000001", "2000000", "", "NaN", "٣"})
    void a_price_that_cannot_be_is_refused_at_its_field(String typed) {
        form.with("price", typed);
        assertThat(form.decimal("price", 12, MILLION)).isNull();
        assertThat(form.error("price")).isNotBlank();
        assertThat(form.value("price")).as("what was typed is shown again").isEqualTo(typed);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = ';',
            value = {"100000; 100000", "100,000; 100000", "100.000; 100000", "1 000 000; 1000000"})
    void thousands_may_be_grouped_in_a_whole_number(String typed, long number) {
        form.with("quota", typed);
        assertThat(form.wholeNumber("quota", 1, Long.MAX_VALUE)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "1.5", "10,00", "1.000,5", "many", "99999999999999999999"})
    void a_quota_that_cannot_be_is_refused_at_its_field(String typed) {
        form.with("quota", typed);
        assertThat(form.wholeNumber("quota", 1, 1_000_000_000)).isNull();
        assertThat(form.error("quota")).isNotBlank();
    }

    @Test
    void an_empty_quota_is_no_quota_and_no_error() {
        form.with("quota", " ");
        assertThat(form.wholeNumber("quota", 1, 10)).isNull();
        assertThat(form.wrong()).isFalse();
    }

    @Test
    void a_field_is_told_once_and_points_at_its_hint_and_error() {
        form.with("name", "");
        form.required("name", 10);
        form.reject("name", "frame.form.mail");
        assertThat(form.errors()).hasSize(1);
        assertThat(form.describedBy("name", true)).isEqualTo("name-hint name-wrong");
        assertThat(form.describedBy("other", false)).isNull();
    }
}
