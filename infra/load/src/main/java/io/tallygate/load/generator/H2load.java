package io.tallygate.load.generator;

import io.tallygate.load.measure.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// HTTP/1.1 calls at a steady pace, all of one key. It paces each connection in bursts and does not count what a call
/// waited before it was sent: the figures compare subjects at one rate, no more.
public final class H2load {
    private final Generator generator;
    private final Path run;

    /// @param run  where its log of calls may lie
    public H2load(Path folder, Path run) {
        this.generator = new Generator(folder);
        this.run = run;
    }

    /// @param callsPerSecond  over all connections; rounded to whole calls a connection
    public Load run(int port, String path, String key, int callsPerSecond, int connections, Duration time)
            throws IOException, InterruptedException {
        Path calls = run.resolve("h2load.calls");
        Files.deleteIfExists(calls);
        List<String> command = List.of(
                generator.program("h2load"),
                "--h1",
                "-t1",
                "-c" + connections,
                "-D" + time.toSeconds(),
                "--warm-up-time=0",
                "--rps=" + Math.max(1, Math.round((float) callsPerSecond / connections)),
                "--log-file=" + calls,
                "-H:authority: api3.example.test",
                "-HX-API-Key: " + key,
                "-HUser-Agent: bench/1.0",
                "-HAccept: application/json",
                "http://127.0.0.1:" + port + path);
        String said = generator.run(command, run.resolve("h2load.log"), time);
        if (!Files.exists(calls)) {
            throw new IOException("h2load made no calls: " + said);
        }
        try (Stream<String> lines = Files.lines(calls)) {
            return parse(lines, time);
        }
    }

    /// @param calls  a line each: when it began, its status, how many µs it took
    static Load parse(Stream<String> calls, Duration time) {
        var taken = new Samples();
        long failed = 0;
        for (String line : (Iterable<String>) calls::iterator) {
            String[] fields = line.split("\t");
            boolean answered = fields.length >= 3 && fields[1].matches("[23]\\d\\d");
            if (answered) {
                taken.add(Long.parseLong(fields[2]) * 1_000);
            } else {
                failed++;
            }
        }
        if (taken.count() == 0) {
            return new Load(0, time.toNanos() / 1e3, 0, failed, 0, 0, 0);
        }
        return new Load(
                taken.count(),
                time.toNanos() / 1e3,
                0,
                failed,
                taken.percentile(50).toNanos() / 1e3,
                taken.percentile(99).toNanos() / 1e3,
                taken.percentile(99.9).toNanos() / 1e3);
    }
}
