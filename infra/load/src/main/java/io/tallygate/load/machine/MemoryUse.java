package io.tallygate.load.machine;

/// Resident memory in KiB.
/// @param resident      pages that several processes share count in each
/// @param proportional  … are divided among them
public record MemoryUse(long resident, long proportional) {
    static final MemoryUse NONE = new MemoryUse(0, 0);

    /// Of `/proc/PID/smaps_rollup`.
    static MemoryUse of(String rollup) {
        return new MemoryUse(kibibytes(rollup, "Rss:"), kibibytes(rollup, "Pss:"));
    }

    private static long kibibytes(String rollup, String name) {
        return rollup.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip().split(" ")[0])
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }

    MemoryUse plus(MemoryUse other) {
        return new MemoryUse(resident + other.resident, proportional + other.proportional);
    }

    public double residentMiB() {
        return resident / 1024.0;
    }

    public double proportionalMiB() {
        return proportional / 1024.0;
    }
}
