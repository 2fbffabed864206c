package io.tallygate.stack;

import io.tallygate.stack.part.Part;
import io.tallygate.stack.part.PartList;
import io.tallygate.stack.process.Memory;
import io.tallygate.stack.process.ProcessRecord;
import io.tallygate.stack.process.ProcessRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// What runs, where, since when, how healthy: asked of the parts themselves.
final class Status {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String ROW = "%-11s %-12s %8s  %-20s %8s  %s";

    private final Settings settings;
    private final Console console;
    private final ProcessRecords records;

    Status(Settings settings, Console console) {
        this.settings = settings;
        this.console = console;
        this.records = new ProcessRecords(settings.run());
    }

    /// @return  whether all of it runs and is healthy
    boolean print() throws IOException, InterruptedException {
        if (records.running().isEmpty()) {
            console.say("Nothing of Tallygate runs from " + settings.data() + ".");
            return false;
        }
        console.say(ROW.formatted("PART", "HEALTH", "PID", "SINCE", "PSS MiB", "WHERE"));
        boolean healthy = row(Up.LAUNCHER, settings.data().toString(), "");
        long sum = pss(Up.LAUNCHER).orElse(0);
        for (Part part : PartList.of(Up.installation(settings)).all()) {
            healthy &= row(part.name(), part.address(), complaint(part));
            sum += pss(part.name()).orElse(0);
        }
        console.say(ROW.formatted("sum", "", "", "", Long.toString(sum >> 20), ""));
        return healthy;
    }

    private boolean row(String part, String address, String complaint) {
        Optional<ProcessRecord> record =
                records.find(part).filter(each -> each.running().isPresent());
        String health;
        if (record.isEmpty()) {
            health = Files.exists(Supervisor.hold(settings.run(), part)) ? "stopped" : "not running";
        } else {
            health = complaint.isEmpty() ? "healthy" : "NOT READY";
        }
        console.say(ROW.formatted(
                part,
                health,
                record.map(each -> Long.toString(each.pid())).orElse("-"),
                record.map(each -> since(each.startedAt())).orElse("-"),
                pss(part).stream()
                        .mapToObj(bytes -> Long.toString(bytes >> 20))
                        .findFirst()
                        .orElse("-"),
                record.isPresent() && !complaint.isEmpty() ? address + "  " + complaint : address));
        return health.equals("healthy");
    }

    private OptionalLong pss(String part) {
        Optional<ProcessHandle> process = records.find(part).flatMap(ProcessRecord::running);
        if (process.isEmpty()) {
            return OptionalLong.empty();
        }
        // all the others are the launcher's children
        return part.equals(Up.LAUNCHER) ? Memory.ownPss(process.get()) : Memory.pss(process.get());
    }

    private static String complaint(Part part) throws InterruptedException {
        try {
            return part.probe();
        } catch (InterruptedException interrupted) {
            throw interrupted;
        } catch (Exception failed) {
            return failed.getMessage() == null ? "no answer" : failed.getMessage();
        }
    }

    private static String since(Instant start) {
        return TIME.format(start.atZone(ZoneId.systemDefault()));
    }
}
