package io.tallygate.clickhouse.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The C functions of the engine's library, one method each, nothing added. All handles are plain addresses, all sizes
/// `size_t`. Text that comes back is copied at once.
final class Chdb {
    private static final long LONGEST_MESSAGE = 1 << 24;

    private final SymbolLookup symbols;
    private final MethodHandle connect;
    private final MethodHandle closeConnection;
    private final MethodHandle query;
    private final MethodHandle streamQuery;
    private final MethodHandle streamFetch;
    private final MethodHandle streamCancel;
    private final MethodHandle insert;
    private final MethodHandle insertAppend;
    private final MethodHandle insertDone;
    private final MethodHandle insertCancel;
    private final MethodHandle insertError;
    private final MethodHandle insertDestroy;
    private final MethodHandle classify;
    private final MethodHandle resultBuffer;
    private final MethodHandle resultLength;
    private final MethodHandle resultError;
    private final MethodHandle resultRows;
    private final MethodHandle resultBytes;
    private final MethodHandle storageRows;
    private final MethodHandle storageBytes;
    private final MethodHandle writtenRows;
    private final MethodHandle writtenBytes;
    private final MethodHandle resultDestroy;

    Chdb(Path library) {
        symbols = SymbolLookup.libraryLookup(library, Arena.global());
        connect = function("chdb_connect", ADDRESS, JAVA_INT, ADDRESS);
        closeConnection = function("chdb_close_conn", null, ADDRESS);
        MemoryLayout[] statement = {
            ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG
        };
        query = function("chdb_query_with_params_n", ADDRESS, statement);
        streamQuery = function("chdb_stream_query_with_params_n", ADDRESS, statement);
        streamFetch = function("chdb_stream_fetch_result", ADDRESS, ADDRESS, ADDRESS);
        streamCancel = function("chdb_stream_cancel_query", null, ADDRESS, ADDRESS);
        insert = function("chdb_stream_insert_with_params_n", ADDRESS, statement);
        insertAppend = function("chdb_stream_append", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
        insertDone = function("chdb_stream_done", ADDRESS, ADDRESS);
        insertCancel = function("chdb_stream_cancel_insert", null, ADDRESS);
        insertError = function("chdb_stream_insert_error", ADDRESS, ADDRESS);
        insertDestroy = function("chdb_destroy_insert_stream", null, ADDRESS);
        classify =
                function("chdb_classify_query_n", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS);
        resultBuffer = function("chdb_result_buffer", ADDRESS, ADDRESS);
        resultLength = function("chdb_result_length", JAVA_LONG, ADDRESS);
        resultError = function("chdb_result_error", ADDRESS, ADDRESS);
        resultRows = function("chdb_result_rows_read", JAVA_LONG, ADDRESS);
        resultBytes = function("chdb_result_bytes_read", JAVA_LONG, ADDRESS);
        storageRows = function("chdb_result_storage_rows_read", JAVA_LONG, ADDRESS);
        storageBytes = function("chdb_result_storage_bytes_read", JAVA_LONG, ADDRESS);
        writtenRows = function("chdb_result_rows_written", JAVA_LONG, ADDRESS);
        writtenBytes = function("chdb_result_bytes_written", JAVA_LONG, ADDRESS);
        resultDestroy = function("chdb_destroy_query_result", null, ADDRESS);
    }

    private MethodHandle function(String name, @Nullable MemoryLayout result, MemoryLayout... arguments) {
        var shape = result == null ? FunctionDescriptor.ofVoid(arguments) : FunctionDescriptor.of(result, arguments);
        var address = symbols.find(name)
                .orElseThrow(() -> new IllegalStateException("The engine's library has no function " + name));
        return Linker.nativeLinker().downcallHandle(address, shape);
    }

    /// Must come before the first connection: the JVM needs its own handlers for null checks.
    void leaveSignalsToTheJvm() {
        call(function("chdb_set_signal_handlers_enabled", null, JAVA_INT), 0);
    }

    MemorySegment connect(int count, MemorySegment arguments) {
        return address(call(connect, count, arguments));
    }

    void closeConnection(MemorySegment connection) {
        call(closeConnection, connection);
    }

    MemorySegment query(MemorySegment connection, NativeStatement s) {
        return statement(query, connection, s);
    }

    MemorySegment streamQuery(MemorySegment connection, NativeStatement s) {
        return statement(streamQuery, connection, s);
    }

    MemorySegment insert(MemorySegment connection, NativeStatement s) {
        return statement(insert, connection, s);
    }

    private static MemorySegment statement(MethodHandle function, MemorySegment connection, NativeStatement s) {
        return address(call(
                function,
                connection,
                s.text(),
                s.text().byteSize(),
                s.format(),
                s.format().byteSize(),
                s.names(),
                s.nameLengths(),
                s.values(),
                s.valueLengths(),
                s.parameters()));
    }

    MemorySegment streamFetch(MemorySegment connection, MemorySegment stream) {
        return address(call(streamFetch, connection, stream));
    }

    void streamCancel(MemorySegment connection, MemorySegment stream) {
        call(streamCancel, connection, stream);
    }

    /// @return  whether the engine took it; if not, [#insertDone] says why
    boolean insertAppend(MemorySegment insertStream, MemorySegment bytes, long length) {
        return (int) call(insertAppend, insertStream, bytes, length) == 0;
    }

    MemorySegment insertDone(MemorySegment insertStream) {
        return address(call(insertDone, insertStream));
    }

    void insertCancel(MemorySegment insertStream) {
        call(insertCancel, insertStream);
    }

    @Nullable
    String insertError(MemorySegment insertStream) {
        return text(address(call(insertError, insertStream)));
    }

    void insertDestroy(MemorySegment insertStream) {
        call(insertDestroy, insertStream);
    }

    /// @param analysis  four unsigned 32-bit numbers: its own size, statements, flags, class
    int classify(MemorySegment connection, MemorySegment text, MemorySegment analysis) {
        return (int) call(classify, connection, text, text.byteSize(), MemorySegment.NULL, 0L, analysis);
    }

    /// The result's bytes, valid until it is destroyed.
    MemorySegment bytes(MemorySegment result) {
        long length = (long) call(resultLength, result);
        return length == 0
                ? MemorySegment.NULL
                : address(call(resultBuffer, result)).reinterpret(length);
    }

    @Nullable
    String error(MemorySegment result) {
        return text(address(call(resultError, result)));
    }

    Figures figures(MemorySegment result) {
        return new Figures(
                (long) call(storageRows, result),
                (long) call(storageBytes, result),
                (long) call(writtenRows, result),
                (long) call(writtenBytes, result),
                (long) call(resultRows, result),
                (long) call(resultBytes, result));
    }

    void destroyResult(MemorySegment result) {
        call(resultDestroy, result);
    }

    private static @Nullable String text(MemorySegment address) {
        return address.equals(MemorySegment.NULL)
                ? null
                : address.reinterpret(LONGEST_MESSAGE).getString(0);
    }

    private static MemorySegment address(@Nullable Object returned) {
        return returned instanceof MemorySegment segment ? segment : MemorySegment.NULL;
    }

    @SuppressWarnings("NullAway") // a void function returns null, and its caller does not look
    private static Object call(MethodHandle function, Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException("The engine's library could not be called", e);
        }
    }
}
