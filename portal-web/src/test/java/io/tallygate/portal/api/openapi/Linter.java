package io.tallygate.portal.api.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Redocly's linter with the rules of `infra/contracts/openapi`. npm fetches it once for all clones of a user, exactly
/// as the lock file there says, and runs none of its install scripts.
final class Linter {
    static final Path CONTRACTS = Path.of("../infra/contracts/openapi");

    private static final String VERSION = "1.34.5";

    private Linter() {}

    /// @return what it says; empty when it has nothing to say
    static String lint(Path document) throws IOException, InterruptedException {
        Path program = installed().resolve("node_modules/@redocly/cli/bin/cli.js");
        Run run = run(
                CONTRACTS,
                List.of(
                        "node",
                        program.toString(),
                        "lint",
                        document.toAbsolutePath().toString(),
                        "--config",
                        CONTRACTS
                                .resolve("redocly.yaml")
                                .toAbsolutePath()
                                .normalize()
                                .toString(),
                        "--format",
                        "codeframe"));
        return run.code() == 0 ? "" : run.said();
    }

    private static Path installed() throws IOException, InterruptedException {
        Path cache = Path.of(Objects.requireNonNull(System.getProperty("tallygate.cache"), "-Dtallygate.cache"));
        Path ready = cache.resolve("redocly-" + VERSION);
        if (Files.isDirectory(ready)) {
            return ready;
        }
        Path fresh = Files.createTempDirectory(Files.createDirectories(cache), "redocly-");
        for (String file : List.of("package.json", "package-lock.json")) {
            Files.copy(CONTRACTS.resolve(file), fresh.resolve(file));
        }
        Run run = run(fresh, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
        if (run.code() != 0) {
            throw new IllegalStateException("the linter cannot be fetched by npm:\n" + run.said());
        }
        try {
            Files.move(fresh, ready, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException somebodyWasFaster) {
            delete(fresh);
        }
        return ready;
    }

    private record Run(int code, String said) {}

    private static Run run(Path directory, List<String> command) throws IOException, InterruptedException {
        Path said = Files.createTempFile("linter", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("REDOCLY_TELEMETRY", "off");
        builder.environment().put("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
        Process process = builder.start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException(command + " did not end");
        }
        return new Run(process.exitValue(), Files.readString(said));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted((one, other) -> other.compareTo(one)).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
        }
    }
}
