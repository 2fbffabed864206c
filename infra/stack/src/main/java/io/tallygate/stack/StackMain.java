package io.tallygate.stack;

import io.tallygate.stack.part.Part;
import io.tallygate.stack.process.ProcessRecord;
import io.tallygate.stack.process.ProcessRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// `infra/up`, `infra/down` and `infra/status` end here: the first argument says which.
public final class StackMain {
    private StackMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        Console console = new Console(System.out);
        int code;
        try {
            code = run(List.of(arguments), console);
        } catch (IllegalArgumentException typed) {
            console.say(typed.getMessage() + "\n\n" + Settings.USAGE);
            code = 2;
        } catch (StartFailed failed) {
            console.say("\nFAILED  " + failed.getMessage());
            code = 1;
        } catch (IOException failed) {
            console.say("\nFAILED  " + failed);
            code = 1;
        }
        System.exit(code);
    }

    private static int run(List<String> arguments, Console console)
            throws StartFailed, IOException, InterruptedException {
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("Which command?");
        }
        Path root = Path.of(System.getProperty("tallygate.root", "."))
                .toAbsolutePath()
                .normalize();
        Settings settings = Settings.parse(root, arguments.subList(1, arguments.size()));
        switch (arguments.getFirst()) {
            case "up" -> {
                return up(settings, arguments, console);
            }
            case "down" -> {
                Down down = new Down(onRecordedPorts(settings), console);
                if (settings.part().isPresent()) {
                    down.part(settings.part().get());
                } else {
                    down.run();
                }
                return 0;
            }
            case "status" -> {
                return new Status(onRecordedPorts(settings), console).print() ? 0 : 1;
            }
            case "bench-start" -> {
                new StartBench(settings, console).run();
                return 0;
            }
            default -> throw new IllegalArgumentException("Unknown command: " + arguments.getFirst());
        }
    }

    private static int up(Settings settings, List<String> arguments, Console console)
            throws StartFailed, IOException, InterruptedException {
        if (settings.part().isPresent()) {
            upAgain(onRecordedPorts(settings), settings.part().get(), console);
            return 0;
        }
        if (settings.detach()) {
            List<String> inBackground = new ArrayList<>(arguments);
            inBackground.remove("--detach");
            return Detached.run(settings, inBackground);
        }
        new Up(settings, console).run();
        return 0;
    }

    /// Lets a part's supervisor start it again, and waits until it is ready.
    private static void upAgain(Settings settings, String name, Console console)
            throws StartFailed, IOException, InterruptedException {
        Part part = Down.find(settings, name);
        ProcessRecords records = new ProcessRecords(settings.run());
        if (records.find(Up.LAUNCHER).flatMap(ProcessRecord::running).isEmpty()) {
            throw new StartFailed("No launcher runs from " + settings.data() + "; use infra/up without --part.");
        }
        Instant began = Instant.now();
        Files.deleteIfExists(Supervisor.hold(settings.run(), name));
        while (Duration.between(began, Instant.now()).compareTo(part.patience()) < 0) {
            if (records.find(name).flatMap(ProcessRecord::running).isPresent() && isReady(part)) {
                console.step(name, "ready at " + part.address(), Duration.between(began, Instant.now()));
                return;
            }
            Thread.sleep(100);
        }
        throw new StartFailed(
                name,
                "not ready within " + part.patience().toSeconds() + " s",
                settings.logs().resolve(name + ".log"));
    }

    private static boolean isReady(Part part) throws InterruptedException {
        try {
            return part.probe().isEmpty();
        } catch (InterruptedException interrupted) {
            throw interrupted;
        } catch (Exception notYet) {
            return false;
        }
    }

    /// The ports that the running stack was started with; the command line need not repeat them.
    private static Settings onRecordedPorts(Settings settings) throws IOException {
        Path recorded = settings.run().resolve("port-offset");
        return Files.exists(recorded)
                ? settings.withPortOffset(Integer.parseInt(Files.readString(recorded)))
                : settings;
    }
}
