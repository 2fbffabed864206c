package io.tallygate.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplesTest {
    @ParameterizedTest(name = "p{0} of 1 to 200 ms is {1} ms")
    @CsvSource({"0, 1", "50, 100", "99, 198", "99.9, 200", "100, 200"})
    void a_percentile_is_one_of_the_samples(double percent, long millis) {
        var samples = new Samples();
        for (int i = 200; i >= 1; i--) {
            samples.add(Duration.ofMillis(i).toNanos());
        }
        assertThat(samples.count()).isEqualTo(200);
        assertThat(samples.percentile(percent)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void one_slow_sample_of_many_is_the_largest_and_not_the_p99() {
        var samples = new Samples();
        for (int i = 0; i < 999; i++) {
            samples.add(1);
        }
        samples.add(1_000_000);
        assertThat(samples.percentile(99).toNanos()).isEqualTo(1);
        assertThat(samples.percentile(100).toNanos()).isEqualTo(1_000_000);
    }

    @Test
    void there_is_no_percentile_of_nothing() {
        assertThatThrownBy(() -> new Samples().percentile(99)).isInstanceOf(IllegalStateException.class);
    }
}
