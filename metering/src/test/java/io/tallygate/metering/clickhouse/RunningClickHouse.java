package io.tallygate.metering.clickhouse;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// ClickHouse's engine in a process of its own on a free port, as the stack runs it.
/// `-Dtallygate.test.clickhouse=URL` takes a server that runs already instead; what ends the process cannot be
/// tested then.
public final class RunningClickHouse implements AutoCloseable {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final Path directory;
    private final int port;
    private @Nullable Process process;

    private RunningClickHouse(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    public static RunningClickHouse start(Path directory) throws Exception {
        String given = System.getProperty("tallygate.test.clickhouse");
        if (given != null) {
            return new RunningClickHouse(directory, URI.create(given).getPort());
        }
        RunningClickHouse started = new RunningClickHouse(directory, freePort());
        started.up();
        return started;
    }

    public boolean isOurs() {
        return process != null;
    }

    /// Starts the process on the same data and port.
    public void up() throws Exception {
        Files.createDirectories(directory);
        Path java = Path.of(System.getProperty("java.home"));
        ProcessBuilder builder = new ProcessBuilder(
                java.resolve("bin/java").toString(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.tallygate.clickhouse.EmbeddedClickHouseMain",
                "--data",
                directory.resolve("data").toString(),
                "--port",
                String.valueOf(port));
        builder.environment().put("LD_PRELOAD", java.resolve("lib/libjsig.so").toString());
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("clickhouse.log").toFile()));
        Process started = builder.start();
        process = started;
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        long giveUp = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!answers()) {
            if (!started.isAlive() || System.nanoTime() > giveUp) {
                throw new IllegalStateException(
                        "ClickHouse did not start: " + Files.readString(directory.resolve("clickhouse.log")));
            }
            Thread.sleep(50);
        }
    }

    /// `kill -9`.
    public void kill() throws InterruptedException {
        Process running = Objects.requireNonNull(process);
        running.destroyForcibly();
        running.waitFor(10, TimeUnit.SECONDS);
    }

    /// Most memory that its process has held, in bytes.
    public long memoryPeak() throws IOException {
        for (String line : Files.readAllLines(
                Path.of("/proc/" + Objects.requireNonNull(process).pid() + "/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        return 0;
    }

    /// Processor time that its process has taken, in seconds: tells what something costs on a busy machine.
    public double processorSeconds() {
        return Objects.requireNonNull(process)
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toMillis()
                / 1e3;
    }

    /// A database that no other test uses, not created yet.
    public ClickHouseSettings newDatabase() {
        String name = "test_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        return new ClickHouseSettings(URI.create("http://localhost:" + port), name, "", "");
    }

    private boolean answers() throws InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest ping = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/ping"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return http.send(ping, BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws Exception {
        if (process != null) {
            kill();
        }
    }
}
