package io.tallygate.metering.recording;

/// Brings what the journal holds to the store, in blocks, each exactly once. One thread.
public final class UsageShipper implements AutoCloseable {
    public UsageShipper(UsageJournal journal, UsageStore store, ShipperSettings settings) {}

    public void start() {
        throw new UnsupportedOperationException();
    }

    public ShipperState state() {
        throw new UnsupportedOperationException();
    }

    /// Ships what is left, for a bounded time. Close the journal afterwards.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
