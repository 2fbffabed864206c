package io.tallygate.gateway.policy.jwt;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.exchange.Slot;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.policy.PolicySurroundings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys that an issuer publishes at an address. Fetched again before they become old, and when a token names a key
/// that is not among them: never more than one fetch at a time, nor more often than once an interval. What was fetched
/// last stays in use while the issuer cannot be reached.
final class RemoteKeys {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteKeys.class);
    /// Which fetch a call waits for.
    private static final Slot<Wanted> WANTED = new Slot<>(Wanted.class);

    /// Keys that could not be fetched anew for so long are not believed any more.
    private static final long MAX_AGE_NANOS = 24L * 3600 * 1_000_000_000;
    private static final long FIRST_RETRY_NANOS = 5_000_000_000L;
    private static final long MAX_RETRY_NANOS = 60_000_000_000L;
    /// A call is not held longer before the next fetch may begin: it would come to its own bound.
    private static final long MAX_HELD_NANOS = 4_000_000_000L;
    private static final int MAX_WAITING = 4096;

    private final URI address;
    private final PolicySurroundings surroundings;
    private final List<Waiting> waiting = new ArrayList<>();
    private final long intervalNanos;

    private volatile @Nullable KeySet keys;
    private volatile long fetchedAt;
    /// A fetch is under way, or will begin when the interval is over.
    private boolean fetching;
    private long begun;
    private long begunAt;
    private long dueAt;
    private long retryNanos = FIRST_RETRY_NANOS;

    private record Waiting(Exchange call, long ticket) {}

    private record Wanted(RemoteKeys source, long fetch) {}

    /// @param intervalNanos  at least between the beginnings of two fetches
    RemoteKeys(URI address, PolicySurroundings surroundings, long intervalNanos) {
        this.address = address;
        this.surroundings = surroundings;
        this.intervalNanos = intervalNanos;
        this.dueAt = System.nanoTime();
    }

    @Nullable
    KeySet now() {
        KeySet known = keys;
        return known != null && System.nanoTime() - fetchedAt < MAX_AGE_NANOS ? known : null;
    }

    /// A call waits for one fetch that began after it asked: whatever the issuer published before the token was signed
    /// is in it then.
    synchronized boolean awaitNewer(Exchange call) {
        Wanted wanted = call.slot(WANTED);
        if (wanted == null || wanted.source() != this) {
            call.slot(WANTED, new Wanted(this, begun + 1));
        } else if (begun >= wanted.fetch()) {
            return false;
        }
        if (waiting.size() >= MAX_WAITING) {
            surroundings.metrics().hit(Limit.KEY_WAITING);
            return false;
        }
        long held = fetching ? 0 : heldNanos(System.nanoTime());
        if (held > 0) {
            surroundings.metrics().hit(Limit.KEY_FETCHES);
        }
        if (held > MAX_HELD_NANOS) {
            return false;
        }
        waiting.add(new Waiting(call, call.ticket()));
        if (!fetching) {
            fetch(held);
        }
        return true;
    }

    private long heldNanos(long now) {
        return begun == 0 ? 0 : Math.max(0, begunAt + intervalNanos - now);
    }

    /// Fetches what is about to become old.
    synchronized void refreshIfDue(long now) {
        if (!fetching && now - dueAt >= 0) {
            fetch(heldNanos(now));
        }
    }

    private void fetch(long held) {
        fetching = true;
        Thread.ofVirtual().name("issuer-keys").start(() -> fetchAfter(held));
    }

    private void fetchAfter(long held) {
        try {
            Thread.sleep(Duration.ofNanos(held));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            begun++;
            begunAt = System.nanoTime();
        }
        KeySet fetched = null;
        long lifeNanos = 0;
        try {
            KeyFetch.Answer answer = KeyFetch.get(address, surroundings.wall());
            fetched = KeySet.published(answer.body());
            lifeNanos = answer.lifeSeconds() * 1_000_000_000L;
        } catch (IOException | RuntimeException failed) {
            LOG.warn("The keys at {} cannot be had: {}", address, failed.getMessage());
        }
        served(fetched, lifeNanos).forEach(each -> each.call().resumeFromElsewhere(each.ticket()));
    }

    private synchronized List<Waiting> served(@Nullable KeySet fetched, long lifeNanos) {
        long now = System.nanoTime();
        if (fetched != null) {
            keys = fetched;
            fetchedAt = now;
            dueAt = now + lifeNanos / 5 * 4; // ahead of time, so that no call ever waits for it
            retryNanos = FIRST_RETRY_NANOS;
        } else {
            dueAt = now + retryNanos;
            retryNanos = Math.min(MAX_RETRY_NANOS, retryNanos * 2);
        }
        fetching = false;
        List<Waiting> served = List.copyOf(waiting);
        waiting.clear();
        return served;
    }
}
