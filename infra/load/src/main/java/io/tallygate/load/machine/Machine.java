package io.tallygate.load.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// All processors together.
public final class Machine {
    private Machine() {}

    /// @param busy  ticks in which a processor worked
    /// @param all   ticks that went by, of all processors
    public record Ticks(long busy, long all) {
        /// Of `/proc/stat`, whose first line is the sum over the processors.
        static Ticks of(String stat) {
            String[] fields = stat.lines().findFirst().orElse("").split(" +");
            long busy = 0;
            long all = 0;
            for (int i = 1; i <= 8; i++) {
                long ticks = Long.parseLong(fields[i]);
                boolean isIdle = i == 4 || i == 5; // idle, and waiting for a disk
                all += ticks;
                busy += isIdle ? 0 : ticks;
            }
            return new Ticks(busy, all);
        }

        public Ticks minus(Ticks other) {
            return new Ticks(busy - other.busy, all - other.all);
        }
    }

    public static Ticks ticks() throws IOException {
        return Ticks.of(Files.readString(Path.of("/proc/stat")));
    }

    /// What this process took, with the generators that it started and saw end.
    public static CpuTime ours() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        return CpuTime.ofProcess(stat).plus(CpuTime.ofEndedChildren(stat));
    }
}
