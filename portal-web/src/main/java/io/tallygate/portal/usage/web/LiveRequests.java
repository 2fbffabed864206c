package io.tallygate.portal.usage.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.reading.UsageEvent;
import io.tallygate.metering.reading.UsageFilter;
import io.tallygate.metering.reading.UsageReader;
import io.tallygate.metering.reading.UsageRequests;
import io.tallygate.metering.reading.UsageUnavailable;
import io.tallygate.portal.usage.Usage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.metrics.MetricRegistry;

/// Calls as they arrive, as server-sent events. Each listener holds a thread: so many at once, each for so long; one
/// that comes back says in `Last-Event-ID` what it heard last.
@ApplicationScoped
public class LiveRequests {
    static final String TYPE = "text/event-stream";
    static final int MOST_SECONDS = 600;
    static final int MOST_CALLS = 100_000;

    private static final int LISTENERS = 32;
    private static final int PAGE = 100;
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final Semaphore listeners = new Semaphore(LISTENERS);
    private final Usage usage;
    private final MetricRegistry metrics;

    @SuppressWarnings("NullAway") // for the proxy only
    protected LiveRequests() {
        this(null, null);
    }

    @Inject
    public LiveRequests(Usage usage, MetricRegistry metrics) {
        this.usage = usage;
        this.metrics = metrics;
    }

    /// Whether one more may listen.
    boolean hasRoom() {
        if (listeners.availablePermits() > 0) {
            return true;
        }
        metrics.counter("usage_listeners_refused").inc();
        return false;
    }

    /// Returns when the time is over, so many calls were told, or nobody listens any more.
    /// @param after  where it begins
    void tell(TenantId tenant, UsageFilter filter, String after, int seconds, int most, OutputStream out)
            throws IOException {
        if (!listeners.tryAcquire()) {
            metrics.counter("usage_listeners_refused").inc();
            write(out, "retry: 5000\n\n"); // somebody was quicker: it comes back by itself
            return;
        }
        try {
            listen(tenant, filter, after, seconds, most, out);
        } finally {
            listeners.release();
        }
    }

    private void listen(TenantId tenant, UsageFilter filter, String after, int seconds, int most, OutputStream out)
            throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        String place = after;
        int told = 0;
        write(out, "retry: 1000\nid: " + place + "\n\n");
        while (told < most && System.nanoTime() - end < 0) {
            UsageRequests arrived = arrived(tenant, filter, place);
            for (UsageEvent call : arrived.items()) {
                place = UsageReader.placeAfter(call);
                write(
                        out,
                        "id: " + place + "\nevent: request\ndata: "
                                + RequestJson.of(call).build() + "\n\n");
                if (++told == most) {
                    return;
                }
            }
            if (arrived.items().size() < PAGE) {
                write(out, ": \n\n"); // whoever is gone is found out
                if (!pause()) {
                    return;
                }
            }
        }
    }

    /// A store that is away, or a tenant whose time is used up, is waited for.
    private UsageRequests arrived(TenantId tenant, UsageFilter filter, String place) {
        try {
            return usage.following(tenant, filter, PAGE, place);
        } catch (UsageUnavailable later) {
            return new UsageRequests(List.of(), place);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
    }

    private static boolean pause() {
        try {
            Thread.sleep(BETWEEN);
            return true;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
