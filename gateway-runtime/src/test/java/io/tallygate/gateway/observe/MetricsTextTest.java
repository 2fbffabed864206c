package io.tallygate.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `/metrics` by the rules that `promtool check metrics` has, and bounded whatever happens.
class MetricsTextTest {
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-z_][a-z0-9_]*)(\\{[a-z_]+=\"[^\"\\n]*\"(,[a-z_]+=\"[^\"\\n]*\")*\\})? (-?[0-9.]+(E-?[0-9]+)?)");
    private static final List<String> ABBREVIATED =
            List.of("_s", "_ms", "_us", "_ns", "_sec", "_min", "_kb", "_mb", "_b", "_millis", "_micros", "_nanos");
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.withLimits("'rateLimit':{'calls':2,'seconds':60}");
        gateway.feed()
                .put(
                        "upstream",
                        new UUID(9, 9),
                        ("{'tenant':'%s','scheme':'http','targets':[{'host':'127.0.0.1','port':1,'weight':1},"
                                        + "{'host':'127.0.0.1','port':%d,'weight':1}],'basePath':'',"
                                        + "'connectTimeoutMillis':500,'responseTimeoutMillis':1000,"
                                        + "'health':{'consecutiveFailures':1}}")
                                .formatted(PortalFeed.TENANT, gateway.upstream().port()));
        gateway.feed().openRoute(new UUID(9, 8), new UUID(9, 9), "'path':'/half'", "");
        gateway.awaitApplied();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void every_name_has_one_help_and_one_type_and_a_name_by_the_rules() throws Exception {
        Map<String, String> types = new HashMap<>();
        Set<String> seen = new HashSet<>();
        String family = "";
        for (String line : gateway.admin("/metrics").body().lines().toList()) {
            if (line.startsWith("# HELP ")) {
                String[] words = line.split(" ", 4);
                assertThat(words).as(line).hasSize(4);
                assertThat(words[3]).as(line).isNotBlank();
                family = words[2];
                assertThat(types).as("twice").doesNotContainKey(family);
            } else if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ");
                assertThat(words[2]).as("TYPE behind its HELP").isEqualTo(family);
                types.put(family, words[3]);
                assertName(family, words[3]);
            } else {
                Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                boolean histogram = "histogram".equals(types.get(family));
                assertThat(histogram ? sample.group(1).replaceAll("_(bucket|sum|count)$", "") : sample.group(1))
                        .as(line)
                        .isEqualTo(family);
                assertThat(seen.add(sample.group(1) + sample.group(2))).as(line).isTrue();
            }
        }
        assertThat(types)
                .containsKeys(
                        "tallygate_loop_lag_seconds",
                        "tallygate_tls_handshakes_total",
                        "tallygate_problems_total",
                        "tallygate_policy_decisions_total",
                        "tallygate_upstream_ill_targets",
                        "tallygate_access_log_lines_total",
                        "tallygate_trace_spans_lost_total");
    }

    private static void assertName(String name, String type) {
        assertThat(type).isIn("counter", "gauge", "histogram");
        assertThat(name).startsWith("tallygate_").matches("[a-z][a-z0-9_]*");
        assertThat(name.endsWith("_total")).as(name).isEqualTo(type.equals("counter"));
        assertThat(name).as(name).doesNotMatch(".*_(bucket|count|sum|gauge|counter|histogram|metric)$");
        assertThat(ABBREVIATED.stream().noneMatch(name.replaceAll("_total$", "")::endsWith))
                .as(name)
                .isTrue();
    }

    @Test
    void refusals_are_counted_by_problem_and_by_kind_of_policy() throws Exception {
        for (int i = 0; i < 3; i++) {
            gateway.get("/acme/orders");
        }
        gateway.http()
                .send(gateway.request("/acme/orders").build(), java.net.http.HttpResponse.BodyHandlers.discarding());
        assertThat(gateway.metric("tallygate_problems_total{type=\"rate-limited\"}"))
                .isEqualTo(1);
        assertThat(gateway.metric("tallygate_policy_decisions_total{policy=\"plan\"}"))
                .isEqualTo(1);
        assertThat(gateway.metric("tallygate_policy_decisions_total{policy=\"api-key\"}"))
                .isEqualTo(1);
    }

    @Test
    void an_upstream_is_named_while_a_target_of_its_is_left_out() throws Exception {
        for (int i = 0; i < 4; i++) {
            assertThat(gateway.get("/half").statusCode()).isEqualTo(200);
        }
        assertThat(gateway.metric("tallygate_upstream_ill_targets{upstream=\"" + new UUID(9, 9) + "\"}"))
                .isEqualTo(1);
        assertThat(gateway.admin("/metrics").body()).doesNotContain(RunningGateway.UPSTREAM.toString());
    }

    @Test
    void made_up_names_share_one_sample() {
        Metrics metrics = new Metrics();
        for (int i = 0; i < 1_000; i++) {
            metrics.problem("made-up-" + i);
        }
        assertThat(metrics.problems()).hasSizeLessThanOrEqualTo(201);
        assertThat(metrics.problems().get("other")).isEqualTo(800);
    }
}
