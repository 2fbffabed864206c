package io.tallygate.clickhouse.engine;

import java.lang.foreign.MemorySegment;

/// A result, or one block of it, in native memory until it is closed.
public final class EngineResult implements AutoCloseable {
    private final Chdb chdb;
    private final MemorySegment result;
    private final MemorySegment bytes;
    private final Figures figures;

    EngineResult(Chdb chdb, MemorySegment result) {
        this.chdb = chdb;
        this.result = result;
        this.bytes = chdb.bytes(result);
        this.figures = chdb.figures(result);
    }

    /// In the format that was asked for; not to be touched once this is closed.
    public MemorySegment bytes() {
        return bytes;
    }

    public Figures figures() {
        return figures;
    }

    @Override
    public void close() {
        chdb.destroyResult(result);
    }
}
