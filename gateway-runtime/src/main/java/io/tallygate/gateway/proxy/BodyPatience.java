package io.tallygate.gateway.proxy;

import io.tallygate.gateway.http.HttpLimits;

/// How long a client has had its turn to send a call's body, and whether it has come too slowly on the whole, however
/// often another octet came in time.
final class BodyPatience {
    private final HttpLimits limits;
    private long spentNanos;
    /// 0: it is the upstream's turn.
    private long sinceNanos;

    BodyPatience(HttpLimits limits) {
        this.limits = limits;
    }

    /// It is the client's turn.
    void begin(long now) {
        sinceNanos = now;
    }

    void pause() {
        sinceNanos = 0;
    }

    /// @param received  octets of the body so far
    boolean isTooSlow(long received) {
        if (sinceNanos != 0) {
            spentNanos += System.nanoTime() - sinceNanos;
        }
        long over = spentNanos - limits.bodyRateAfter().toNanos();
        return over > 0 && received < spentNanos / 1_000_000_000.0 * limits.bodyRateBytes();
    }

    /// Whether it has been the client's turn for longer than that, with nothing coming.
    boolean isWithheld(long now, long patienceNanos) {
        return sinceNanos != 0 && now - sinceNanos > patienceNanos;
    }

    void clear() {
        spentNanos = 0;
        sinceNanos = 0;
    }
}
