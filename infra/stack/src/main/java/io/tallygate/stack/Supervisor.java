package io.tallygate.stack;

import io.tallygate.stack.part.Part;
import io.tallygate.stack.part.PartList;
import io.tallygate.stack.process.Ending;
import io.tallygate.stack.process.ProcessRecord;
import io.tallygate.stack.process.ProcessRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Starts parts and waits until they are ready, starts one again that ended by itself, and ends all in order. A part
/// that was stopped alone has a file `PART.hold` among the records: it stays down until that is gone.
final class Supervisor {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /// A part that ran this long after it was ready was well; one that did not gets longer pauses.
    private static final Duration WELL = Duration.ofSeconds(3);

    private final Map<String, Process> processes = new ConcurrentHashMap<>();
    private final PartList parts;
    private final ProcessRecords records;
    private final Path run;
    private final Console console;
    private volatile boolean stopping;

    Supervisor(PartList parts, ProcessRecords records, Path run, Console console) {
        this.parts = parts;
        this.records = records;
        this.run = run;
        this.console = console;
    }

    static Path hold(Path run, String part) {
        return run.resolve(part + ".hold");
    }

    void start(Part part) throws StartFailed, InterruptedException {
        Instant began = Instant.now();
        Path log = run.resolveSibling("logs").resolve(part.name() + ".log");
        try {
            awaitReady(part, launch(part), log);
            part.whenReady();
        } catch (StartFailed | InterruptedException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new StartFailed(part.name(), String.valueOf(failed.getMessage()), log);
        }
        console.step(part.name(), "ready at " + part.address(), Duration.between(began, Instant.now()));
    }

    /// @throws StartFailed  when one of them failed; all were stopped then
    void startSideBySide(List<Part> together) throws StartFailed, InterruptedException {
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("start").factory())) {
            var starts = new ExecutorCompletionService<Part>(threads);
            for (Part part : together) {
                Callable<Part> start = () -> {
                    start(part);
                    return part;
                };
                starts.submit(start);
            }
            try {
                for (int i = 0; i < together.size(); i++) {
                    starts.take().get();
                }
            } catch (ExecutionException failed) {
                stop(); // the others need not go on, and are waited for below
                if (failed.getCause() instanceof StartFailed why) {
                    throw why;
                }
                throw new StartFailed(String.valueOf(failed.getCause()));
            }
        }
    }

    /// Runs until the stack is stopped.
    /// @param changed  called after a part was started again: its process id is another now
    void keepAllRunning(Runnable changed) throws InterruptedException {
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("keep-running").factory())) {
            for (Part part : parts.all()) {
                threads.submit(() -> {
                    keepRunning(part, changed);
                    return part;
                });
            }
        }
    }

    /// Who asks ends before who answers; several calls stop once.
    synchronized void stop() {
        synchronized (processes) {
            stopping = true; // whatever was launched before is known by now, and nothing is launched after
        }
        for (List<Part> together : parts.endingOrder()) {
            try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                    Thread.ofPlatform().name("stop").factory())) {
                together.forEach(part -> threads.submit(() -> {
                    end(part);
                    return part;
                }));
            }
        }
    }

    Map<String, Long> processIds() {
        Map<String, Long> ids = new LinkedHashMap<>();
        for (Part part : parts.all()) {
            Process process = processes.get(part.name());
            if (process != null && process.isAlive()) {
                ids.put(part.name(), process.pid());
            }
        }
        return ids;
    }

    private Process launch(Part part) throws IOException, InterruptedException, StartFailed {
        var launch = part.launch();
        synchronized (processes) {
            if (stopping) {
                throw new StartFailed(part.name() + " was not started: the stack is stopping");
            }
            Process process = launch.start();
            processes.put(part.name(), process);
            records.write(ProcessRecord.of(part.name(), process.toHandle()));
            return process;
        }
    }

    private void awaitReady(Part part, Process process, Path log)
            throws StartFailed, IOException, InterruptedException {
        Instant deadline = Instant.now().plus(part.patience());
        String answer = "no answer yet";
        while (Instant.now().isBefore(deadline)) {
            if (!process.isAlive()) {
                throw new StartFailed(part.name(), "ended with code " + process.exitValue(), log);
            }
            Optional<String> gaveUp = part.gaveUp();
            if (gaveUp.isPresent()) {
                throw new StartFailed(part.name(), gaveUp.get(), log);
            }
            try {
                answer = part.probe();
                if (answer.isEmpty()) {
                    return;
                }
            } catch (InterruptedException interrupted) {
                throw interrupted;
            } catch (Exception notYet) {
                answer = String.valueOf(notYet.getMessage());
            }
            Thread.sleep(150);
        }
        throw new StartFailed(
                part.name(),
                "not ready within %d s; last answer: %s"
                        .formatted(part.patience().toSeconds(), answer),
                log);
    }

    private void keepRunning(Part part, Runnable changed) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            Instant began = Instant.now();
            Process process = processes.get(part.name());
            int code = process == null ? -1 : process.waitFor();
            if (stopping) {
                return;
            }
            records.delete(part.name());
            boolean held = Files.exists(hold(run, part.name()));
            console.say("  %-11s ended with code %d%s"
                    .formatted(
                            part.name(), code, held ? "; it was stopped alone and stays down" : "; starting it again"));
            boolean lived = Duration.between(began, Instant.now()).compareTo(WELL) > 0;
            pause = lived ? FIRST_PAUSE : pause;
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            while (Files.exists(hold(run, part.name()))) {
                Thread.sleep(100);
                pause = FIRST_PAUSE;
            }
            try {
                start(part);
                if (!stopping) {
                    changed.run();
                }
            } catch (StartFailed failed) {
                console.say(String.valueOf(failed.getMessage()));
                end(part);
            }
        }
    }

    private void end(Part part) throws InterruptedException {
        Process process = processes.get(part.name());
        if (process == null) {
            return;
        }
        boolean ran = process.isAlive();
        Instant began = Instant.now();
        if (ran) {
            boolean gently = Ending.end(process.toHandle(), part.stopSignal(), part.stopPatience());
            console.step(
                    part.name(),
                    gently ? "stopped" : "killed: it did not stop",
                    Duration.between(began, Instant.now()));
        }
        records.delete(part.name());
    }
}
