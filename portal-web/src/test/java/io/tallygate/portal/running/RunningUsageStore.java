package io.tallygate.portal.running;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// ClickHouse's engine in a process of its own on a free port, as the stack runs it.
public final class RunningUsageStore implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final int port;

    private RunningUsageStore(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    public static RunningUsageStore start() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(
                Files.createDirectories(Path.of("target").toAbsolutePath()), "running-clickhouse-");
        Path java = Path.of(System.getProperty("java.home"));
        int port = FreePorts.next();
        Path log = directory.resolve("clickhouse.log");
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
                Integer.toString(port));
        builder.environment().put("LD_PRELOAD", java.resolve("lib/libjsig.so").toString());
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        RunningUsageStore store = new RunningUsageStore(process, port);
        long deadline = System.nanoTime() + START.toNanos();
        while (!store.answers()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                store.close();
                throw new IllegalStateException("ClickHouse did not start:\n" + Files.readString(log));
            }
            Thread.sleep(50);
        }
        return store;
    }

    public String url() {
        return "http://localhost:" + port;
    }

    /// @throws IllegalStateException  with ClickHouse's own words when it refuses the statement
    public String execute(String sql) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(url() + "/"))
                        .timeout(Duration.ofSeconds(30))
                        .POST(HttpRequest.BodyPublishers.ofString(sql))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
        return answer.body();
    }

    private boolean answers() throws InterruptedException {
        try {
            HttpRequest ping = HttpRequest.newBuilder(URI.create(url() + "/ping"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return http.send(ping, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }
}
