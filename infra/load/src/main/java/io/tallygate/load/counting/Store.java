package io.tallygate.load.counting;

import io.tallygate.load.peer.Site;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// ClickHouse's engine in a process of its own, that can be killed and begun again on the same data.
final class Store implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(180);
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Site site;
    private final int port = Site.freePort();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private @Nullable Process process;

    Store(Site site) throws IOException {
        this.site = site;
    }

    int port() {
        return port;
    }

    Store start() throws IOException {
        Path built = site.root().resolve("infra/clickhouse-embedded/target");
        Path java = Path.of(System.getProperty("java.home"));
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        java.resolve("bin/java").toString(),
                        "-Xms32m",
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        built.resolve("clickhouse-embedded.jar") + ":" + built.resolve("lib") + "/*",
                        "io.tallygate.clickhouse.EmbeddedClickHouseMain",
                        "--data",
                        site.run().resolve("clickhouse").toString(),
                        "--port",
                        Integer.toString(port)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .directory(site.run().toFile());
        // the engine replaces signal handlers that the JVM needs; libjsig chains them
        builder.environment().put("LD_PRELOAD", java.resolve("lib/libjsig.so").toString());
        process = builder.start();
        site.started(process.toHandle());
        return this;
    }

    private Path log() {
        return site.run().resolve("clickhouse.log");
    }

    Store awaitReady() throws IOException, InterruptedException {
        long until = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < until) {
            if (process == null || !process.isAlive()) {
                throw new IOException("ClickHouse's engine ended: " + Files.readString(log()));
            }
            try {
                ask("SELECT 1", HttpResponse.BodyHandlers.discarding());
                return this;
            } catch (IOException notYet) {
                Thread.sleep(30);
            }
        }
        throw new IOException("ClickHouse's engine does not answer: " + Files.readString(log()));
    }

    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /// As a person would.
    void stop() throws IOException, InterruptedException {
        if (process != null) {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new IOException("ClickHouse's engine does not stop");
            }
        }
    }

    /// Without an answer that is of interest.
    void tell(String statement) throws IOException, InterruptedException {
        ask(statement, HttpResponse.BodyHandlers.discarding());
    }

    long number(String query) throws IOException, InterruptedException {
        return Long.parseLong(text(query).strip());
    }

    String text(String query) throws IOException, InterruptedException {
        return new String(ask(query, HttpResponse.BodyHandlers.ofInputStream()).readAllBytes(), StandardCharsets.UTF_8);
    }

    /// @param query  ends with a format
    DataInputStream rows(String query) throws IOException, InterruptedException {
        return new DataInputStream(
                new BufferedInputStream(ask(query, HttpResponse.BodyHandlers.ofInputStream()), 1 << 16));
    }

    private <T> T ask(String statement, HttpResponse.BodyHandler<T> how) throws IOException, InterruptedException {
        HttpResponse<T> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/?database=tallygate"))
                        .timeout(PATIENCE)
                        .POST(HttpRequest.BodyPublishers.ofString(statement))
                        .build(),
                how);
        if (answer.statusCode() != 200) {
            String why = answer.body() instanceof InputStream text
                    ? new String(text.readNBytes(500), StandardCharsets.UTF_8)
                    : "";
            throw new IOException("ClickHouse answered " + answer.statusCode() + " to " + statement + " " + why);
        }
        return answer.body();
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
        http.close();
    }
}
