package io.tallygate.load.life;

import io.tallygate.load.peer.Site;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A Redis or Valkey of the drill's own that keeps nothing: what is killed comes back empty.
public final class Redis implements AutoCloseable {
    private static final long START_MILLIS = 10_000;

    private final int port;
    private final String program;
    private @Nullable Process process;

    /// @throws IOException  when none is installed
    public Redis(int port) throws IOException {
        this.port = port;
        program = Stream.of("redis-server", "valkey-server")
                .map(Redis::onPath)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new IOException("This drill needs redis-server or valkey-server on the PATH"));
    }

    private static Optional<String> onPath(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    public URI address() {
        return URI.create("redis://127.0.0.1:" + port);
    }

    /// Returns when it answers.
    public Redis start() throws IOException, InterruptedException {
        List<String> command = List.of(
                program, "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no");
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process = started;
        long until = System.currentTimeMillis() + START_MILLIS;
        while (true) {
            try {
                Wire.open(port).close();
                return this;
            } catch (IOException notYet) {
                if (System.currentTimeMillis() > until || !started.isAlive()) {
                    throw new IOException("Redis does not start on port " + port, notYet);
                }
                Thread.sleep(10);
            }
        }
    }

    public void kill() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().waitFor();
        }
    }

    @Override
    public void close() {
        Process running = process;
        if (running != null) {
            Site.end(running.toHandle());
        }
    }
}
