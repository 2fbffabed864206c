package io.tallygate.load.life;

import io.tallygate.load.peer.Site;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One instance of a group, that can be ended and begun again on the same ports and data.
public final class GatewayProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(180);

    private final Site site;
    private final String name;
    private final int port = Site.freePort();
    private final int adminPort = Site.freePort();
    private final Map<String, String> settings = new HashMap<>();
    private final List<String> options;
    private @Nullable Process process;

    /// @param options  of the JVM, beside the usual ones
    /// @param more     environment variables
    public GatewayProcess(
            Site site, String name, URI feed, String allowed, List<String> options, Map<String, String> more)
            throws IOException {
        this.site = site;
        this.name = name;
        this.options = options;
        settings.putAll(Map.of(
                "TALLYGATE_GATEWAY_PORT",
                Integer.toString(port),
                "TALLYGATE_ADMIN_PORT",
                Integer.toString(adminPort),
                "TALLYGATE_FEED_URL",
                feed.toString(),
                "TALLYGATE_GROUP_TOKEN",
                "tgg_drill",
                "TALLYGATE_DATA",
                site.run().resolve(name).toString(),
                "TALLYGATE_OUTBOUND_ALLOW",
                allowed,
                "TALLYGATE_CLICKHOUSE_URL",
                "http://127.0.0.1:1",
                "TALLYGATE_STOP_NOTICE_SECONDS",
                "0"));
        settings.putAll(more);
    }

    public int port() {
        return port;
    }

    public int adminPort() {
        return adminPort;
    }

    public long pid() {
        return process().pid();
    }

    private Process process() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return running;
    }

    public Path log() {
        return site.run().resolve(name + ".log");
    }

    public GatewayProcess start() throws IOException {
        Path built = site.root().resolve("gateway-runtime/target");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xms128m",
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=256m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                built.resolve("gateway-runtime.jar") + ":" + built.resolve("lib") + "/*",
                "io.tallygate.gateway.GatewayMain"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .directory(site.run().toFile());
        builder.environment().putAll(settings);
        process = builder.start();
        site.started(process.toHandle());
        return this;
    }

    public GatewayProcess awaitReady() throws IOException, InterruptedException {
        awaitSaying("ready\n");
        return this;
    }

    /// Until it has applied that revision.
    void awaitRevision(long revision) throws IOException, InterruptedException {
        awaitSaying("revision " + revision + "\n");
    }

    private void awaitSaying(String text) throws IOException, InterruptedException {
        long until = System.nanoTime() + START.toNanos();
        String said = "";
        while (System.nanoTime() < until) {
            if (!process().isAlive()) {
                throw new IOException(name + " ended: " + lastLines());
            }
            said = readiness();
            if (said.startsWith(text) || said.contains("\n" + text)) {
                return;
            }
            Thread.sleep(20);
        }
        throw new IOException(name + " does not say " + text.strip() + " but " + said.strip() + ": " + lastLines());
    }

    /// Empty when nobody listens.
    public String readiness() {
        return admin("/health/ready");
    }

    public String admin(String path) {
        try (Wire wire = Wire.open(adminPort)) {
            return wire.ask("GET", path, "", new byte[0]).text();
        } catch (IOException notThere) {
            return "";
        }
    }

    public String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(log());
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    /// Asks it to stop.
    public void terminate() {
        process().destroy();
    }

    public void kill() throws InterruptedException {
        process().destroyForcibly().waitFor();
    }

    public boolean hasEnded(Duration within) throws InterruptedException {
        return process().waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }
}
