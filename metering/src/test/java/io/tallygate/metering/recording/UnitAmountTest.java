package io.tallygate.metering.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitAmountTest {
    private final UnitAmount amount = new UnitAmount();

    private boolean read(String text) {
        byte[] octets = ("<" + text + ">").getBytes(US_ASCII);
        return amount.read(octets, 1, octets.length - 1);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7, 7",
        "0007.50, 7.5",
        "0.000000000001, 0.000000000001",
        "1.10000000000000000000, 1.1",
        "18446744073709551616, 18446744073709551616",
        "99999999999999999999999999.999999999999, 99999999999999999999999999.999999999999",
    })
    void digits_are_read_to_the_last(String text, BigDecimal value) {
        assertThat(read(text)).isTrue();
        assertThat(amount.value()).isEqualByComparingTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "1.",
                ".5x",
                "-1",
                "+1",
                "1e3",
                "1,5",
                " 1",
                "1 ",
                "0x1",
                "0.0000000000001",
                "100000000000000000000000000"
            })
    void what_is_none_or_would_be_rounded_is_refused(String text) {
        assertThat(read(text)).isFalse();
    }

    @Test
    void both_ways_of_reading_say_the_same() {
        Random random = new Random(5);
        UnitAmount other = new UnitAmount();
        for (int i = 0; i < 20_000; i++) {
            BigDecimal value = new BigDecimal(new BigInteger(random.nextInt(127), random), random.nextInt(20));
            assertThat(read(value.toPlainString())).as(value.toPlainString()).isEqualTo(other.set(value));
            if (UnitAmount.fits(value)) {
                assertThat(amount.value()).isEqualByComparingTo(value).isEqualByComparingTo(other.value());
            }
        }
    }
}
