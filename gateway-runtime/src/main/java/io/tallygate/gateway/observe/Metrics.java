package io.tallygate.gateway.observe;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What this process counts.
public final class Metrics {
    private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);

    /// Values of one label.
    private static final int MOST_NAMES = 200;

    private final AtomicLong saidFaultAt = new AtomicLong(System.nanoTime() - 2_000_000_000L);
    private final List<CallCounts> loops = new CopyOnWriteArrayList<>();
    private final ConcurrentHashMap<String, LongAdder> problems = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, LongAdder> refusals = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, LongAdder> events = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, LongAdder> unitFaults = new ConcurrentHashMap<>();
    private final LongAdder[] limits = new LongAdder[Limit.values().length];

    public final LongAdder clientConnectionsOpened = new LongAdder();
    public final LongAdder clientConnectionsClosed = new LongAdder();
    public final LongAdder upstreamConnectionsOpened = new LongAdder();
    public final LongAdder upstreamConnectionsClosed = new LongAdder();
    public final LongAdder upstreamConnectFailures = new LongAdder();
    public final LongAdder upstreamRetries = new LongAdder();
    public final LongAdder forbiddenAddresses = new LongAdder();
    public final LongAdder targetEjections = new LongAdder();
    public final LongAdder failedChecks = new LongAdder();
    public final LongAdder breakerOpenings = new LongAdder();
    public final LongAdder failedSteps = new LongAdder();
    public final LongAdder sparedCalls = new LongAdder();
    public final LongAdder malformedRequests = new LongAdder();
    public final LongAdder malformedResponses = new LongAdder();
    public final LongAdder tlsHandshakes = new LongAdder();
    public final LongAdder tlsHandshakeFailures = new LongAdder();
    public final LongAdder certificateFailures = new LongAdder();
    public final LongAdder recordedCalls = new LongAdder();
    public final LongAdder spansSent = new LongAdder();
    public final LongAdder spansLost = new LongAdder();
    public final LongAdder accessLogLines = new LongAdder();
    public final LongAdder accessLogFailures = new LongAdder();
    public final LongAdder failures = new LongAdder();

    public Metrics() {
        for (int i = 0; i < limits.length; i++) {
            limits[i] = new LongAdder();
        }
    }

    /// For one event loop.
    public CallCounts newLoop() {
        CallCounts counts = new CallCounts();
        loops.add(counts);
        return counts;
    }

    public void hit(Limit limit) {
        limits[limit.ordinal()].increment();
    }

    public long hits(Limit limit) {
        return limits[limit.ordinal()].sum();
    }

    /// A fault of ours: counted always, and told with its stack once a second at most.
    public void fault(String during, Throwable fault) {
        failures.increment();
        long now = System.nanoTime();
        long last = saidFaultAt.get();
        if (now - last > 1_000_000_000L && saidFaultAt.compareAndSet(last, now)) {
            LOG.error("Fault while {}", during, fault);
        }
    }

    /// The gateway has answered with that problem.
    public void problem(String name) {
        count(problems, name);
    }

    /// A policy of that kind has refused a call, or answered it.
    public void refusedBy(String kind) {
        count(refusals, kind);
    }

    /// Units of a call could not be read from its answer.
    public void unitFault(String what) {
        count(unitFaults, what);
    }

    /// Names are the gateway's own and those of an operator's jars; should one make them up, they share a sample.
    private static void count(ConcurrentHashMap<String, LongAdder> counts, String name) {
        LongAdder known = counts.get(name);
        if (known == null) {
            known = counts.computeIfAbsent(counts.size() < MOST_NAMES ? name : "other", _ -> new LongAdder());
        }
        known.increment();
    }

    Map<String, Long> problems() {
        return sums(problems);
    }

    Map<String, Long> refusals() {
        return sums(refusals);
    }

    /// Events that back ends have told.
    /// @param result  `accepted`, `duplicate`, or why they became dead letters
    public void events(String result, long count) {
        for (long i = 0; i < count; i++) {
            count(events, result);
        }
    }

    Map<String, Long> events() {
        return sums(events);
    }

    Map<String, Long> unitFaults() {
        return sums(unitFaults);
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counts) {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((name, count) -> sums.put(name, count.sum()));
        return sums;
    }

    /// How late the event loops have been of late, at worst.
    public long loopLagNanos() {
        long worst = 0;
        for (CallCounts loop : loops) {
            worst = Math.max(worst, loop.lagNanos());
        }
        return worst;
    }

    List<CallCounts> loops() {
        return loops;
    }

    /// Calls under way now.
    public long activeCalls() {
        return Math.max(0, loops.stream().mapToLong(CallCounts::active).sum());
    }

    public long openClientConnections() {
        long closed = clientConnectionsClosed.sum();
        return Math.max(0, clientConnectionsOpened.sum() - closed);
    }
}
