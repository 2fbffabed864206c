package io.tallygate.load.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayOptionsTest {
    @Test
    void without_options_every_subject_is_measured_with_both_sizes() {
        GatewayOptions options = GatewayOptions.of(Map.of());
        assertThat(options.subjects()).isEqualTo(GatewayBench.SUBJECTS).hasSize(7);
        assertThat(options.bodies()).containsExactly(Body.ONE_KIB, Body.SIXTY_FOUR_KIB);
        assertThat(options.rounds()).isEqualTo(3);
        assertThat(options.warmUp()).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void what_was_typed_counts() {
        GatewayOptions options = GatewayOptions.of(
                Map.of("subjects", "tallygate,nginx", "body", "64k", "rounds", "5", "seconds", "2", "warm-up", "1"));
        assertThat(options)
                .isEqualTo(new GatewayOptions(
                        5,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(1),
                        List.of("tallygate", "nginx"),
                        List.of(Body.SIXTY_FOUR_KIB)));
    }

    @ParameterizedTest(name = "--{0} {1} is refused")
    @CsvSource({"subjects, envoy", "subjects, ''", "body, 2k", "rounds, 0", "rounds, 100", "seconds, two", "speed, 3"})
    void what_there_is_not_is_refused(String name, String value) {
        assertThatThrownBy(() -> GatewayOptions.of(Map.of(name, value))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_median_is_in_the_middle_and_not_moved_by_one_bad_round() {
        assertThat(Median.of(DoubleStream.of(12, 10, 900))).isEqualTo(12);
        assertThat(Median.of(DoubleStream.of(4, 1, 3, 2))).isEqualTo(2.5);
        assertThatThrownBy(() -> Median.of(DoubleStream.empty())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void every_route_has_a_number_of_its_own_and_leads_to_one_size() {
        Set<Integer> numbers = new HashSet<>();
        for (Body body : Body.values()) {
            for (int n = 0; n < Body.ROUTES; n++) {
                numbers.add(body.route(n));
            }
        }
        assertThat(numbers).hasSize(10_000);
        assertThat(Body.SIXTY_FOUR_KIB.path(5_007)).isEqualTo("/api/64k/7/items?page=2");
    }
}
