package io.tallygate.stack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.stack.part.Installation;
import io.tallygate.stack.part.KeycloakDistribution;
import io.tallygate.stack.part.PartList;
import io.tallygate.stack.part.Secrets;
import io.tallygate.stack.process.AtomicFile;
import io.tallygate.stack.process.BusyPort;
import io.tallygate.stack.process.LogBound;
import io.tallygate.stack.process.ProcessRecord;
import io.tallygate.stack.process.ProcessRecords;
import io.tallygate.stack.sample.SampleData;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The order of a start. Stays until it is told to stop; whoever wants it in the background starts it there
/// ([Detached]).
final class Up {
    static final String LAUNCHER = "launcher";
    private static final Duration LOG_CHECK = Duration.ofSeconds(10);

    private final Settings settings;
    private final Console console;
    private final ProcessRecords records;

    Up(Settings settings, Console console) {
        this.settings = settings;
        this.console = console;
        this.records = new ProcessRecords(settings.run());
    }

    /// Returns only when another launcher already runs this installation, or when the stack was stopped.
    void run() throws StartFailed, IOException, InterruptedException {
        Instant began = Instant.now();
        createDirectories();
        try (FileChannel channel = FileChannel.open(
                        settings.run().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                Held held = Held.of(channel.tryLock())) {
            if (held.lock().isEmpty()) {
                describeRunning();
                return;
            }
            Down.endLeftOvers(settings, records, console);
            removeOldPrograms();
            Files.deleteIfExists(settings.stackFile());
            requireFreePorts();
            records.write(ProcessRecord.of(LAUNCHER, ProcessHandle.current()));
            AtomicFile.write(settings.run().resolve("port-offset"), Integer.toString(settings.portOffset()));
            start(began);
        }
    }

    private void start(Instant began) throws StartFailed, IOException, InterruptedException {
        Installation at = installation(settings);
        PartList parts = PartList.of(at).without(settings.without());
        Supervisor supervisor = new Supervisor(parts, records, settings.run(), console);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(supervisor), "stop"));
        if (!KeycloakDistribution.isPrepared(at.cache())) {
            console.say("  keycloak    is prepared for PostgreSQL, once per machine (about 20 s)");
        }
        supervisor.start(parts.postgres());
        supervisor.startSideBySide(parts.sideBySide());
        ObjectNode demo =
                new SampleData(at).load(settings.sample() && settings.without().isEmpty(), console::step);
        ObjectNode stack = StackFile.describe(at, parts, supervisor.processIds(), demo);
        console.say("Tallygate is up after %.1f s."
                .formatted(Duration.between(began, Instant.now()).toMillis() / 1000.0));
        console.say(StackFile.summary(stack, settings.stackFile()));
        StackFile.write(settings.stackFile(), stack);
        boundLogs();
        supervisor.keepAllRunning(() ->
                StackFile.write(settings.stackFile(), StackFile.describe(at, parts, supervisor.processIds(), demo)));
    }

    private ObjectNode sampleData(Installation at) throws StartFailed, InterruptedException {
        try {
            return new SampleData(at)
                    .load(settings.sample() && settings.without().isEmpty(), console::step);
        } catch (IOException failed) {
            throw new StartFailed(
                    "sample data: %s%n  The next infra/up goes on where this stopped; --empty starts without. Logs: %s"
                            .formatted(failed, settings.logs()));
        }
    }

    static Installation installation(Settings settings) throws IOException {
        return new Installation(
                settings.root(),
                settings.data(),
                Path.of(System.getProperty("user.home"), ".cache", "tallygate"),
                settings.ports(),
                Secrets.in(settings.data()),
                Optional.ofNullable(System.getenv("TALLYGATE_OUTBOUND_ALLOW")).orElse(""),
                Optional.ofNullable(System.getenv("TALLYGATE_REDIS_URL")).orElse(""));
    }

    private void stop(Supervisor supervisor) {
        try {
            Files.deleteIfExists(settings.stackFile());
        } catch (IOException stillThere) {
            console.say("could not remove " + settings.stackFile() + ": " + stillThere.getMessage());
        }
        supervisor.stop();
        records.delete(LAUNCHER);
    }

    private void createDirectories() throws IOException {
        for (Path directory : new Path[] {settings.data(), settings.logs(), settings.run()}) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    /// Copies of the launcher that earlier starts ran from (infra/stack/command.sh makes them).
    private void removeOldPrograms() throws IOException {
        Path programs = settings.data().resolve("programs");
        String own = System.getProperty("java.class.path");
        if (!Files.isDirectory(programs)) {
            return;
        }
        try (Stream<Path> copies = Files.list(programs)) {
            for (Path copy : copies.filter(each -> each.getFileName().toString().startsWith("stack-"))
                    .filter(each -> !own.contains(each.toString()))
                    .toList()) {
                try (Stream<Path> files = Files.walk(copy)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        }
    }

    private void describeRunning() throws IOException, StartFailed, InterruptedException {
        Instant deadline = Instant.now().plus(Duration.ofMinutes(5));
        while (!Files.exists(settings.stackFile())) {
            if (Instant.now().isAfter(deadline)) {
                throw new StartFailed("Another launcher holds %s but does not get ready; see %s"
                        .formatted(settings.data(), settings.logs()));
            }
            Thread.sleep(200);
        }
        console.say("Tallygate is already running here.");
        console.say(StackFile.summary(StackFile.read(settings.stackFile()), settings.stackFile()));
    }

    private void requireFreePorts() throws StartFailed {
        String busy = settings.ports().listening().entrySet().stream()
                .map(port -> BusyPort.check(port.getKey(), port.getValue()))
                .flatMap(Optional::stream)
                .map(port -> "  " + port + "\n")
                .collect(Collectors.joining());
        if (!busy.isEmpty()) {
            throw new StartFailed("Cannot start:\n" + busy
                    + "Stop what uses them, or start beside it: infra/up --data DIR --port-offset N");
        }
    }

    private void boundLogs() {
        Thread.ofPlatform().daemon().name("bound-logs").start(() -> {
            while (true) {
                try {
                    Thread.sleep(LOG_CHECK);
                    LogBound.apply(settings.logs(), LogBound.MAX_BYTES);
                } catch (InterruptedException ended) {
                    return;
                } catch (IOException notThisTime) {
                    console.say("could not bound the logs: " + notThisTime.getMessage());
                }
            }
        });
    }

    /// The lock that only one launcher of an installation holds; the system lets it go when the launcher is killed.
    private record Held(Optional<FileLock> lock) implements AutoCloseable {
        static Held of(@org.jspecify.annotations.Nullable FileLock lock) {
            return new Held(Optional.ofNullable(lock));
        }

        @Override
        public void close() throws IOException {
            if (lock.isPresent()) {
                lock.get().close();
            }
        }
    }
}
