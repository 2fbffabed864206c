package io.tallygate.portal.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class FormatsTest {
    private final Formats english = new Formats(Locale.UK, ZoneId.of("Europe/Berlin"));
    private final Formats german = new Formats(Locale.GERMANY, ZoneId.of("Europe/Berlin"));

    @Test
    void a_price_keeps_all_its_decimals_and_an_amount_has_its_currencys() {
        assertThat(english.price(new BigDecimal("0.0035"), "EUR")).isEqualTo("€0.0035");
        assertThat(english.price(new BigDecimal("0.000000000001"), "EUR")).isEqualTo("€0.000000000001");
        assertThat(english.price(new BigDecimal("1.500000000000"), "EUR")).isEqualTo("€1.50");
        assertThat(english.money(new BigDecimal("1234.5"), "EUR")).isEqualTo("€1,234.50");
        assertThat(german.money(new BigDecimal("1234.50"), "EUR")).isEqualTo("1.234,50\u00a0€");
        assertThat(english.price(new BigDecimal("0.0012"), "CHF")).isEqualTo("CHF\u00a00.0012");
        assertThat(english.money(new BigDecimal("1234"), "JPY"))
                .contains("1,234")
                .doesNotContain(".");
    }

    @Test
    void a_half_open_period_is_written_with_both_of_its_days() {
        String period = english.period(Instant.parse("2026-09-30T22:00:00Z"), Instant.parse("2026-10-31T23:00:00Z"));
        assertThat(period).isEqualTo("1 Oct 2026 – 31 Oct 2026");
    }

    @Test
    void times_are_those_of_the_tenants_zone() {
        assertThat(german.dateTime(Instant.parse("2026-11-25T23:30:00Z"))).startsWith("26.11.2026");
    }
}
