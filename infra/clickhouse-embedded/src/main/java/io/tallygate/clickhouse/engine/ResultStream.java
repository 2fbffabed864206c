package io.tallygate.clickhouse.engine;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A result as it is computed. What is not fetched is not computed far ahead, so memory stays at a few blocks.
public final class ResultStream implements AutoCloseable {
    private final EngineSession session;
    private final MemorySegment stream;
    private Figures figures = Figures.NONE;
    private boolean ended;

    ResultStream(EngineSession session, MemorySegment stream) {
        this.session = session;
        this.stream = stream;
    }

    /// @return  the next block, or null after the last; a block can be as large as its rows are
    public @Nullable EngineResult next() throws EngineException {
        if (ended) {
            return null;
        }
        EngineResult block;
        try {
            block = session.result(session.chdb().streamFetch(session.handle(), stream));
        } catch (EngineException e) {
            ended = true;
            throw e;
        }
        figures = figures.plus(block.figures());
        if (block.bytes().byteSize() > 0) {
            return block;
        }
        ended = true;
        block.close();
        return null;
    }

    /// Of all blocks so far.
    public Figures figures() {
        return figures;
    }

    /// Ends the statement, if it has not ended.
    @Override
    public void close() {
        if (!ended) {
            ended = true;
            session.chdb().streamCancel(session.handle(), stream);
        }
        session.chdb().destroyResult(stream);
    }
}
