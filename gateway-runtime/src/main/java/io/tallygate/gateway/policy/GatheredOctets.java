package io.tallygate.gateway.policy;

import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.observe.Metrics;
import java.util.concurrent.atomic.AtomicLong;

/// What the whole process holds of answers that are gathered before they go on. An eighth of the heap: what is made of
/// them needs several times as much.
public final class GatheredOctets implements AutoCloseable {
    private final long most;
    private final AtomicLong held = new AtomicLong();
    private final Metrics metrics;

    public GatheredOctets(PolicySurroundings around) {
        this(Runtime.getRuntime().maxMemory() / 8, around.metrics());
    }

    GatheredOctets(long most, Metrics metrics) {
        this.most = most;
        this.metrics = metrics;
    }

    /// @return  false: there is no room for so many; nothing was taken then
    public boolean take(int octets) {
        if (held.addAndGet(octets) > most) {
            held.addAndGet(-octets);
            metrics.hit(Limit.GATHERED_OCTETS);
            return false;
        }
        return true;
    }

    public void give(int octets) {
        held.addAndGet(-octets);
    }

    public long held() {
        return held.get();
    }

    @Override
    public void close() {
        // nothing is held open
    }
}
