package io.tallygate.gateway.observe;

import io.tallygate.gateway.exchange.Outcome;
import java.util.Map;
import java.util.function.ToLongFunction;

/// Prometheus' text format, version 0.0.4.
public final class PrometheusText {
    private final StringBuilder text = new StringBuilder(8 << 10);

    public PrometheusText counter(String name, String help, long value) {
        head(name, help, "counter");
        return sample(name, "", value);
    }

    public PrometheusText gauge(String name, String help, double value) {
        head(name, help, "gauge");
        text.append(name).append(' ');
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            text.append((long) value);
        } else {
            text.append(value);
        }
        text.append('\n');
        return this;
    }

    /// One sample a state.
    public PrometheusText byState(String name, String help, Map<String, Long> values) {
        return by("state", name, help, "gauge", values);
    }

    /// @param values  by the label's value; as many as may be there at most
    public PrometheusText by(String label, String name, String help, String type, Map<String, Long> values) {
        head(name, help, type);
        values.forEach((value, count) -> sample(name, "{" + label + "=\"" + escaped(value) + "\"}", count));
        return this;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /// @param labels  `name="value",…` of fixed texts only
    public PrometheusText info(String name, String help, String labels) {
        head(name, help, "gauge");
        return sample(name, "{" + labels + "}", 1);
    }

    public PrometheusText add(Metrics metrics) {
        calls(metrics);
        histogram(
                metrics,
                "tallygate_call_seconds",
                "From a request's head to its response's end",
                CallCounts::latencyBucket,
                0);
        histogram(
                metrics,
                "tallygate_call_own_seconds",
                "Of that, what the upstream did not take",
                CallCounts::ownBucket,
                1);
        counter(
                "tallygate_request_body_bytes_total",
                "Bodies of requests, as sent upstream",
                sum(metrics, loop -> loop.sum(2)));
        counter(
                "tallygate_response_body_bytes_total",
                "Bodies of responses, as sent to clients",
                sum(metrics, loop -> loop.sum(3)));
        gauge("tallygate_calls_active", "Calls under way", metrics.activeCalls());
        gauge("tallygate_client_connections", "Open client connections", metrics.openClientConnections());
        counter(
                "tallygate_client_connections_total",
                "Client connections accepted",
                metrics.clientConnectionsOpened.sum());
        long upstreamClosed = metrics.upstreamConnectionsClosed.sum();
        gauge(
                "tallygate_upstream_connections",
                "Open upstream connections",
                Math.max(0, metrics.upstreamConnectionsOpened.sum() - upstreamClosed));
        counter(
                "tallygate_upstream_connections_total",
                "Upstream connections opened",
                metrics.upstreamConnectionsOpened.sum());
        counter(
                "tallygate_upstream_connect_failures_total",
                "Targets that could not be reached",
                metrics.upstreamConnectFailures.sum());
        counter(
                "tallygate_upstream_retries_total",
                "Calls sent again on a fresh connection",
                metrics.upstreamRetries.sum());
        counter(
                "tallygate_upstream_ejections_total",
                "Times that a target was left out since calls or checks failed",
                metrics.targetEjections.sum());
        counter(
                "tallygate_upstream_failed_checks_total",
                "Active checks that found a target ill",
                metrics.failedChecks.sum());
        counter(
                "tallygate_upstream_breaker_openings_total",
                "Times that a circuit breaker opened",
                metrics.breakerOpenings.sum());
        counter(
                "tallygate_upstream_spared_calls_total",
                "Calls refused since a circuit breaker was open",
                metrics.sparedCalls.sum());
        counter(
                "tallygate_aggregate_failed_steps_total",
                "Parts of aggregated answers that failed",
                metrics.failedSteps.sum());
        counter(
                "tallygate_upstream_forbidden_total",
                "Targets behind the outbound wall",
                metrics.forbiddenAddresses.sum());
        counter(
                "tallygate_tls_handshake_failures_total",
                "Clients with whom no TLS was agreed on",
                metrics.tlsHandshakeFailures.sum());
        counter(
                "tallygate_certificate_failures_total",
                "Certificates that could not be read",
                metrics.certificateFailures.sum());
        counter("tallygate_malformed_requests_total", "Requests that are not HTTP", metrics.malformedRequests.sum());
        counter(
                "tallygate_malformed_responses_total",
                "Responses of upstreams that are not HTTP",
                metrics.malformedResponses.sum());
        counter(
                "tallygate_calls_recorded_total",
                "Calls that were put into the usage journal",
                metrics.recordedCalls.sum());
        by(
                "type",
                "tallygate_problems_total",
                "Problems that the gateway has answered with",
                "counter",
                metrics.problems());
        by(
                "policy",
                "tallygate_policy_decisions_total",
                "Calls that a policy has refused or answered, by its kind",
                "counter",
                metrics.refusals());
        by(
                "result",
                "tallygate_events_total",
                "Events that back ends have told: accepted, duplicate within a request, or why they are dead letters",
                "counter",
                metrics.events());
        by(
                "fault",
                "tallygate_unit_faults_total",
                "Answers whose units could not be read, by what was wrong; their calls count without",
                "counter",
                metrics.unitFaults());
        counter("tallygate_tls_handshakes_total", "TLS handshakes begun", metrics.tlsHandshakes.sum());
        gauge(
                "tallygate_loop_lag_seconds",
                "How late an event loop came to its deadlines, at worst within the last half minute",
                metrics.loopLagNanos() / 1e9);
        counter(
                "tallygate_access_log_lines_total",
                "Lines that the access log has taken; those without room are hits of its limit",
                metrics.accessLogLines.sum());
        counter(
                "tallygate_access_log_failures_total",
                "Times that the access log could not be written; its lines are lost",
                metrics.accessLogFailures.sum());
        counter("tallygate_trace_spans_sent_total", "Spans that the collector has taken", metrics.spansSent.sum());
        counter("tallygate_trace_spans_lost_total", "Spans that the collector has not taken", metrics.spansLost.sum());
        counter("tallygate_failures_total", "Faults of the gateway itself; each is in the log", metrics.failures.sum());
        head("tallygate_limit_hits_total", "Bounds that were hit, by name", "counter");
        for (Limit limit : Limit.values()) {
            sample("tallygate_limit_hits_total", "{limit=\"" + limit.text() + "\"}", metrics.hits(limit));
        }
        return this;
    }

    private void calls(Metrics metrics) {
        head("tallygate_calls_total", "Calls that have ended", "counter");
        for (Outcome outcome : Outcome.values()) {
            for (int status = 0; status < CallCounts.STATUS_CLASSES; status++) {
                int statusClass = status;
                long calls = sum(metrics, loop -> loop.calls(outcome, statusClass));
                if (calls > 0) {
                    sample(
                            "tallygate_calls_total",
                            "{outcome=\"" + outcome.text() + "\",status=\"" + status + "xx\"}",
                            calls);
                }
            }
        }
    }

    private interface Bucket {
        long of(CallCounts loop, int bucket);
    }

    private void histogram(Metrics metrics, String name, String help, Bucket bucket, int sum) {
        head(name, help, "histogram");
        long below = 0;
        for (int i = 0; i <= CallCounts.BOUNDS.length; i++) {
            int index = i;
            below += sum(metrics, loop -> bucket.of(loop, index));
            String bound = i < CallCounts.BOUNDS.length ? seconds(CallCounts.BOUNDS[i]) : "+Inf";
            sample(name + "_bucket", "{le=\"" + bound + "\"}", below);
        }
        text.append(name)
                .append("_sum ")
                .append(seconds(sum(metrics, loop -> loop.sum(sum))))
                .append('\n');
        sample(name + "_count", "", below);
    }

    private static String seconds(long micros) {
        return Double.toString(micros / 1e6);
    }

    private static long sum(Metrics metrics, ToLongFunction<CallCounts> part) {
        return metrics.loops().stream().mapToLong(part).sum();
    }

    private void head(String name, String help, String type) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private PrometheusText sample(String name, String labels, long value) {
        text.append(name).append(labels).append(' ').append(value).append('\n');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
