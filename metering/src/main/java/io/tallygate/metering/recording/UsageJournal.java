package io.tallygate.metering.recording;

import java.nio.file.Path;

/// Puts calls on disk before their responses end.
public final class UsageJournal implements AutoCloseable {
    /// Locks the directory, recovers what an earlier process left, and begins the next boot.
    public static UsageJournal open(Path directory, JournalSettings settings) {
        throw new UnsupportedOperationException();
    }

    /// 12 hexadecimal digits: the first 48 bits of every id given out here.
    public String instance() {
        throw new UnsupportedOperationException();
    }

    /// Room for one record. Never blocks.
    /// @return false when the journal is full (the caller answers 503)
    public boolean reserve() {
        throw new UnsupportedOperationException();
    }

    /// Gives back a reservation that will not be used.
    public void release() {
        throw new UnsupportedOperationException();
    }

    /// Sets `idHigh` and `idLow`.
    public void nextId(UsageDraft into) {
        throw new UnsupportedOperationException();
    }

    /// Uses one reservation. When it returns, the record is in mapped memory: a killed process cannot lose it.
    public void append(UsageDraft draft) {
        throw new UnsupportedOperationException();
    }

    public JournalState state() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
