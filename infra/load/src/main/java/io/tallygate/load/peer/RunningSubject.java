package io.tallygate.load.peer;

import io.tallygate.load.machine.ProcessTree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A subject's process; ended with all that it started.
public final class RunningSubject implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final String KEY = "X-API-Key";

    private final Subject subject;
    private final int port;
    private final Process process;
    private final Path log;

    private RunningSubject(Subject subject, Site site) throws IOException {
        Launch launch = subject.launch(site);
        this.subject = subject;
        this.port = launch.port();
        this.log = site.run().resolve(subject.name() + ".log");
        ProcessBuilder builder = new ProcessBuilder(launch.command())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .directory(site.run().toFile());
        builder.environment().putAll(launch.environment());
        process = builder.start();
        site.started(process.toHandle());
    }

    public static RunningSubject start(Subject subject, Site site) throws IOException {
        return new RunningSubject(subject, site);
    }

    public static RunningSubject upstream(Site site) throws IOException, InterruptedException {
        RunningSubject upstream = start(Native.UPSTREAM, site);
        upstream.awaitAnswer("/api/1k/0/items", "none", 1 << 10);
        return upstream;
    }

    /// Waits for the first right answer, and makes sure that a key is looked up where that is said.
    /// @param bytes  that the answer has
    public void awaitAnswer(String path, String key, int bytes) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(1))
                .build()) {
            long until = System.nanoTime() + START.toNanos();
            String answered = ask(http, path, key);
            while (!answered.equals("200 with " + bytes)) {
                if (System.nanoTime() > until || !process.isAlive()) {
                    throw new IOException("%s answers %s instead of 200 with %d bytes: %s"
                            .formatted(subject.name(), answered, bytes, lastLines()));
                }
                Thread.sleep(50);
                answered = ask(http, path, key);
            }
            if (subject.looksKeysUp() && !ask(http, path, "tg_live_unknown").startsWith("401")) {
                throw new IOException(subject.name() + " answers a key that nobody has");
            }
        }
    }

    private String ask(HttpClient http, String path, String key) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header(KEY, key)
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
            return answer.statusCode() + " with " + answer.body().length;
        } catch (IOException notYet) {
            return "not";
        }
    }

    private String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    public Subject subject() {
        return subject;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public ProcessTree tree() {
        return new ProcessTree(process.toHandle());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException broken) {
            Thread.currentThread().interrupt();
        }
        Site.end(process.toHandle());
    }
}
