package io.tallygate.clickhouse.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// What has been done and refused, for `/metrics`.
final class Counters {
    final LongAdder answered = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder cancelled = new LongAdder();
    final LongAdder receivedBytes = new LongAdder();
    final LongAdder sentBytes = new LongAdder();
    final AtomicInteger clients = new AtomicInteger();
    final AtomicInteger waiting = new AtomicInteger();
    final AtomicInteger running = new AtomicInteger();
    private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();

    Counters() {
        for (String limit : new String[] {"statements", "clients", "lines", "statementBytes", "bodyBytes", "stalled"}) {
            refusals.put(limit, new LongAdder());
        }
    }

    void refused(String limit) {
        refusals.computeIfAbsent(limit, name -> new LongAdder()).increment();
    }

    /// In Prometheus' text format.
    String text(Limits limits) {
        StringBuilder text = new StringBuilder();
        metric(text, "statements_answered_total", "counter", answered.sum());
        metric(text, "statements_failed_total", "counter", failed.sum());
        metric(text, "statements_cancelled_total", "counter", cancelled.sum());
        metric(text, "received_bytes_total", "counter", receivedBytes.sum());
        metric(text, "sent_bytes_total", "counter", sentBytes.sum());
        metric(text, "clients", "gauge", clients.get());
        metric(text, "clients_limit", "gauge", limits.clients());
        metric(text, "statements_running", "gauge", running.get());
        metric(text, "statements_limit", "gauge", limits.statements());
        metric(text, "statements_waiting", "gauge", waiting.get());
        metric(text, "statements_waiting_limit", "gauge", limits.waiting());
        text.append("# TYPE embedded_clickhouse_refused_total counter\n");
        new TreeMap<>(refusals)
                .forEach((limit, count) -> text.append("embedded_clickhouse_refused_total{limit=\"")
                        .append(limit)
                        .append("\"} ")
                        .append(count.sum())
                        .append('\n'));
        return text.toString();
    }

    private static void metric(StringBuilder text, String name, String type, long value) {
        String full = "embedded_clickhouse_" + name;
        text.append("# TYPE ").append(full).append(' ').append(type).append('\n');
        text.append(full).append(' ').append(value).append('\n');
    }
}
