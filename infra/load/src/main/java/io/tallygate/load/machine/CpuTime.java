package io.tallygate.load.machine;

/// Processor time, in the ticks of `/proc`: a hundredth of a second on every Linux that Java runs on.
/// @param user    in the processes' own code
/// @param system  in the kernel for them
public record CpuTime(long user, long system) {
    public static final CpuTime NONE = new CpuTime(0, 0);
    private static final double MICROS = 10_000;

    /// Of one line of `/proc/PID/stat`: what the process itself took.
    static CpuTime ofProcess(String stat) {
        return ticks(stat, 11);
    }

    /// Of one line of `/proc/PID/stat`: what its children took that have ended and were waited for.
    static CpuTime ofEndedChildren(String stat) {
        return ticks(stat, 13);
    }

    /// The command's name stands in brackets and may hold anything, blanks and brackets too.
    private static CpuTime ticks(String stat, int field) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return new CpuTime(Long.parseLong(fields[field]), Long.parseLong(fields[field + 1]));
    }

    public CpuTime plus(CpuTime other) {
        return new CpuTime(user + other.user, system + other.system);
    }

    public CpuTime minus(CpuTime other) {
        return new CpuTime(user - other.user, system - other.system);
    }

    public double userMicros() {
        return user * MICROS;
    }

    public double micros() {
        return (user + system) * MICROS;
    }
}
