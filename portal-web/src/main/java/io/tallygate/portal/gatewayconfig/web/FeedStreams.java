package io.tallygate.portal.gatewayconfig.web;

import io.tallygate.portal.gatewayconfig.FeedLimits;
import io.tallygate.portal.gatewayconfig.LiveChanges;
import io.tallygate.portal.gatewayconfig.SealedSecrets;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.annotation.Gauge;

/// The open responses of this portal: each has a virtual thread that mostly waits. Counts them, and what limits
/// refused.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class FeedStreams {
    @Resource(lookup = "jdbc/feed", shareable = false)
    private DataSource feed;

    @Inject
    private SealedSecrets secrets;

    @Inject
    private LiveChanges live;

    private final Semaphore free = new Semaphore(FeedLimits.MAX_STREAMS);
    private final Semaphore reads = new Semaphore(FeedLimits.READS_AT_ONCE, true);
    private final Set<Thread> writers = ConcurrentHashMap.newKeySet();
    private final LongAdder refused = new LongAdder();
    private final LongAdder tooSlow = new LongAdder();

    /// @return  false when there are as many open responses as there may be
    boolean open(UUID group, long since, AsyncResponse response) {
        if (!free.tryAcquire()) {
            refused.increment();
            return false;
        }
        var stream = new FeedStream(feed, secrets, live, reads, tooSlow, group, since);
        Thread writer = Thread.ofVirtual().name("gateway-feed").unstarted(() -> write(stream, response));
        writers.add(writer);
        writer.start();
        return true;
    }

    private void write(FeedStream stream, AsyncResponse response) {
        try {
            response.resume(Response.ok(stream, "application/x-ndjson")
                    .header("Cache-Control", "no-store")
                    .build());
        } finally {
            writers.remove(Thread.currentThread());
            free.release();
        }
    }

    /// Responses that are open now.
    @Gauge(name = "gateway_feed_streams", absolute = true, unit = MetricUnits.NONE)
    public int open() {
        return FeedLimits.MAX_STREAMS - free.availablePermits();
    }

    /// Responses that were not opened because of [FeedLimits#MAX_STREAMS].
    @Gauge(name = "gateway_feed_streams_refused", absolute = true, unit = MetricUnits.NONE)
    public long refused() {
        return refused.sum();
    }

    /// Responses that were ended because of [FeedLimits#BATCH_DEADLINE].
    @Gauge(name = "gateway_feed_streams_too_slow", absolute = true, unit = MetricUnits.NONE)
    public long tooSlow() {
        return tooSlow.sum();
    }

    @PreDestroy
    void endAll() {
        writers.forEach(Thread::interrupt);
    }
}
