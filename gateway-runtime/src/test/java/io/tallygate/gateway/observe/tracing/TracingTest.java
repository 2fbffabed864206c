package io.tallygate.gateway.observe.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.tallygate.gateway.running.Collector;
import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Spans of calls over the public port, at a real receiver of OTLP.
class TracingTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";

    private static RunningGateway tracingTo(Collector collector, String... more) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(
                "TALLYGATE_TRACES_ENDPOINT",
                collector.address(),
                "TALLYGATE_TRACES_HEADERS",
                "Authorization=Bearer of-the-collector",
                "TALLYGATE_TRACES_RATIO",
                "1",
                "TALLYGATE_TRACES_BELIEVE",
                "all"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return RunningGateway.withSettings(settings, "");
    }

    private static Span span(Collector collector, String trace, Span.SpanKind kind, int number) throws Exception {
        RunningGateway.await(
                kind + " " + number,
                () -> collector.of(trace).stream()
                                .filter(s -> s.getKind() == kind)
                                .count()
                        > number);
        return collector.of(trace).stream()
                .filter(s -> s.getKind() == kind)
                .toList()
                .get(number);
    }

    @Test
    void a_sampled_call_has_a_span_of_its_own_and_one_for_each_try() throws Exception {
        try (Collector collector = new Collector();
                RunningGateway gateway = tracingTo(collector)) {
            UUID twice = new UUID(9, 9);
            gateway.feed()
                    .put(
                            "upstream",
                            twice,
                            ("{'tenant':'%s','scheme':'http','targets':["
                                + "{'host':'127.0.0.1','port':1,'weight':1}],'basePath':'','connectTimeoutMillis':500,"
                                + "'responseTimeoutMillis':1000,'retries':{'attempts':1}}")
                                    .formatted(PortalFeed.TENANT));
            gateway.feed().openRoute(new UUID(9, 8), twice, "'path':'/nobody'", "");
            gateway.awaitApplied();
            assertThat(gateway.get(
                                    "/acme/orders/7?token=hush",
                                    "traceparent",
                                    "00-" + TRACE + "-" + PARENT + "-01",
                                    "tracestate",
                                    "congo=t61rcWkgMzE")
                            .statusCode())
                    .isEqualTo(200);
            Span server = span(collector, TRACE, Span.SpanKind.SPAN_KIND_SERVER, 0);
            Span client = span(collector, TRACE, Span.SpanKind.SPAN_KIND_CLIENT, 0);
            assertThat(Collector.hex(server.getParentSpanId().toByteArray())).isEqualTo(PARENT);
            assertThat(client.getParentSpanId()).isEqualTo(server.getSpanId());
            assertThat(gateway.upstream().received().getLast().headers())
                    .containsEntry(
                            "traceparent",
                            "00-" + TRACE + "-"
                                    + Collector.hex(client.getSpanId().toByteArray()) + "-01")
                    .containsEntry("tracestate", "congo=t61rcWkgMzE");
            assertThat(server.getName()).isEqualTo("GET /acme/orders");
            assertThat(Collector.attribute(server, "http.route")).isEqualTo("/acme/orders");
            assertThat(Collector.attribute(server, "http.request.method")).isEqualTo("GET");
            assertThat(Collector.attribute(server, "http.response.status_code")).isEqualTo("200");
            assertThat(Collector.attribute(server, "url.path")).isEqualTo("/acme/orders/7");
            assertThat(Collector.attribute(server, "network.protocol.version")).isEqualTo("1.1");
            assertThat(Collector.attribute(server, "tallygate.consumer.id")).isEqualTo(PortalFeed.CONSUMER.toString());
            assertThat(Collector.attribute(client, "server.address")).isEqualTo("127.0.0.1");
            assertThat(Collector.attribute(client, "server.port"))
                    .isEqualTo(Integer.toString(gateway.upstream().port()));
            assertThat(client.getStartTimeUnixNano()).isGreaterThanOrEqualTo(server.getStartTimeUnixNano());
            assertThat(client.getEndTimeUnixNano())
                    .isBetween(client.getStartTimeUnixNano() + 1, server.getEndTimeUnixNano());
            assertThat(server.toString()).doesNotContain("hush").doesNotContain(RunningGateway.KEY);
            assertThat(collector.resources().getFirst()).contains("tallygate-gateway");
            assertThat(collector.authorizations().getFirst()).isEqualTo("Bearer of-the-collector");

            String failing = "5bf92f3577b34da6a3ce929d0e0e4736";
            assertThat(gateway.get("/nobody", "traceparent", "00-" + failing + "-" + PARENT + "-01")
                            .statusCode())
                    .isEqualTo(502);
            Span failed = span(collector, failing, Span.SpanKind.SPAN_KIND_SERVER, 0);
            Span second = span(collector, failing, Span.SpanKind.SPAN_KIND_CLIENT, 1);
            assertThat(Collector.attribute(failed, "error.type")).isEqualTo("upstream-refused");
            assertThat(failed.getStatus().getCodeValue()).isEqualTo(2);
            assertThat(Collector.attribute(second, "error.type")).isEqualTo("unreachable");
            assertThat(Collector.attribute(second, "http.request.resend_count")).isEqualTo("1");

            gateway.get("/acme/orders", "traceparent", "00-" + "6".repeat(32) + "-" + PARENT + "-00");
            assertThat(gateway.upstream().received().getLast().headers().get("traceparent"))
                    .matches("00-6{32}-[0-9a-f]{16}-00")
                    .doesNotContain(PARENT);
            gateway.get("/acme/orders"); // the last: what is before it has been sent, or never is
            RunningGateway.await("the last call's", () -> gateway.metric("tallygate_trace_spans_sent_total") >= 7);
            assertThat(collector.of("6".repeat(32))).isEmpty();
        }
    }

    @Test
    void each_step_of_an_answer_put_together_has_a_span_of_its_own_whose_name_the_service_is_told() throws Exception {
        try (Collector collector = new Collector();
                RunningGateway gateway = tracingTo(collector)) {
            UUID nobody = new UUID(9, 7);
            gateway.feed()
                    .put(
                            "upstream",
                            nobody,
                            ("{'tenant':'%s','scheme':'http','targets':["
                                + "{'host':'127.0.0.1','port':1,'weight':1}],'basePath':'','connectTimeoutMillis':500,"
                                + "'responseTimeoutMillis':1000,'retries':{'attempts':1}}")
                                    .formatted(PortalFeed.TENANT));
            gateway.feed()
                    .openRoute(
                            new UUID(9, 6),
                            RunningGateway.UPSTREAM,
                            "'path':'/both','aggregate':{'steps':["
                                    + "{'id':'here','path':'/here','required':false},"
                                    + "{'id':'gone','path':'/gone','required':false,'upstream':'" + nobody + "'}]}",
                            "");
            gateway.awaitApplied();
            gateway.get("/both", "traceparent", "00-" + TRACE + "-" + PARENT + "-01");
            Span server = span(collector, TRACE, Span.SpanKind.SPAN_KIND_SERVER, 0);
            span(collector, TRACE, Span.SpanKind.SPAN_KIND_CLIENT, 2);
            List<Span> steps = collector.of(TRACE).stream()
                    .filter(span -> span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT)
                    .toList();
            assertThat(steps).extracting(Span::getName).containsExactlyInAnyOrder("GET here", "GET gone", "GET gone");
            assertThat(steps).extracting(Span::getParentSpanId).containsOnly(server.getSpanId());
            for (Span step : steps) {
                boolean isHere = step.getName().equals("GET here");
                assertThat(Collector.attribute(step, "tallygate.step")).isEqualTo(isHere ? "here" : "gone");
                assertThat(step.getEndTimeUnixNano())
                        .isBetween(step.getStartTimeUnixNano(), server.getEndTimeUnixNano());
                if (isHere) {
                    assertThat(Collector.attribute(step, "http.response.status_code"))
                            .isEqualTo("200");
                    assertThat(gateway.upstream().received().getLast().headers().get("traceparent"))
                            .contains(Collector.hex(step.getSpanId().toByteArray()));
                } else {
                    assertThat(Collector.attribute(step, "error.type"))
                            .as(step.toString())
                            .isEqualTo("unreachable");
                }
            }
        }
    }

    @Test
    void a_strangers_wish_to_be_traced_is_not_followed_and_its_trace_goes_on() throws Exception {
        try (Collector collector = new Collector();
                RunningGateway gateway =
                        tracingTo(collector, "TALLYGATE_TRACES_BELIEVE", "proxies", "TALLYGATE_TRACES_RATIO", "0");
                RunningGateway behind = tracingTo(
                        collector,
                        "TALLYGATE_TRACES_BELIEVE",
                        "proxies",
                        "TALLYGATE_TRACES_RATIO",
                        "0",
                        "TALLYGATE_TRUSTED_PROXIES",
                        "127.0.0.1/32")) {
            String wished = "00-" + TRACE + "-" + PARENT + "-01";
            gateway.get("/acme/orders", "traceparent", wished);
            assertThat(gateway.upstream().received().getLast().headers().get("traceparent"))
                    .matches("00-" + TRACE + "-[0-9a-f]{16}-00");
            behind.get("/acme/orders", "traceparent", wished);
            assertThat(behind.upstream().received().getLast().headers().get("traceparent"))
                    .matches("00-" + TRACE + "-[0-9a-f]{16}-01");
            span(collector, TRACE, Span.SpanKind.SPAN_KIND_SERVER, 0);
            assertThat(collector.of(TRACE)).hasSize(2); // one call's
        }
    }

    @Test
    void without_a_collector_the_context_is_carried_on_as_it_came_and_a_malformed_one_replaced() throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            String right = "00-" + TRACE + "-" + PARENT + "-01";
            gateway.get("/acme/orders", "traceparent", right, "tracestate", "a=1");
            assertThat(gateway.upstream().received().getLast().headers())
                    .containsEntry("traceparent", right)
                    .containsEntry("tracestate", "a=1");
            gateway.get("/acme/orders", "traceparent", right.toUpperCase(java.util.Locale.ROOT), "tracestate", "a=1");
            assertThat(gateway.upstream().received().getLast().headers())
                    .doesNotContainKey("tracestate")
                    .hasEntrySatisfying(
                            "traceparent",
                            made -> assertThat(made)
                                    .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-02")
                                    .doesNotContain(TRACE));
            gateway.get("/acme/orders");
            assertThat(gateway.upstream().received().getLast().headers()).doesNotContainKey("traceparent");
        }
    }

    @Test
    void a_collector_that_does_not_answer_costs_spans_and_no_call() throws Exception {
        try (Collector collector = new Collector();
                RunningGateway gateway = tracingTo(collector)) {
            collector.answers(200, 1_500);
            List<Integer> statuses = new java.util.ArrayList<>();
            long began = System.nanoTime();
            for (int i = 0; i < 200; i++) {
                statuses.add(gateway.get("/acme/orders").statusCode());
            }
            assertThat(statuses).containsOnly(200);
            assertThat(System.nanoTime() - began).isLessThan(5_000_000_000L);
            collector.answers(400, 0);
            gateway.get("/acme/orders");
            RunningGateway.await("spans are lost", () -> gateway.metric("tallygate_trace_spans_lost_total") > 0);
        }
    }

    @Test
    void what_finds_no_room_is_dropped_and_counted() throws Exception {
        try (Collector collector = new Collector()) {
            collector.answers(200, 3_000);
            io.tallygate.gateway.observe.Metrics metrics = new io.tallygate.gateway.observe.Metrics();
            try (Tracing tracing = new Tracing(
                    new TracingSettings(java.net.URI.create(collector.address()), Map.of(), 1, true),
                    "group",
                    "instance",
                    "1",
                    metrics)) {
                for (int i = 0; i < 10_000; i++) {
                    CallSpan span = java.util.Objects.requireNonNull(tracing.begin(new TraceContext(), false, 1, 1));
                    tracing.ended(span.ended(2, 200, "answered", null));
                }
                assertThat(metrics.hits(io.tallygate.gateway.observe.Limit.TRACE_QUEUE))
                        .isBetween(10_000L - 8_192 - 512, 10_000L - 8_192);
            }
        }
    }
}
