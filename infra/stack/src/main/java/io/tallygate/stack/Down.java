package io.tallygate.stack;

import io.tallygate.stack.part.Part;
import io.tallygate.stack.part.PartList;
import io.tallygate.stack.process.Ending;
import io.tallygate.stack.process.ProcessRecord;
import io.tallygate.stack.process.ProcessRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The end of a stack: the launcher ends its parts in order; without one, the recorded processes are ended from here.
final class Down {
    /// The sum of what the parts may take, and a little more.
    private static final Duration LAUNCHER_PATIENCE = Duration.ofSeconds(180);

    private final Settings settings;
    private final Console console;
    private final ProcessRecords records;

    Down(Settings settings, Console console) {
        this.settings = settings;
        this.console = console;
        this.records = new ProcessRecords(settings.run());
    }

    void run() throws IOException, InterruptedException {
        Instant began = Instant.now();
        Optional<ProcessHandle> launcher = records.find(Up.LAUNCHER).flatMap(ProcessRecord::running);
        if (launcher.isPresent()) {
            List<String> running = names(records.running());
            if (!Ending.end(launcher.get(), "TERM", LAUNCHER_PATIENCE)) {
                console.say("The launcher did not end its parts in time and was killed.");
            }
            console.say("  stopped     " + String.join(", ", running));
        } else if (records.running().isEmpty()) {
            console.say("Nothing of Tallygate runs from " + settings.data() + ".");
            return;
        }
        endLeftOvers(settings, records, console);
        Files.deleteIfExists(settings.stackFile());
        console.step("all", "is down", Duration.between(began, Instant.now()));
    }

    /// One part; its supervisor leaves it alone until `infra/up --part` asks for it again.
    void part(String name) throws IOException, InterruptedException {
        Part part = find(settings, name);
        Files.writeString(Supervisor.hold(settings.run(), name), "stopped alone\n");
        Instant began = Instant.now();
        Optional<ProcessHandle> process = records.find(name).flatMap(ProcessRecord::running);
        if (process.isPresent()) {
            Ending.end(process.get(), part.stopSignal(), part.stopPatience());
        }
        console.step(
                name, "stopped; infra/up --part " + name + " starts it again", Duration.between(began, Instant.now()));
    }

    static Part find(Settings settings, String name) throws IOException {
        PartList parts = PartList.of(Up.installation(settings));
        return parts.all().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No part is called " + name + ": "
                        + String.join(", ", parts.all().stream().map(Part::name).toList())));
    }

    /// Ends what a killed launcher left behind, by recorded process id and start time.
    static void endLeftOvers(Settings settings, ProcessRecords records, Console console)
            throws IOException, InterruptedException {
        List<ProcessRecord> left = records.running().stream()
                .filter(record -> !record.part().equals(Up.LAUNCHER))
                .toList();
        if (left.isEmpty()) {
            return;
        }
        console.say("  left over   from a launcher that was killed: " + String.join(", ", names(left)));
        for (List<Part> together : PartList.of(Up.installation(settings)).endingOrder()) {
            for (Part part : together) {
                Optional<ProcessHandle> process = records.find(part.name()).flatMap(ProcessRecord::running);
                if (process.isPresent()) {
                    Instant began = Instant.now();
                    boolean gently = Ending.end(process.get(), part.stopSignal(), part.stopPatience());
                    console.step(
                            part.name(),
                            gently ? "stopped" : "killed: it did not stop",
                            Duration.between(began, Instant.now()));
                }
                records.delete(part.name());
            }
        }
    }

    private static List<String> names(List<ProcessRecord> records) {
        return records.stream()
                .map(ProcessRecord::part)
                .filter(part -> !part.equals(Up.LAUNCHER))
                .sorted()
                .toList();
    }
}
