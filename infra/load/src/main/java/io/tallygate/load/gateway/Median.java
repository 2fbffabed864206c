package io.tallygate.load.gateway;

import java.util.stream.DoubleStream;

/// The middle of an odd number of values, and half way between the two in the middle of an even number.
final class Median {
    private Median() {}

    /// @throws IllegalArgumentException  when there is no value
    static double of(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
