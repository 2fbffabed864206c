package io.tallygate.load.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.load.gateway.Contender.Round;
import io.tallygate.load.generator.Load;
import io.tallygate.load.machine.CpuTime;
import io.tallygate.load.measure.Figures;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatewayReportTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Figures figures = new Figures("gateway", new PrintStream(printed, true, UTF_8));

    @Test
    void a_ratio_is_of_medians_and_the_better_peer_with_duties_counts() {
        saturate(Body.ONE_KIB, 12, 20, 40);
        assertThat(lines())
                .contains(line("tallygate/nginx-lua", "ratioCpuMicrosPerCall", "0.6"))
                .contains(line("tallygate/haproxy-duties", "ratioCpuMicrosPerCall", "0.3"))
                .contains(line("tallygate/better-with-duties", "ratioCpuMicrosPerCall", "0.6"))
                .contains(line("tallygate/better-with-duties", "ratioCpuMicrosPerCallBound", "0.65"));
        assertThat(figures.missedABound()).isFalse();
    }

    @Test
    void a_ratio_over_its_bound_is_a_miss() {
        saturate(Body.ONE_KIB, 14, 20, 40);
        assertThat(figures.missedABound()).isTrue();
    }

    @Test
    void figures_of_large_answers_have_names_and_bounds_of_their_own() {
        saturate(Body.SIXTY_FOUR_KIB, 17, 20, 10);
        assertThat(lines())
                .contains(line("tallygate/nginx-lua", "ratioCpuMicrosPerCall64k", "0.85"))
                .contains(line("tallygate/nginx-lua", "ratioCpuMicrosPerCall64kBound", "0.9"));
        assertThat(figures.missedABound()).isFalse();
    }

    @Test
    void what_a_subject_adds_is_without_the_upstreams_own_latency() {
        pace(400, 300);
        assertThat(lines())
                .contains("\"subject\":\"tallygate\",\"figure\":\"addedP50Micros\",\"value\":300,")
                .contains(line("tallygate/nginx-lua", "ratioAddedP50Micros", "1.5"));
        assertThat(figures.missedABound()).isTrue();
    }

    @Test
    void a_peer_that_was_quicker_than_the_upstream_says_nothing() {
        pace(400, 90);
        assertThat(lines()).doesNotContain("ratioAdded");
        assertThat(figures.missedABound()).isFalse();
    }

    /// One bad round must not count.
    private void saturate(Body body, int own, int lua, int haproxy) {
        List<Contender> contenders = List.of(
                Contender.measured(Contender.DIRECT, List.of(round(1)), List.of()),
                Contender.measured("tallygate", List.of(round(own), round(900), round(own)), List.of()),
                Contender.measured("nginx-lua", List.of(round(lua)), List.of()),
                Contender.measured("haproxy-duties", List.of(round(haproxy)), List.of()));
        new GatewayReport(body, contenders, figures).saturated();
    }

    private void pace(int own, int lua) {
        List<Contender> contenders = List.of(
                Contender.measured(Contender.DIRECT, List.of(), List.of(load(100))),
                Contender.measured("tallygate", List.of(), List.of(load(own))),
                Contender.measured("nginx-lua", List.of(), List.of(load(lua))));
        new GatewayReport(Body.ONE_KIB, contenders, figures).paced();
    }

    /// A hundred ticks are a second.
    private static Round round(int cpuMicrosPerCall) {
        long calls = 10_000;
        return new Round(
                new Load(calls, 1_000_000, 0, 0, 1, 2, 3), new CpuTime(0, cpuMicrosPerCall * calls / 10_000), 0, 0);
    }

    private static Load load(double latency) {
        return new Load(1_000, 1_000_000, 0, 0, latency, latency, latency);
    }

    private String lines() {
        return printed.toString(UTF_8);
    }

    private static String line(String subject, String figure, String value) {
        return "\"subject\":\"%s\",\"figure\":\"%s\",\"value\":%s,\"unit\":\"1\"".formatted(subject, figure, value);
    }
}
