package io.tallygate.load.peer;

import io.tallygate.load.feed.Keys;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// Where a benchmark takes place: a temporary directory and the processes in it, both gone afterwards, also when the
/// benchmark is broken off.
public final class Site implements AutoCloseable {
    private final Path root = Path.of(System.getProperty("tallygate.root", ".")).toAbsolutePath();
    private final Path run = Files.createTempDirectory("tallygate-bench-");
    private final int upstreamPort = freePort();

    private final List<ProcessHandle> started = new CopyOnWriteArrayList<>();

    public Site() throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::leave, "leave"));
    }

    /// The product's source tree.
    public Path root() {
        return root;
    }

    /// Configurations, data and logs of this run.
    public Path run() {
        return run;
    }

    public int upstreamPort() {
        return upstreamPort;
    }

    public Path peers() {
        return root.resolve("infra/load/peers");
    }

    /// Servers as Debian packages them.
    public Path servers() throws IOException {
        return packages("servers");
    }

    /// Generators of load as Debian packages them.
    public Path tools() throws IOException {
        return packages("tools");
    }

    private static Path packages(String folder) throws IOException {
        String peers = System.getenv("TALLYGATE_BENCH_PEERS");
        if (peers == null || !Files.isDirectory(Path.of(peers, folder))) {
            throw new IOException("The peers are not there: infra/bench gateway fetches them");
        }
        return Path.of(peers, folder);
    }

    /// The keys as the peers read them: one a line, and as HAProxy's map of their hashes.
    public void writeKeys(int count) throws IOException {
        try (BufferedWriter keys = Files.newBufferedWriter(run.resolve("keys.txt"));
                BufferedWriter map = Files.newBufferedWriter(run.resolve("keys.map"))) {
            for (int i = 0; i < count; i++) {
                keys.write(Keys.key(i) + "\n");
                map.write(Keys.sha256(i).toUpperCase(Locale.ROOT) + " c" + i + "\n");
            }
        }
    }

    public void started(ProcessHandle process) {
        started.add(process);
    }

    public static void end(ProcessHandle process) {
        Stream.concat(process.descendants(), Stream.of(process)).toList().forEach(ProcessHandle::destroyForcibly);
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        leave();
    }

    private void leave() {
        started.stream().filter(ProcessHandle::isAlive).forEach(Site::end);
        if (Files.exists(run)) {
            try (Stream<Path> all = Files.walk(run)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(each);
                }
            } catch (IOException | UncheckedIOException failed) {
                System.err.println("Could not be removed: " + run);
            }
        }
    }
}
