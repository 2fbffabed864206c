package io.tallygate.metering.bench;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;

/// One JSON line a figure, in the form of `infra/bench`; remembers whether a bound was missed.
public final class BenchFigures {
    private final String bench;
    private boolean missed;

    public BenchFigures(String bench) {
        this.bench = bench;
    }

    public void print(String figure, double value, String unit) {
        BigDecimal rounded =
                BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP).stripTrailingZeros();
        System.out.printf(
                "{\"bench\":\"%s\",\"subject\":\"tallygate\",\"figure\":\"%s\",\"value\":%s,\"unit\":\"%s\"}%n",
                bench, figure, rounded.toPlainString(), unit);
    }

    /// @param most  a larger value misses it
    public void atMost(String figure, double value, double most, String unit) {
        print(figure, value, unit);
        print(figure + "Bound", most, unit);
        missed |= !(value <= most);
    }

    /// @param least  a smaller value misses it
    public void atLeast(String figure, double value, double least, String unit) {
        print(figure, value, unit);
        print(figure + "AtLeast", least, unit);
        missed |= !(value >= least);
    }

    /// Nearest rank.
    static double percentile(List<Double> samples, int percent) {
        double[] sorted = samples.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(percent * sorted.length / 100.0) - 1)];
    }

    /// Ends the process, with 1 when a bound was missed.
    public void exit() {
        if (missed) {
            System.err.println("A bound was missed.");
        }
        System.exit(missed ? 1 : 0);
    }
}
