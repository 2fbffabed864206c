package io.tallygate.gateway.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tallygate.gateway.config.Configuration;
import io.tallygate.gateway.config.FeedClient;
import io.tallygate.gateway.config.LiveConfig;
import io.tallygate.gateway.counter.GroupCounts;
import io.tallygate.gateway.counter.LimitCounts;
import io.tallygate.gateway.observe.Metrics;
import io.tallygate.gateway.observe.PrometheusText;
import io.tallygate.gateway.policy.PolicyTypes;
import io.tallygate.gateway.upstream.CircuitBreaker;
import io.tallygate.gateway.upstream.Target;
import io.tallygate.gateway.upstream.Upstream;
import io.tallygate.metering.recording.JournalState;
import io.tallygate.metering.recording.ShipperState;
import io.tallygate.metering.recording.UsageJournal;
import io.tallygate.metering.recording.UsageShipper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// `/health/live`, `/health/ready`, `/metrics`, and `/policies`: the kinds of policies with their schemas.
public final class AdminServer implements AutoCloseable {
    private static final int THREADS = 2;
    /// Told one by one.
    private static final int MOST_UPSTREAMS = 100;

    private final Configuration configuration;
    private final FeedClient feed;
    private final UsageJournal journal;
    private final UsageShipper shipper;
    private final UsageJournal events;
    private final UsageShipper eventsShipper;
    private final Metrics metrics;
    private final HttpServer server;
    private final LimitCounts counts;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private volatile boolean serving;
    private volatile boolean stopping;

    public AdminServer(
            InetSocketAddress address,
            Configuration configuration,
            FeedClient feed,
            UsageJournal journal,
            UsageShipper shipper,
            UsageJournal events,
            UsageShipper eventsShipper,
            LimitCounts counts,
            PolicyTypes kinds,
            Metrics metrics)
            throws IOException {
        this.counts = counts;
        this.configuration = configuration;
        this.feed = feed;
        this.journal = journal;
        this.shipper = shipper;
        this.events = events;
        this.eventsShipper = eventsShipper;
        this.metrics = metrics;
        server = HttpServer.create(address, 0);
        server.setExecutor(threads);
        server.createContext("/health/live", exchange -> answer(exchange, 200, "text/plain", "live\n"));
        server.createContext("/health/ready", this::ready);
        server.createContext("/metrics", exchange -> answer(exchange, 200, "text/plain; version=0.0.4", metricsText()));
        byte[] policies = kinds.described().toString().getBytes(UTF_8);
        server.createContext("/policies", exchange -> answer(exchange, 200, "application/json", policies));
        server.start();
    }

    /// Clients can connect.
    public void serving() {
        serving = true;
    }

    /// From now on the gateway is not ready: whoever distributes calls goes elsewhere.
    public void stopping() {
        stopping = true;
    }

    /// Ready is who can serve: with some configuration, however old, with what is known of its limits, and room to
    /// record
    /// a call.
    private void ready(HttpExchange exchange) throws IOException {
        LiveConfig live = configuration.current();
        JournalState state = journal.state();
        List<String> notReady = new ArrayList<>();
        if (stopping) {
            notReady.add("stopping");
        }
        if (!serving) {
            notReady.add("not listening yet");
        }
        if (live == null) {
            notReady.add("no configuration yet");
        }
        GroupCounts group = counts.group();
        if (group != null && group.isBeginning()) {
            notReady.add("the group's counts are not known yet");
        }
        if (state.refusing()) {
            notReady.add("the usage journal is full");
        }
        StringBuilder text =
                new StringBuilder(notReady.isEmpty() ? "ready\n" : "not ready: " + String.join(", ", notReady) + "\n");
        if (live != null) {
            text.append("revision ").append(live.revision()).append('\n');
        }
        text.append("feed ")
                .append(feed.isConnected() ? "connected" : "not connected")
                .append('\n');
        ShipperState shipped = shipper.state();
        if (shipped.lastFailure() != null) {
            text.append("usage store: ").append(shipped.lastFailure()).append('\n');
        }
        if (state.nearlyFull()) {
            text.append("the usage journal is nearly full\n");
        }
        if (events.state().refusing()) { // calls go on
            text.append("the journal of events is full: they are refused\n");
        }
        configuration
                .refusals()
                .forEach(refusal -> text.append("refused ").append(refusal).append('\n'));
        answer(exchange, notReady.isEmpty() ? 200 : 503, "text/plain", text.toString());
    }

    private Map<String, Long> targets() {
        long now = System.nanoTime();
        long all = 0;
        long out = 0;
        long spared = 0;
        for (Upstream upstream : configuration.upstreams()) {
            CircuitBreaker breaker = upstream.breaker();
            for (Target target : upstream.targets()) {
                all++;
                out += target.health().isOut(now) ? 1 : 0;
                spared += breaker != null && breaker.isOpen() ? 1 : 0;
            }
        }
        Map<String, Long> states = new TreeMap<>();
        states.put("in", all - out);
        states.put("left-out", out);
        states.put("behind-open-breaker", spared);
        return states;
    }

    /// Calls at targets now.
    private long callsAtTargets() {
        long active = 0;
        for (Upstream upstream : configuration.upstreams()) {
            for (Target target : upstream.targets()) {
                active += target.health().active();
            }
        }
        return active;
    }

    /// Targets left out, by upstream: only of those that have any, and of so many at most, however many there are.
    private Map<String, Long> ill() {
        long now = System.nanoTime();
        Map<String, Long> ill = new TreeMap<>();
        for (Upstream upstream : configuration.upstreams()) {
            CircuitBreaker breaker = upstream.breaker();
            boolean spared = breaker != null && breaker.isOpen();
            long out = upstream.targets().stream()
                    .filter(target -> spared || target.health().isOut(now))
                    .count();
            if (out > 0 && ill.size() < MOST_UPSTREAMS) {
                ill.put(upstream.id().toString(), out);
            }
        }
        return ill;
    }

    private String metricsText() {
        LiveConfig live = configuration.current();
        GroupCounts group = counts.group();
        PrometheusText text = new PrometheusText()
                .add(metrics)
                .byState("tallygate_upstream_targets", "Targets by how they do", targets())
                .by(
                        "upstream",
                        "tallygate_upstream_ill_targets",
                        "Targets left out or behind an open breaker, of upstreams that have any; 100 of these at most",
                        "gauge",
                        ill())
                .gauge("tallygate_upstream_calls_active", "Calls that targets have now", callsAtTargets())
                .gauge("tallygate_config_revision", "Applied revision of the configuration", configuration.revision())
                .gauge(
                        "tallygate_config_refused",
                        "Entities of the feed that cannot be used",
                        live == null ? 0 : live.refused())
                .gauge(
                        "tallygate_group_instances",
                        "Instances that share their counts; 0 when this one counts alone",
                        group == null ? 0 : group.instances())
                .gauge(
                        "tallygate_group_store_lost",
                        "Whether the store that the group counts in is away",
                        group != null && group.isLost() ? 1 : 0)
                .gauge("tallygate_feed_connected", "Whether the feed is being followed", feed.isConnected() ? 1 : 0)
                .counter(
                        "tallygate_feed_failures_total",
                        "Times the feed was lost or could not be had",
                        feed.failures());
        new JournalMetrics("tallygate_", journal.state(), shipper.state()).addTo(text);
        new JournalMetrics("tallygate_events_", events.state(), eventsShipper.state()).addTo(text);
        return text.toString();
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        answer(exchange, status, type, text.getBytes(UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
