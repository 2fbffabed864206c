package io.tallygate.load.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Calls one after the other on each connection, as fast as they are answered, by the keys and routes that `wrk.lua`
/// chooses. Its latencies leave out what a call would have waited for its turn.
public final class Wrk {
    private static final int THREADS = 2;
    private static final int TIMEOUT_SECONDS = 10;
    private static final String FIGURES = "FIGURES ";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Generator generator;
    private final Path script;
    private final Path log;

    public Wrk(Path folder, Path script, Path log) {
        this.generator = new Generator(folder);
        this.script = script;
        this.log = log;
    }

    /// @param prefix  of the paths
    /// @param routes  how many there are below it
    public Load run(int port, String prefix, int routes, int connections, Duration time)
            throws IOException, InterruptedException {
        List<String> command = List.of(
                generator.program("wrk"),
                "-t" + THREADS,
                "-c" + connections,
                "-d" + time.toSeconds() + "s",
                "--timeout", // a call that takes longer has failed
                TIMEOUT_SECONDS + "s",
                "-s",
                script.toString(),
                "http://127.0.0.1:" + port + "/",
                "--",
                prefix,
                Integer.toString(routes));
        return parse(generator.run(command, log, time));
    }

    static Load parse(String output) throws IOException {
        String figures = output.lines()
                .filter(line -> line.startsWith(FIGURES))
                .findFirst()
                .orElseThrow(() -> new IOException("wrk told no figures: " + output));
        JsonNode told = JSON.readTree(figures.substring(FIGURES.length()));
        if (told.path("failed").asLong() > 0) {
            System.err.println("Failed calls: " + told.path("failures"));
        }
        return new Load(
                told.path("calls").asLong(),
                told.path("micros").asDouble(),
                told.path("bytes").asLong(),
                told.path("failed").asLong(),
                told.path("p50").asDouble(),
                told.path("p99").asDouble(),
                told.path("p999").asDouble());
    }
}
