package io.tallygate.load.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// A process and all that it started, such as nginx with its workers.
public final class ProcessTree {
    private static final Path PROC = Path.of("/proc");

    private final ProcessHandle root;

    public ProcessTree(ProcessHandle root) {
        this.root = root;
    }

    public CpuTime cpu() {
        return files("stat").map(CpuTime::ofProcess).reduce(CpuTime.NONE, CpuTime::plus);
    }

    public MemoryUse memory() {
        return files("smaps_rollup").map(MemoryUse::of).reduce(MemoryUse.NONE, MemoryUse::plus);
    }

    /// A process that ended since it was listed has no file any more.
    private Stream<String> files(String name) {
        return Stream.concat(Stream.of(root), root.descendants()).flatMap(process -> {
            try {
                return Stream.of(Files.readString(
                        PROC.resolve(Long.toString(process.pid())).resolve(name)));
            } catch (IOException ended) {
                return Stream.empty();
            }
        });
    }
}
