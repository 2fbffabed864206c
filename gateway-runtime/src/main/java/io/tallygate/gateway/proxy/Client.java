package io.tallygate.gateway.proxy;

/// A connection of a client, whatever it speaks, as the server that stops sees it.
interface Client {
    /// Whether the client leaves an answer waiting for longer than that.
    boolean isStalled(long nowNanos, long patienceNanos);

    /// Gives up what waits for a client that is stalled.
    void giveUp();

    /// No more calls, and those under way are the last.
    void stopSoon();

    /// The gateway does not wait any longer.
    void stopNow();
}
