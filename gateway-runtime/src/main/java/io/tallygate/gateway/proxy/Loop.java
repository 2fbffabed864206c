package io.tallygate.gateway.proxy;

import io.tallygate.gateway.config.Configuration;
import io.tallygate.gateway.events.EventIntake;
import io.tallygate.gateway.http.Authorities;
import io.tallygate.gateway.http.Deadlines;
import io.tallygate.gateway.http.HttpLimits;
import io.tallygate.gateway.http.LoopBuffers;
import io.tallygate.gateway.http.ProtocolLimits;
import io.tallygate.gateway.observe.CallCounts;
import io.tallygate.gateway.observe.Metrics;
import io.tallygate.gateway.observe.Seeing;
import io.tallygate.gateway.observe.accesslog.AccessLog;
import io.tallygate.gateway.observe.accesslog.AccessLogSettings.ClientAddress;
import io.tallygate.gateway.upstream.HealthChecks;
import io.tallygate.gateway.upstream.OwnCalls;
import io.tallygate.gateway.upstream.UpstreamConnections;
import io.tallygate.gateway.usage.UsageEvents;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// What the calls of one event loop share. Used on it only.
final class Loop {
    /// Where nothing is short, clients are looked at once in so many sweeps.
    private static final int SELDOM = 20;
    /// What a client may leave waiting while it keeps connections to an upstream from others.
    private static final long SHORT_PATIENCE_NANOS = 1_000_000_000L;
    private static final long SHORTEST_PATIENCE_NANOS = 250_000_000L;
    /// Calls that are kept for later; each has some kilobytes.
    private static final int MAX_SPARE = 512;

    final Executor eventLoop;
    final LoopBuffers buffers;
    final Configuration configuration;
    final UsageEvents usage;
    final UpstreamConnections upstreams;
    final OwnCalls ownCalls;
    final Deadlines deadlines;
    final HttpLimits limits;
    final ProtocolLimits protocols;
    final Metrics metrics;
    final TrustedProxies proxies;
    final CallCounts counts;
    final Seeing seeing;
    /// Null: there is no access log.
    final AccessLog.@Nullable Lines lines;

    final AccessLogClient client;
    final Authorities authorities = new Authorities();
    final LoopLoad load;
    private final MemoryPressure memory;
    final DateField date = new DateField();
    final WallClock wall = new WallClock();
    final Set<Client> clients = new LinkedHashSet<>();
    private final List<Client> stalled = new ArrayList<>();
    private final ArrayDeque<Call> spare = new ArrayDeque<>();

    /// Who has had an answer goes elsewhere with the next call; set for good before [#stopping].
    boolean leaving;

    private long sweptAtNanos;
    private int sweeps;
    boolean stopping;
    /// Null: nothing.
    @Nullable
    ForwardedBesides besides;

    final EventIntake events;

    /// One loop has them, for all.
    @Nullable
    HealthChecks checks;

    Loop(
            Executor eventLoop,
            LoopBuffers buffers,
            Configuration configuration,
            UsageEvents usage,
            EventIntake events,
            UpstreamConnections upstreams,
            Deadlines deadlines,
            HttpLimits limits,
            ProtocolLimits protocols,
            TrustedProxies proxies,
            Seeing seeing,
            int mostCalls,
            MemoryPressure memory,
            Metrics metrics) {
        this.eventLoop = eventLoop;
        this.buffers = buffers;
        this.configuration = configuration;
        this.usage = usage;
        this.events = events;
        this.upstreams = upstreams;
        this.ownCalls = new OwnCalls(upstreams, deadlines, metrics);
        this.deadlines = deadlines;
        this.limits = limits;
        this.protocols = protocols;
        this.proxies = proxies;
        this.metrics = metrics;
        this.memory = memory;
        this.load = new LoopLoad(mostCalls, memory);
        this.counts = metrics.newLoop();
        this.seeing = seeing;
        AccessLog log = seeing.log();
        this.lines = log == null ? null : log.newLoop();
        this.client = new AccessLogClient(
                log == null ? ClientAddress.NONE : log.settings().client());
    }

    /// A call that is nobody's.
    Call take() {
        Call call = spare.pollLast();
        return call == null ? new Call(this) : call;
    }

    /// The call has ended, and can be the next one.
    void giveBack(Call call) {
        if (spare.size() < MAX_SPARE) {
            spare.addLast(call);
        } else {
            call.forget();
        }
    }

    void sweep() {
        try {
            long now = System.nanoTime();
            if (sweptAtNanos != 0) {
                counts.late(now - sweptAtNanos - Deadlines.RESOLUTION_MILLIS * 1_000_000L, now);
            }
            sweptAtNanos = now;
            wall.set();
            load.swept(now, Deadlines.RESOLUTION_MILLIS * 1_000_000L);
            memory.look();
            deadlines.sweep(now);
            upstreams.sweep(now);
            giveUpStalled(now);
            giveUpWithheld(now);
            if (checks != null && !stopping) {
                checks.sweep(now);
            }
        } catch (RuntimeException fault) {
            metrics.fault("looking after deadlines", fault); // thrown on, this sweep would be the last
        }
    }

    /// The fewer connections are left, the sooner those who hold one for nothing lose it.
    private static long shortPatience(double shortage) {
        return SHORT_PATIENCE_NANOS - (long) (shortage * (SHORT_PATIENCE_NANOS - SHORTEST_PATIENCE_NANOS));
    }

    /// So do clients whose bodies do not go on: a few thousand of them would leave no connection to anybody else.
    private void giveUpWithheld(long now) {
        double shortage = upstreams.shortage();
        if (shortage == 0) {
            return;
        }
        long patience = shortPatience(shortage);
        for (Client client : clients) {
            if (client.isWithholding(now, patience)) {
                stalled.add(client);
            }
        }
        stalled.forEach(client -> client.giveUpWithheld(now, patience));
        stalled.clear();
    }

    /// Clients that do not read hold buffers, and connections to upstreams that others wait for.
    private void giveUpStalled(long now) {
        long usual = limits.bodyTime().toNanos();
        double shortage = upstreams.shortage();
        long patience = Math.min(memory.patienceNanos(), shortage > 0 ? shortPatience(shortage) : usual);
        if (patience >= usual && ++sweeps % SELDOM != 0) {
            return;
        }
        for (Client client : clients) {
            if (client.isStalled(now, Math.min(patience, usual))) {
                stalled.add(client);
            }
        }
        stalled.forEach(Client::giveUp);
        stalled.clear();
    }
}
