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
import java.util.Map;

/// One engine over one data directory; a process can hold only one. Safe for several threads.
public final class Engine implements AutoCloseable {
    /// Every session carries its request's number in a setting of this name, so that a running statement can be found
    /// among the engine's processes and ended.
    static final String REQUEST_SETTING = "tallygate_request";

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
            Files.setPosixFilePermissions(data, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
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

    /// A fresh session: nothing that earlier ones did to theirs is in it. Opening one takes a third of a millisecond.
    /// @param request  unique among the running ones; see [#cancel]
    public EngineSession session(long request) throws EngineException {
        EngineSession session = new EngineSession(chdb, connect());
        try {
            session.set(Map.of(REQUEST_SETTING, Long.toString(request)));
            return session;
        } catch (EngineException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /// Asks what runs for this request to stop; a statement that has not begun yet is not found.
    public void cancel(long request) throws EngineException {
        EngineSession session = new EngineSession(chdb, connect());
        try {
            session.run("KILL QUERY WHERE Settings['" + REQUEST_SETTING + "'] = '" + request + "' ASYNC");
        } finally {
            session.close();
        }
    }

    private MemorySegment connect() throws EngineException {
        try (Arena arena = Arena.ofConfined()) {
            String[] arguments = {"clickhouse", "--path=" + data, "--custom_settings_prefixes=tallygate_"};
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
