package io.tallygate.stack.process;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/// Ends a process: asks by signal, waits, and takes it away when it does not listen.
public final class Ending {
    private Ending() {}

    /// @param signal    as `kill` names it, for example `TERM` or `INT`
    /// @param patience  how long it may take to end by itself
    /// @return          false when it had to be killed
    public static boolean end(ProcessHandle process, String signal, Duration patience) throws InterruptedException {
        send(process, signal);
        if (await(process, patience)) {
            return true;
        }
        process.destroyForcibly();
        await(process, Duration.ofSeconds(10));
        return false;
    }

    public static boolean await(ProcessHandle process, Duration patience) throws InterruptedException {
        Instant deadline = Instant.now().plus(patience);
        while (ProcessRecord.runs(process)) {
            if (Instant.now().isAfter(deadline)) {
                return false;
            }
            Thread.sleep(50);
        }
        return true;
    }

    private static void send(ProcessHandle process, String signal) throws InterruptedException {
        if (signal.equals("TERM")) {
            process.destroy();
            return;
        }
        try {
            // the JDK sends only TERM and KILL
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException noKillCommand) {
            process.destroy();
        }
    }
}
