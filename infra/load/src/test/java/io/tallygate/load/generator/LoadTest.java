package io.tallygate.load.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LoadTest {
    @Test
    void the_figures_of_wrk_are_the_line_that_its_script_prints() throws IOException {
        Load load = Wrk.parse("""
            Running 4s test @ http://127.0.0.1:8101/
              2 threads and 64 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
            Requests/sec:  88000.00
            FIGURES {"calls":352000,"micros":4000000,"bytes":425000000,"failed":0,"p50":642,"p99":2189,"p999":4626}
            """);
        assertThat(load).isEqualTo(new Load(352_000, 4_000_000, 425_000_000, 0, 642, 2_189, 4_626));
        assertThat(load.perSecond()).isEqualTo(88_000);
        assertThatThrownBy(() -> Wrk.parse("unable to connect")).hasMessageContaining("unable to connect");
    }

    @Test
    void latencies_of_h2load_are_those_of_answered_calls_only() {
        Stream<String> calls = IntStream.rangeClosed(1, 1_000).mapToObj(i -> "1764500000000000\t200\t" + i);
        Load load = H2load.parse(
                Stream.concat(calls, Stream.of("1764500000000000\t503\t1", "1764500000000000\t-1\t1", "176450")),
                Duration.ofSeconds(2));
        assertThat(load).isEqualTo(new Load(1_000, 2_000_000, 0, 3, 500, 990, 999));
        assertThat(load.perSecond()).isEqualTo(500);
    }

    @Test
    void one_failed_call_or_none_at_all_fails_the_run() throws IOException {
        assertThatThrownBy(() -> new Load(999, 1, 0, 1, 0, 0, 0).flawless("nginx"))
                .hasMessage("nginx: 1 calls failed, 999 were answered");
        assertThatThrownBy(() ->
                        H2load.parse(Stream.empty(), Duration.ofSeconds(1)).flawless("nginx"))
                .isInstanceOf(IOException.class);
        assertThat(new Load(1, 1, 0, 0, 0, 0, 0).flawless("nginx").calls()).isEqualTo(1);
    }
}
