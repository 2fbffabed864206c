package io.tallygate.stack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A process that was started, by its id and the time it began. An id alone is not enough: the system gives it to
/// another process one day, and that one is not ours to end.
/// @param startedAt  as the operating system tells it
public record ProcessRecord(String part, long pid, Instant startedAt) {
    /// The system's boot time, from which start times are computed, may be read a second differently by the next JVM.
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    public static ProcessRecord of(String part, ProcessHandle process) {
        return new ProcessRecord(
                part, process.pid(), process.info().startInstant().orElseGet(Instant::now));
    }

    /// The recorded process if it still runs; empty when it ended, also when its id now belongs to another.
    public Optional<ProcessHandle> running() {
        return ProcessHandle.of(pid)
                .filter(ProcessRecord::runs)
                .filter(handle -> handle.info()
                        .startInstant()
                        .map(start -> Duration.between(start, startedAt).abs().compareTo(TOLERANCE) <= 0)
                        .orElse(false));
    }

    /// A process that ended but was not collected by its parent counts as ended: in a container nobody may collect it.
    public static boolean runs(ProcessHandle handle) {
        if (!handle.isAlive()) {
            return false;
        }
        Path stat = Path.of("/proc", Long.toString(handle.pid()), "stat");
        try {
            String line = Files.readString(stat);
            char state = line.charAt(line.lastIndexOf(')') + 2);
            return state != 'Z' && state != 'X';
        } catch (IOException noProcFileSystem) {
            return handle.isAlive();
        }
    }
}
