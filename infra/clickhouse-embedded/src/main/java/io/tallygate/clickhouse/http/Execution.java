package io.tallygate.clickhouse.http;

import io.tallygate.clickhouse.engine.EngineException;
import io.tallygate.clickhouse.engine.EngineResult;
import io.tallygate.clickhouse.engine.EngineSession;
import io.tallygate.clickhouse.engine.Figures;
import io.tallygate.clickhouse.engine.InsertStream;
import io.tallygate.clickhouse.engine.ResultStream;
import io.tallygate.clickhouse.statement.StatementText.InsertWithRows;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One statement in the engine: chooses between the engine's three ways of running one, and gives blocks and figures.
final class Execution implements ResultBody.Blocks, AutoCloseable {
    private final EngineSession session;
    private final RunningStatement statement;
    private @Nullable ResultStream stream;
    private @Nullable EngineResult single;
    private Figures figures = Figures.NONE;

    Execution(EngineSession session, RunningStatement statement) {
        this.session = session;
        this.statement = statement;
    }

    /// Its rows follow as they arrive; committed when this returns.
    void insert(InsertWithRows insert, StatementInput input, Map<String, String> parameters)
            throws EngineException, IOException {
        if (insert.format().equalsIgnoreCase("Values") && input.isWhole()) {
            refuseSeveral(session.statements(input.text())); // the engine would pass over what follows the rows
        }
        try (InsertStream rows = session.insert(insert.head(), insert.format(), parameters)) {
            byte[] text = input.text();
            boolean taken = rows.append(text, insert.data(), text.length - insert.data());
            InputStream rest = input.rest();
            byte[] piece = new byte[1 << 16];
            while (taken && statement.cancelled() == null) {
                int size = rest.read(piece);
                if (size < 0) {
                    break;
                }
                taken = rows.append(piece, 0, size);
            }
            throwIfCancelled();
            statement.enterEngine();
            try {
                figures = rows.done();
            } finally {
                statement.leaveEngine();
            }
        }
    }

    /// Anything else. The engine's streaming entry takes one reading statement only, and refuses others before it runs
    /// any of them; what it refuses for its kind goes to the other entry, which would run several.
    void start(byte[] text, String format, Map<String, String> parameters) throws EngineException {
        int statements = session.statements(text);
        refuseSeveral(statements);
        statement.enterEngine();
        try {
            stream = session.stream(text, format, parameters);
            statement.endWithClient();
        } catch (EngineException e) {
            if (statements != 1 || !isUnstreamable(e)) {
                throw e;
            }
            single = session.query(text, format, parameters);
            figures = single.figures();
        } finally {
            statement.leaveEngine();
        }
    }

    private static void refuseSeveral(int statements) throws EngineException {
        if (statements > 1) {
            throw EngineException.of(
                    EngineException.SYNTAX_ERROR,
                    "Syntax error (Multi-statements are not allowed): " + statements + " statements in one request",
                    "SYNTAX_ERROR");
        }
    }

    private static boolean isUnstreamable(EngineException e) {
        return e.code() == EngineException.BAD_ARGUMENTS
                && e.text().contains("Streaming query is not supported for query");
    }

    @Override
    public @Nullable EngineResult next() throws EngineException {
        throwIfCancelled();
        ResultStream blocks = stream;
        if (blocks == null) {
            EngineResult only = single;
            single = null;
            return only;
        }
        statement.enterEngine();
        try {
            return blocks.next();
        } finally {
            statement.leaveEngine();
            figures = blocks.figures();
        }
    }

    private void throwIfCancelled() throws EngineException {
        String why = statement.cancelled();
        if (why != null) {
            throw EngineException.of(
                    EngineException.QUERY_WAS_CANCELLED, "Query was cancelled: " + why, "QUERY_WAS_CANCELLED");
        }
    }

    Figures figures() {
        return figures;
    }

    @Override
    public void close() {
        if (stream != null) {
            stream.close();
        }
        if (single != null) {
            single.close();
        }
    }
}
