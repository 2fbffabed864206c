package io.tallygate.gateway.proxy;

/// A connection of a client, whatever it speaks, as the server that stops sees it.
interface Client {
    /// Whether the client leaves an answer waiting for longer than that.
    boolean isStalled(long nowNanos, long patienceNanos);

    /// Gives up what waits for a client that is stalled.
    void giveUp();

    /// Whether a connection to an upstream waits for longer than that for the body of one of its calls.
    boolean isWithholding(long nowNanos, long patienceNanos);

    /// Gives up calls of which that is so.
    void giveUpWithheld(long nowNanos, long patienceNanos);

    /// No more calls, and those under way are the last.
    void stopSoon();

    /// The gateway does not wait any longer.
    void stopNow();
}
