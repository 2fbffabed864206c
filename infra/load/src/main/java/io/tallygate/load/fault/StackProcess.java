package io.tallygate.load.fault;

import io.tallygate.load.subject.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A part of the running stack as a process that a drill may kill: only the one that `stack.json` records, and only
/// when its command line is that part's.
final class StackProcess {
    private StackProcess() {}

    /// Kills it with SIGKILL and returns when the launcher has begun another.
    /// @param mark  what the part's command line always holds
    static void kill(Stack stack, String part, String mark, Duration restart) throws IOException, InterruptedException {
        await(stack, part, killNow(stack, part, mark), restart);
    }

    /// @return  the id of the process that was killed
    static long killNow(Stack stack, String part, String mark) throws IOException {
        long id = recorded(stack, part, mark);
        ProcessHandle.of(id).ifPresent(ProcessHandle::destroyForcibly);
        return id;
    }

    /// @param signal  for example `STOP`
    static void signal(Stack stack, String part, String mark, String signal) throws IOException, InterruptedException {
        long id = recorded(stack, part, mark);
        int ended = new ProcessBuilder("kill", "-" + signal, Long.toString(id))
                .inheritIO()
                .start()
                .waitFor();
        if (ended != 0) {
            throw new IOException("kill -%s %d ended with %d".formatted(signal, id, ended));
        }
    }

    private static long recorded(Stack stack, String part, String mark) throws IOException {
        long id = stack.processId(part);
        if (id <= 0 || !commandLine(id).contains(mark)) {
            throw new IOException("stack.json records no running " + part + " (process " + id + ")");
        }
        return id;
    }

    /// Returns when the launcher has recorded another process than the one that was killed.
    static void await(Stack stack, String part, long killed, Duration restart)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + restart.toNanos();
        while (System.nanoTime() < deadline) {
            long id = stack.processId(part);
            if (id > 0 && id != killed) {
                return;
            }
            Thread.sleep(50);
        }
        throw new IOException("The launcher did not start the " + part + " again within " + restart);
    }

    private static String commandLine(long id) throws IOException {
        Path file = Path.of("/proc", Long.toString(id), "cmdline");
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
