package io.tallygate.portal.gatewayconfig.web;

import io.tallygate.portal.gatewayconfig.FeedLimits;
import io.tallygate.portal.gatewayconfig.LiveChanges;
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

/// The open responses of this portal: each has a virtual thread that mostly waits. Counts them, and what limits
/// refused.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class FeedStreams {
    @Resource(lookup = "jdbc/feed", shareable = false)
    private DataSource feed;

    @Inject
    private LiveChanges live;

    private final Semaphore free = new Semaphore(FeedLimits.MAX_STREAMS);
    private final Semaphore firstBatches = new Semaphore(FeedLimits.FIRST_BATCHES_AT_ONCE, true);
    private final Set<Thread> writers = ConcurrentHashMap.newKeySet();
    private final LongAdder refused = new LongAdder();
    private final LongAdder tooSlow = new LongAdder();

    /// @return  false when there are as many open responses as there may be
    boolean open(UUID group, long since, AsyncResponse response) {
        if (!free.tryAcquire()) {
            refused.increment();
            return false;
        }
        var stream = new FeedStream(feed, live, firstBatches, tooSlow, group, since);
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
    public int open() {
        return FeedLimits.MAX_STREAMS - free.availablePermits();
    }

    /// Responses that were not opened because of [FeedLimits#MAX_STREAMS].
    public long refused() {
        return refused.sum();
    }

    /// Responses that were ended because of [FeedLimits#BATCH_DEADLINE].
    public long tooSlow() {
        return tooSlow.sum();
    }

    @PreDestroy
    void endAll() {
        writers.forEach(Thread::interrupt);
    }
}
