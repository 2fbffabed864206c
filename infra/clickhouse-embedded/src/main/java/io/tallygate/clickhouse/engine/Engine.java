package io.tallygate.clickhouse.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;

/// One engine over one data directory; a process can hold only one. Safe for several threads.
public final class Engine implements AutoCloseable {
    /// Every session carries its request's number here, before what the request itself puts there, so that a running
    /// statement can be found among the engine's processes and ended. One that overrides it in its own `SETTINGS`
    /// clause ends only between two blocks of its result.
    private static final String COMMENT = "log_comment";

    /// Where the library's own choices differ from a server's, and the machine's time zone from everyone's.
    private static final Map<String, String> LIKE_A_SERVER =
            Map.of("implicit_select", "0", "allow_introspection_functions", "0", "session_timezone", "UTC");

    private final Chdb chdb;
    private final Path data;
    private final FileChannel lock;
    /// The engine lives as long as it has a connection, so one is kept.
    private final MemorySegment keeper;

    private Engine(Chdb chdb, Path data, FileChannel lock) throws EngineException {
        this.chdb = chdb;
        this.data = data;
        this.lock = lock;
        this.keeper = connect();
    }

    /// @param data  created when missing, readable by this user only; locked as long as the engine is open
    public static Engine open(Path library, Path data) throws IOException, EngineException {
        Files.createDirectories(data);
        if (Files.getFileStore(data).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        }
        FileChannel lock = lock(data);
        try {
            Chdb chdb = new Chdb(library);
            chdb.leaveSignalsToTheJvm();
            return new Engine(chdb, data.toAbsolutePath().normalize(), lock);
        } catch (EngineException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static FileChannel lock(Path data) throws IOException {
        FileChannel channel =
                FileChannel.open(data.resolve("tallygate.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = null;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // held by this very process: refused like any other
        } finally {
            if (held == null) {
                channel.close();
            }
        }
        if (held == null) {
            throw new IOException(data + " is in use by another embedded ClickHouse");
        }
        return channel;
    }

    /// A fresh session: nothing that earlier ones did to theirs is in it. Opening one takes half a millisecond.
    /// @param request   unique among the running ones; see [#cancel]
    /// @param settings  by name; the engine refuses unknown names and values that do not fit
    public EngineSession session(long request, Map<String, String> settings) throws EngineException {
        EngineSession session = new EngineSession(chdb, connect());
        try {
            Map<String, String> all = new LinkedHashMap<>(settings);
            LIKE_A_SERVER.forEach(all::putIfAbsent);
            all.merge(COMMENT, mark(request), (given, mark) -> mark + " " + given);
            session.set(all);
            return session;
        } catch (EngineException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static String mark(long request) {
        return "request " + request;
    }

    /// Selects a request's statement among the engine's processes.
    public static String isProcessOf(long request) {
        return "splitByChar(' ', Settings['" + COMMENT + "'], 3)[1] = 'request' AND splitByChar(' ', Settings['"
                + COMMENT + "'], 3)[2] = '" + request + "'";
    }

    /// Asks what runs for this request to stop; a statement that has not begun yet is not found.
    public void cancel(long request) throws EngineException {
        try (EngineSession session = new EngineSession(chdb, connect())) {
            session.run("KILL QUERY WHERE " + isProcessOf(request) + " ASYNC");
        }
    }

    private MemorySegment connect() throws EngineException {
        try (Arena arena = Arena.ofConfined()) {
            String[] arguments = {"clickhouse", "--path=" + data};
            MemorySegment argv = arena.allocate(ADDRESS, arguments.length + 1L);
            for (int i = 0; i < arguments.length; i++) {
                argv.setAtIndex(ADDRESS, i, arena.allocateFrom(arguments[i]));
            }
            MemorySegment connection = chdb.connect(arguments.length, argv);
            if (connection.equals(MemorySegment.NULL)) {
                throw EngineException.reported("The engine did not open " + data + "; its own log says why");
            }
            return connection.reinterpret(ADDRESS.byteSize());
        }
    }

    /// Every session must be closed before.
    @Override
    public void close() throws IOException {
        chdb.closeConnection(keeper);
        lock.close();
    }
}
