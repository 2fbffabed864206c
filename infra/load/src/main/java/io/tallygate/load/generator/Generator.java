package io.tallygate.load.generator;

import io.tallygate.load.machine.Libraries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A program of the unpacked packages, with the libraries that came with it.
final class Generator {
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Path folder;

    /// @param folder  where the packages were unpacked
    Generator(Path folder) {
        this.folder = folder;
    }

    String program(String name) {
        return folder.resolve("usr/bin").resolve(name).toString();
    }

    /// @return  what the program printed
    String run(List<String> command, Path log, Duration time) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("LD_LIBRARY_PATH", Libraries.below(folder));
        Process process = builder.start();
        try {
            if (!process.waitFor(time.plus(GRACE).toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(command.getFirst() + " did not end in time");
            }
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(log, StandardCharsets.UTF_8);
    }
}
