package io.tallygate.portal.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccentTest {
    private static final Pattern ACCENT = Pattern.compile("--accent:light-dark\\((#[0-9a-f]{6}),(#[0-9a-f]{6})\\)");

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"#0b7285", "#7048e8", "#ffff00", "#000000", "#ffffff", "#ff0000", "#c0ffee", "#777777"})
    void whatever_colour_a_tenant_chooses_its_text_can_be_read_in_light_and_dark(String chosen) {
        Matcher css = ACCENT.matcher(Accent.of(chosen).css());
        assertThat(css.find()).isTrue();
        Accent light = Accent.of(css.group(1));
        Accent dark = Accent.of(css.group(2));
        assertThat(light.contrast(Accent.of("#ffffff"))).isGreaterThanOrEqualTo(4.5);
        assertThat(light.contrast(Accent.of("#eef1f4"))).isGreaterThanOrEqualTo(4.5);
        assertThat(dark.contrast(Accent.of("#161b22"))).isGreaterThanOrEqualTo(4.5);
        assertThat(dark.contrast(Accent.of("#0a0f14"))).isGreaterThanOrEqualTo(4.5);
    }

    @Test
    void a_readable_colour_stays_as_it_is() {
        assertThat(Accent.of("#0b5566").css()).contains("--accent:light-dark(#0b5566,");
    }

    @Test
    void nothing_but_numbers_gets_into_the_stylesheet() {
        assertThat(Accent.of("#fff} body{display:none").css())
                .isEqualTo(Accent.of("#0b6b7f").css());
    }
}
