package io.tallygate.gateway.proxy;

/// A connection of a client, whatever it speaks, as the server that stops sees it.
interface Client {
    /// No more calls, and those under way are the last.
    void stopSoon();

    /// The gateway does not wait any longer.
    void stopNow();
}
