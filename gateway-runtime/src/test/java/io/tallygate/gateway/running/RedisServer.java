package io.tallygate.gateway.running;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// A real Redis or Valkey of the test's own, without persistence. Where neither is on the path, the test is skipped
/// aloud.
public final class RedisServer implements AutoCloseable {
    private final String program;
    private final int port;
    private final Path directory;
    private @Nullable Process process;

    private RedisServer(String program, int port, Path directory) {
        this.program = program;
        this.port = port;
        this.directory = directory;
    }

    public static RedisServer start() throws Exception {
        Optional<String> program = program();
        Assumptions.assumeTrue(program.isPresent(), "needs redis-server or valkey-server on the PATH");
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        RedisServer server = new RedisServer(program.orElseThrow(), port, Files.createTempDirectory("redis-"));
        server.begin();
        return server;
    }

    private static Optional<String> program() {
        return Stream.of("redis-server", "valkey-server")
                .flatMap(name -> Stream.of(
                                System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /// Begins, or begins again with nothing in it.
    public void begin() throws Exception {
        process = new ProcessBuilder(
                        program,
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        "no",
                        "--dir",
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        RunningGateway.await("Redis", () -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
                return true;
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    /// As a crash would.
    public void kill() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            running.waitFor(5, TimeUnit.SECONDS);
        }
    }

    public URI address() {
        return URI.create("redis://127.0.0.1:" + port);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
