package io.tallygate.gateway.observe;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What this process counts.
public final class Metrics {
    private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);

    private final AtomicLong saidFaultAt = new AtomicLong(System.nanoTime() - 2_000_000_000L);
    private final List<CallCounts> loops = new CopyOnWriteArrayList<>();
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
    public final LongAdder sparedCalls = new LongAdder();
    public final LongAdder malformedRequests = new LongAdder();
    public final LongAdder malformedResponses = new LongAdder();
    public final LongAdder tlsHandshakeFailures = new LongAdder();
    public final LongAdder certificateFailures = new LongAdder();
    public final LongAdder callsBegun = new LongAdder();
    public final LongAdder callsEnded = new LongAdder();
    public final LongAdder recordedCalls = new LongAdder();
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

    List<CallCounts> loops() {
        return loops;
    }

    /// Calls under way now.
    public long activeCalls() {
        long ended = callsEnded.sum();
        return Math.max(0, callsBegun.sum() - ended);
    }

    public long openClientConnections() {
        long closed = clientConnectionsClosed.sum();
        return Math.max(0, clientConnectionsOpened.sum() - closed);
    }
}
