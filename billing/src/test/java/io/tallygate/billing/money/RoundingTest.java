package io.tallygate.billing.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Currency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundingTest {
    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource({
        "2.464999999999, EUR, 2.46",
        "2.465, EUR, 2.47",
        "0.005, EUR, 0.01",
        "0.004999999999, EUR, 0.00",
        "0.5, JPY, 1",
        "0.499999999999, JPY, 0",
        "1234567.5, JPY, 1234568",
        "0.0005, KWD, 0.001",
        "1.2344999, KWD, 1.234",
        "0.00005, CLF, 0.0001",
        "12, EUR, 12.00",
    })
    void an_amount_is_rounded_half_up_to_the_minor_unit(BigDecimal unrounded, String currency, String rounded) {
        Money money = Rounding.toMinorUnit(unrounded, Currency.getInstance(currency));
        assertThat(money.amount().toPlainString()).isEqualTo(rounded);
    }

    @Test
    void money_refuses_digits_that_nobody_can_pay() {
        assertThatThrownBy(() -> new Money(new BigDecimal("1.234"), Currency.getInstance("EUR")))
                .hasMessageContaining("2 decimals");
        assertThatThrownBy(() -> new Money(new BigDecimal("1.0"), Currency.getInstance("JPY")))
                .hasMessageContaining("0 decimals");
        assertThatThrownBy(() -> Money.zero(Currency.getInstance("XAU"))).hasMessageContaining("no minor unit");
    }

    @Test
    void currencies_do_not_mix() {
        Money euro = Money.zero(Currency.getInstance("EUR"));
        assertThatThrownBy(() -> euro.plus(Money.zero(Currency.getInstance("USD"))))
                .hasMessageContaining("USD");
    }
}
