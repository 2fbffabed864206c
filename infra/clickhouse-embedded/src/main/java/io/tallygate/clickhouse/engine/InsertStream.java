package io.tallygate.clickhouse.engine;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Rows on their way into a table. Nothing is promised before [#done] returns; closing without it gives up.
public final class InsertStream implements AutoCloseable {
    private static final int LARGEST_PIECE = 1 << 16;

    private final EngineSession session;
    private final MemorySegment stream;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment piece = arena.allocate(LARGEST_PIECE);
    private boolean finished;

    InsertStream(EngineSession session, MemorySegment stream) {
        this.session = session;
        this.stream = stream;
    }

    /// Waits while the engine is behind.
    /// @return  false when it takes no more; [#done] then says why
    public boolean append(byte[] bytes, int offset, int length) {
        for (int at = 0; at < length; ) {
            int size = Math.min(LARGEST_PIECE, length - at);
            MemorySegment.copy(bytes, offset + at, piece, JAVA_BYTE, 0, size);
            if (!session.chdb().insertAppend(stream, piece, size)) {
                return false;
            }
            at += size;
        }
        return true;
    }

    /// Commits: what was appended survives the death of this process.
    public Figures done() throws EngineException {
        finished = true;
        try (EngineResult result = session.result(session.chdb().insertDone(stream))) {
            return result.figures();
        }
    }

    @Override
    public void close() {
        if (!finished) {
            finished = true;
            session.chdb().insertCancel(stream);
        }
        session.chdb().insertDestroy(stream);
        arena.close();
    }
}
