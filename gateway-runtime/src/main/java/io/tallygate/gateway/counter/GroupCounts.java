package io.tallygate.gateway.counter;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the leases of this instance fresh: every few milliseconds it asks the group's store about all counts that need
/// it, in one go. A thread of its own: no call ever waits for the store unless its policy chose to.
public final class GroupCounts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCounts.class);

    private static final long TICK = 10_000_000L;
    private static final long HELLO = 1_000_000_000L;
    private static final long ANSWER_MILLIS = 500;

    /// How long after the store came back instances are still expected that were there before.
    private static final long COMEBACK = 6_000_000_000L;

    /// So long after all instances that were there are there again, each has told a store that came back empty
    /// what it knows. Nobody waits longer than [#COMEBACK] for one that does not come.
    private static final long TOLD = 1_000_000_000L;

    /// An instance that begins waits so long for the store before it is ready without it.
    private static final long BEGINNING = 1_500_000_000L;

    /// Claims in one go.
    private static final int BATCH = 5_000;

    private final SharedCounters store;
    private final Thread thread;
    private final ConcurrentLinkedQueue<Lease> activated = new ConcurrentLinkedQueue<>();
    private final List<Lease> active = new ArrayList<>();
    private final List<Claim> claims = new ArrayList<>();
    private final List<Lease> claiming = new ArrayList<>();
    private int next;
    private long helloAt;
    private final SteadyClock clock;
    private volatile int instances;
    private volatile boolean lost = true;
    private volatile boolean closed;
    private volatile long clockOffset;
    private volatile long lostSince;
    private int recoveries;
    private long recoveredAt;
    private long completeAt;
    private final long began;
    private volatile boolean begun;

    /// @param instances  how many there were when this one was last here; 1 when it never was
    GroupCounts(SharedCounters store, SteadyClock clock, int instances) {
        this.store = store;
        this.clock = clock;
        this.instances = Math.max(1, instances);
        this.began = clock.now();
        this.lostSince = began;
        this.helloAt = began - HELLO;
        this.thread = new Thread(this::run, "shared-counts");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    public int instances() {
        return instances;
    }

    public boolean isLost() {
        return lost && begun;
    }

    /// Whether this instance has begun and not heard yet what the group counts, nor that it cannot; for a moment.
    public boolean isBeginning() {
        return !begun;
    }

    boolean isClosed() {
        return closed;
    }

    /// From the [SteadyClock] to the store's, nanoseconds.
    long clockOffset() {
        return clockOffset;
    }

    void activate(Lease lease) {
        activated.add(lease);
        if (active.isEmpty()) {
            LockSupport.unpark(thread);
        }
    }

    /// @return  a number for each time that the store came back, while it may not know all yet; 0: it does
    int recovery(long now) {
        if (recoveredAt == 0) {
            return 0;
        }
        boolean isKnown = completeAt == 0 ? now - recoveredAt >= COMEBACK : now - completeAt >= TOLD;
        return isKnown ? 0 : recoveries;
    }

    /// Whether some that were there before the store went away are not there again yet.
    private boolean isGathering(long now) {
        return completeAt == 0 && recoveredAt != 0 && now - recoveredAt < COMEBACK;
    }

    /// Somebody waits.
    void hurry() {
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            long began = clock.now();
            try {
                step(began);
            } catch (RuntimeException fault) {
                LOG.error("Fault while asking the group's store", fault);
                away(fault);
            }
            long rest = TICK - (clock.now() - began);
            boolean isIdle = active.isEmpty() && activated.isEmpty();
            LockSupport.parkNanos(isLost() ? 10 * TICK : isIdle ? HELLO / 4 : Math.max(TICK / 10, rest));
        }
        leave();
    }

    private void leave() {
        if (!lost && !active.isEmpty()) {
            claims.clear();
            long now = clock.now();
            active.forEach(lease -> claims.add(lease.last(now, clock.wallMillis())));
            await(store.exchange(claims, instances).toCompletableFuture());
        }
        active.forEach(Lease::release);
    }

    private void step(long now) {
        for (Lease lease = activated.poll(); lease != null; lease = activated.poll()) {
            active.add(lease);
        }
        if (lost || now - helloAt >= (isGathering(now) ? HELLO / 10 : HELLO)) {
            hello(now);
        }
        if (lost) {
            begun |= now - began > BEGINNING;
            if (begun) {
                active.forEach(Lease::release);
            }
            return;
        }
        long millis = clock.wallMillis();
        claims.clear();
        claiming.clear();
        next = next >= active.size() ? 0 : next;
        int from = next;
        for (int i = 0; i < active.size() && claims.size() < BATCH; i++) {
            Lease lease = active.get((from + i) % active.size());
            Claim claim = lease.due(now, millis);
            if (claim != null) {
                claims.add(claim);
                claiming.add(lease);
            }
            next = (from + i + 1) % active.size();
        }
        if (claims.isEmpty()) {
            return;
        }
        if (await(store.exchange(claims, instances).toCompletableFuture())) {
            boolean someRest = false;
            for (int i = 0; i < claims.size(); i++) {
                someRest |= !claiming.get(i).answered(claims.get(i), now);
            }
            if (someRest) {
                active.removeIf(Lease::isIdle);
            }
        } else {
            active.forEach(Lease::release);
        }
    }

    private void hello(long now) {
        var asked = store.hello().toCompletableFuture();
        if (await(asked)) {
            helloAt = now;
            SharedCounters.Group group = asked.join();
            if (lost) {
                recoveries++;
                recoveredAt = now;
                completeAt = 0;
            }
            if (completeAt == 0 && group.instances() >= instances) {
                completeAt = now;
            }
            // who was there before the store went away comes back in its own time
            boolean isComplete = recoveredAt == 0 || now - recoveredAt > COMEBACK;
            instances = Math.max(isComplete ? 1 : instances, group.instances());
            long offset = group.millis() * 1_000_000 - (now + clock.now()) / 2;
            if (Math.abs(offset - clockOffset) > 20_000_000L) {
                clockOffset = offset;
            }
            if (lost) {
                lost = false;
                begun = true;
                LOG.info("The group's counts are shared: {} instances", instances);
            }
        }
    }

    private boolean await(java.util.concurrent.CompletableFuture<?> asked) {
        try {
            asked.get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException failed) {
            begun = true;
            away(failed);
        } catch (TimeoutException late) {
            asked.cancel(false);
            away(late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            closed = true;
        }
        return false;
    }

    private void away(Throwable why) {
        if (!lost) {
            lost = true;
            lostSince = clock.now();
            LOG.warn("The group's store does not answer; each limit does as it says for that: {}", why.toString());
        }
    }

    /// How long the store has been away; 0 when it is there.
    public long lostNanos() {
        return lost ? clock.now() - lostSince : 0;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(2_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        store.close();
    }
}
