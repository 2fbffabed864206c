package io.tallygate.gateway.upstream;

import java.util.concurrent.atomic.AtomicInteger;

/// How many targets of an upstream may be left out at once: with too few left the others would fall under the
/// load of all, and with none every call would fail without having been tried.
final class EjectionFloor {
    private final int most;
    private final AtomicInteger out = new AtomicInteger();

    EjectionFloor(int targets, int maxPercent) {
        int share = targets * maxPercent / 100;
        most = maxPercent == 0 ? 0 : Math.min(targets - 1, Math.max(1, share));
    }

    /// @return  false when no more may be left out
    boolean take() {
        for (int now = out.get(); now < most; now = out.get()) {
            if (out.compareAndSet(now, now + 1)) {
                return true;
            }
        }
        return false;
    }

    void giveBack() {
        out.decrementAndGet();
    }

    int out() {
        return out.get();
    }
}
