package io.tallygate.stack.part;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/// Keycloak's distribution in the cache: unpacked by this module's build, then prepared once for PostgreSQL, so that
/// every later start skips that work.
public final class KeycloakDistribution {
    /// What is fixed when it is prepared; the name changes with it.
    private static final String PREPARED = "prepared-for-postgres-1";

    private KeycloakDistribution() {}

    public static boolean isPrepared(Path cache) {
        return Files.exists(cache.resolve("keycloak-" + Versions.of("keycloak")).resolve(PREPARED));
    }

    static Path in(Path cache) throws IOException {
        Path home = cache.resolve("keycloak-" + Versions.of("keycloak"));
        if (!Files.isExecutable(home.resolve("bin/kc.sh"))) {
            throw new IOException("Keycloak is not unpacked at " + home + "; run infra/up without --no-build");
        }
        Path prepared = home.resolve(PREPARED);
        // two installations may start at once
        try (FileChannel channel = FileChannel.open(
                        home.resolve("preparing.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!Files.exists(prepared)) {
                prepare(home, lock);
                Files.createFile(prepared);
            }
        }
        return home;
    }

    private static void prepare(Path home, FileLock held) throws IOException {
        if (!held.isValid()) {
            throw new IOException("lost the lock on " + home);
        }
        List<String> command = List.of(
                home.resolve("bin/kc.sh").toString(),
                "build",
                "--db=postgres",
                "--health-enabled=true",
                "--cache=local");
        Path output = Files.createTempFile("keycloak-build", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(Map.of("JAVA_HOME", System.getProperty("java.home")));
        try {
            int code = builder.start().waitFor();
            if (code != 0) {
                throw new IOException("Keycloak could not be prepared (kc.sh build ended with " + code + "):\n"
                        + Files.readString(output));
            }
            Files.delete(output);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(interrupted));
        }
    }
}
