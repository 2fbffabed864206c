package io.tallygate.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.stack.process.Memory;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `infra/bench start`: how long the command takes that a newcomer types, and what the stack then takes of memory. Runs
/// a stack of its own beside whatever else runs; what it says goes to standard error, figures to standard output.
final class StartBench {
    private static final int PORT_OFFSET = 300;
    private static final int LATER_STARTS = 3;
    private static final Duration REST = Duration.ofSeconds(30);

    private final Settings settings;
    private final Console figures;

    StartBench(Settings settings, Console figures) {
        this.settings = settings;
        this.figures = figures;
    }

    void run() throws IOException, InterruptedException, StartFailed {
        Path data = Files.createTempDirectory("tallygate-bench-");
        try {
            figure("emptyDataSeconds", up(data), "s");
            Thread.sleep(REST);
            memory(data);
            for (int i = 0; i < LATER_STARTS; i++) {
                command(data, "down");
                figure("laterStartSeconds", up(data), "s");
            }
            Instant began = Instant.now();
            command(data, "down");
            figure("downSeconds", seconds(began), "s");
        } finally {
            command(data, "down");
            command(data, "rm");
        }
    }

    private double up(Path data) throws IOException, InterruptedException, StartFailed {
        Instant began = Instant.now();
        if (command(data, "up", "--no-build", "--detach", "--port-offset", Integer.toString(PORT_OFFSET)) != 0) {
            throw new StartFailed("infra/up failed; what it said is above");
        }
        return seconds(began);
    }

    private void memory(Path data) throws IOException {
        JsonNode processes = StackFile.read(data.resolve("stack.json")).path("processes");
        double sum = 0;
        for (Map.Entry<String, JsonNode> part : processes.properties()) {
            ProcessHandle process = ProcessHandle.of(part.getValue().asLong()).orElseThrow();
            var bytes = part.getKey().equals(Up.LAUNCHER) ? Memory.ownPss(process) : Memory.pss(process);
            if (bytes.isPresent()) {
                double mebibytes = bytes.getAsLong() / 1048576.0;
                sum += mebibytes;
                figure("pssMiB." + part.getKey(), mebibytes, "MiB");
            }
        }
        figure("pssMiB", sum, "MiB");
    }

    private int command(Path data, String name, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                name.equals("rm")
                        ? List.of("rm", "-r", data.toString())
                        : List.of(
                                settings.root().resolve("infra").resolve(name).toString(), "--data", data.toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                // appended to: opening standard error for writing would empty a file that it leads to
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("/dev/stderr")))
                .start();
        return process.waitFor();
    }

    private void figure(String name, double value, String unit) {
        figures.say(new ObjectMapper()
                .createObjectNode()
                .put("bench", "start")
                .put("subject", "tallygate")
                .put("figure", name)
                .put("value", Math.round(value * 10) / 10.0)
                .put("unit", unit)
                .toString());
    }

    private static double seconds(Instant began) {
        return Duration.between(began, Instant.now()).toMillis() / 1000.0;
    }
}
