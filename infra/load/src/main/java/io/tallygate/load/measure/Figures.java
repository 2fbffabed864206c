package io.tallygate.load.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/// Prints one JSON line a figure, and remembers whether a bound was missed.
public final class Figures {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String kind;
    private final String name;
    private final PrintStream out;
    private boolean missed;

    public Figures(String bench, PrintStream out) {
        this("bench", bench, out);
    }

    /// @param kind  `bench` or `fault`
    public Figures(String kind, String name, PrintStream out) {
        this.kind = kind;
        this.name = name;
        this.out = out;
    }

    /// Of ourselves.
    public void print(String figure, double value, String unit) {
        print("tallygate", figure, value, unit);
    }

    public void print(String subject, String figure, double value, String unit) {
        BigDecimal rounded =
                BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP).stripTrailingZeros();
        ObjectNode line = JSON.createObjectNode()
                .put(kind, name)
                .put("subject", subject)
                .put("figure", figure)
                .put("value", rounded.scale() < 0 ? rounded.setScale(0) : rounded)
                .put("unit", unit);
        out.println(line);
    }

    /// What the product promises of a figure that is printed beside.
    /// @param most  a larger value misses it
    public void bound(String subject, String figure, double value, double most, String unit) {
        print(subject, figure + "Bound", most, unit);
        missed |= !(value <= most);
    }

    /// As [#bound], where a smaller value misses it.
    public void atLeast(String subject, String figure, double value, double least, String unit) {
        print(subject, figure + "AtLeast", least, unit);
        missed |= !(value >= least);
    }

    /// Count, p50, p99 and largest of a duration.
    /// @param p99Bound  what the product promises
    public void print(String figure, Samples samples, Duration p99Bound) {
        print(figure, samples, 99, p99Bound);
    }

    /// Count, p50, the promised percentile and largest of a duration.
    /// @param bound  what the product promises of that percentile
    public void print(String figure, Samples samples, int percent, Duration bound) {
        print(figure + "Samples", samples.count(), "1");
        print(figure + "P50", millis(samples.percentile(50)), "ms");
        print(figure + "P" + percent, millis(samples.percentile(percent)), "ms");
        print(figure + "Max", millis(samples.percentile(100)), "ms");
        print(figure + "P" + percent + "Bound", millis(bound), "ms");
        missed |= samples.percentile(percent).compareTo(bound) > 0;
    }

    /// How busy the machine was over the last minute, so that a figure can be judged.
    public void printMachine() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        print("machineLoadAverage", system.getSystemLoadAverage(), "1");
        print("machineProcessors", system.getAvailableProcessors(), "1");
    }

    public boolean missedABound() {
        return missed;
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
