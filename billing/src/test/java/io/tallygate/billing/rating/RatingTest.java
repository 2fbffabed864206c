package io.tallygate.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.billing.catalog.Price;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatingTest {
    @ParameterizedTest(name = "{0} calls at {1} cost {2}")
    @CsvSource({
        "0, 0.002, 0",
        "1, 0.002, 0.002",
        "1234, 0.002, 2.468",
        "47000000, 0.0019, 89300.0",
        "1, 0.000000000001, 0.000000000001",
        "9223372036854775807, 0.000000000001, 9223372.036854775807",
        "9007199254740993, 0.1, 900719925474099.3",
        "123456789012345678901234567890, 999999999999.999999999999,"
                + " 123456789012345678901234444433210987654321.098765432110",
        "1000000, 0, 0",
        "0.5, 0.02, 0.010",
    })
    void every_unit_costs_the_same_and_no_digit_is_lost(BigDecimal calls, BigDecimal unitPrice, BigDecimal amount) {
        assertThat(Rating.amount(new Price.PerUnit(unitPrice), calls)).isEqualByComparingTo(amount);
    }

    @Test
    void there_is_no_negative_usage() {
        assertThatThrownBy(() -> Rating.amount(new Price.PerUnit(BigDecimal.ONE), new BigDecimal("-1")))
                .hasMessageContaining("negative");
    }
}
