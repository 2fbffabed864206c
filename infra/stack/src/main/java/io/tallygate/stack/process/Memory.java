package io.tallygate.stack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// What a process and its children take of the machine's memory: PSS, in which a page shared by n counts as 1/n.
public final class Memory {
    private Memory() {}

    /// @return  bytes; empty where the system does not tell (Linux does, to the owner)
    public static OptionalLong pss(ProcessHandle process) {
        long sum = 0;
        boolean known = false;
        for (ProcessHandle each :
                Stream.concat(Stream.of(process), process.descendants()).toList()) {
            OptionalLong own = ownPss(each);
            if (own.isPresent()) {
                known = true;
                sum += own.getAsLong();
            }
        }
        return known ? OptionalLong.of(sum) : OptionalLong.empty();
    }

    public static OptionalLong ownPss(ProcessHandle process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst();
        } catch (IOException | java.io.UncheckedIOException unknown) {
            return OptionalLong.empty();
        }
    }
}
