package io.tallygate.stack.part;

import io.tallygate.stack.process.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Classes of a program, loaded and linked once and kept in a file (JEP 483, 514): a start takes half of its processor
/// time then. Made by a start of the program that serves nobody, in the background; a file of another build, or of
/// another Java, is not used.
final class StartCache {
    private static final Duration LONGEST = Duration.ofSeconds(90);
    private static final Path TIMEOUT = Path.of("/usr/bin/timeout");
    private static final String BEGUN = " Serving: ";

    private final Path file;
    private final Path madeOf;
    private final Path trial;

    /// @param folder  of its own
    StartCache(Path folder) {
        this.file = folder.resolve("classes.aot");
        this.madeOf = folder.resolve("made-of");
        this.trial = folder.resolve("trial");
    }

    /// @param programs  says which build it is
    /// @return  for the Java command; empty when there is no such file yet
    List<String> options(String programs) throws IOException {
        return isThere(programs) ? List.of("-XX:AOTCache=" + file) : List.of();
    }

    private boolean isThere(String programs) throws IOException {
        return Files.isRegularFile(file)
                && Files.isRegularFile(madeOf)
                && Files.readString(madeOf).equals(of(programs));
    }

    private static String of(String programs) {
        return Runtime.version() + "\n" + programs;
    }

    /// Begins to make it when it is not there; returns at once. What fails is tried at the next start.
    /// @param java      the Java command with its options
    /// @param rest      class path and main class
    /// @param settings  with which the program bothers nobody
    void makeIfMissing(String programs, List<String> java, List<String> rest, Map<String, String> settings, Path log)
            throws IOException {
        if (isThere(programs)) {
            return;
        }
        Thread.ofPlatform().daemon().name("start-cache").start(() -> {
            try {
                make(programs, java, rest, settings, log);
            } catch (IOException unlucky) {
                System.err.println("The next start will not be quicker: " + unlucky.getMessage());
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void make(String programs, List<String> java, List<String> rest, Map<String, String> settings, Path log)
            throws IOException, InterruptedException {
        Thread.sleep(LONGEST.dividedBy(9)); // others of the stack still start
        Files.deleteIfExists(madeOf);
        clear();
        Files.createDirectories(trial);
        Path made = trial.resolve("classes.aot");
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(TIMEOUT)) { // a launcher that is killed must not leave it behind for ever
            command.addAll(List.of(TIMEOUT.toString(), Long.toString(3 * LONGEST.toSeconds())));
        }
        command.addAll(List.of("nice", "-n", "15"));
        command.addAll(java);
        command.add("-XX:AOTCacheOutput=" + made);
        command.addAll(rest);
        Files.deleteIfExists(log);
        Process process = new Launch(command, settings, trial, log).start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
        try {
            long until = System.nanoTime() + LONGEST.toNanos();
            while (!Files.readString(log).contains(BEGUN) && System.nanoTime() < until) {
                process.waitFor(200, TimeUnit.MILLISECONDS);
            }
            process.destroy(); // it writes the file when it ends in order
            if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS) || !Files.isRegularFile(made)) {
                throw new IOException("no cache of classes came about, see " + log);
            }
            Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(madeOf, of(programs));
        } finally {
            end(process);
            clear();
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void clear() throws IOException {
        if (Files.isDirectory(trial)) {
            try (Stream<Path> old = Files.walk(trial)) {
                for (Path each : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
