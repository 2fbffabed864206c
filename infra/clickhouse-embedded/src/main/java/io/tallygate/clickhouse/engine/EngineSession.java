package io.tallygate.clickhouse.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// One connection to the engine: one statement at a time, from one thread.
public final class EngineSession implements AutoCloseable {
    private final Chdb chdb;
    private final MemorySegment connection;
    private boolean closed;

    EngineSession(Chdb chdb, MemorySegment connection) {
        this.chdb = chdb;
        this.connection = connection;
    }

    /// @param settings  by name; the engine refuses unknown names and values that do not fit
    public void set(Map<String, String> settings) throws EngineException {
        if (settings.isEmpty()) {
            return;
        }
        StringBuilder statement = new StringBuilder("SET ");
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            if (!setting.getKey().matches("[A-Za-z_][A-Za-z0-9_]{0,127}")) {
                throw EngineException.of(115, "Unknown setting '" + setting.getKey() + "'", "UNKNOWN_SETTING");
            }
            if (statement.length() > 4) {
                statement.append(", ");
            }
            statement.append(setting.getKey()).append(" = ").append(quoted(setting.getValue(), '\''));
        }
        run(statement.toString());
    }

    public void use(String database) throws EngineException {
        run("USE " + quoted(database, '`'));
    }

    static String quoted(String text, char quote) {
        return quote + text.replace("\\", "\\\\").replace(String.valueOf(quote), "\\" + quote) + quote;
    }

    /// A statement of our own, whose result does not matter.
    public void run(String statement) throws EngineException {
        query(statement.getBytes(StandardCharsets.UTF_8), "Null", Map.of()).close();
    }

    /// How many statements the engine's parser finds; 0 when it cannot read the text, or finds nothing in it.
    public int statements(byte[] text) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment analysis = arena.allocate(JAVA_INT, 4);
            analysis.setAtIndex(JAVA_INT, 0, (int) analysis.byteSize());
            int failed = chdb.classify(handle(), NativeStatement.bytes(arena, text), analysis);
            return failed == 0 ? analysis.getAtIndex(JAVA_INT, 1) : 0;
        }
    }

    /// Runs to its end; the whole result lies in native memory. For what cannot stream.
    public EngineResult query(byte[] text, String format, Map<String, String> parameters) throws EngineException {
        try (Arena arena = Arena.ofConfined()) {
            return result(chdb.query(handle(), NativeStatement.in(arena, text, format, parameters)));
        }
    }

    /// Starts a reading statement, whose result then comes block by block.
    public ResultStream stream(byte[] text, String format, Map<String, String> parameters) throws EngineException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stream = chdb.streamQuery(handle(), NativeStatement.in(arena, text, format, parameters));
            String error = chdb.error(stream);
            if (error != null) {
                chdb.destroyResult(stream);
                throw EngineException.reported(error);
            }
            return new ResultStream(this, stream);
        }
    }

    /// Starts an INSERT whose rows then come as bytes of the given format.
    /// @param text  without a FORMAT clause
    public InsertStream insert(byte[] text, String format, Map<String, String> parameters) throws EngineException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stream = chdb.insert(handle(), NativeStatement.in(arena, text, format, parameters));
            String error = chdb.insertError(stream);
            if (error != null) {
                chdb.insertDestroy(stream);
                throw EngineException.reported(error);
            }
            return new InsertStream(this, stream);
        }
    }

    EngineResult result(MemorySegment result) throws EngineException {
        String error = chdb.error(result);
        if (error != null) {
            chdb.destroyResult(result);
            throw EngineException.reported(error);
        }
        return new EngineResult(chdb, result);
    }

    Chdb chdb() {
        return chdb;
    }

    /// The handle proper is behind one more pointer.
    MemorySegment handle() {
        if (closed) {
            throw new IllegalStateException("The session is closed");
        }
        return connection.get(ADDRESS, 0);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            chdb.closeConnection(connection);
        }
    }
}
