package io.tallygate.gateway.proxy;

/// What of its answers a client leaves waiting, and since when it has not taken much of it.
final class Unread {
    /// Whoever takes less than that at a time is told apart from nobody.
    private static final long PROGRESS = 16 << 10;

    private long octets;
    private long sinceNanos;

    /// @param octets  that wait now
    /// @return        whether the client has let them wait for longer than that
    boolean isStalled(long octets, long nowNanos, long patienceNanos) {
        if (octets == 0) {
            sinceNanos = 0;
            return false;
        }
        if (sinceNanos == 0 || Math.abs(octets - this.octets) >= PROGRESS) {
            this.octets = octets;
            sinceNanos = nowNanos;
            return false;
        }
        return nowNanos - sinceNanos > patienceNanos;
    }
}
