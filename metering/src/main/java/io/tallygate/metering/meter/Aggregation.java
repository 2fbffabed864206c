package io.tallygate.metering.meter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What is made of many values.
public enum Aggregation {
    SUM,
    COUNT,
    /// The highest; nothing when there was no value.
    MAX,
    /// How many different values there were.
    UNIQUE,
    /// The value that came last.
    LATEST,
    /// Values change a level, up or down; the quantity is the level over time: each change times the share of the
    /// window
    /// that it was there for.
    WEIGHTED_SUM;

    /// As documents and the feed write it: `weighted-sum`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// @return empty when there is no such aggregation (the caller refuses it)
    public static Optional<Aggregation> of(String wireName) {
        return Arrays.stream(values())
                .filter(aggregation -> aggregation.wireName().equals(wireName))
                .findFirst();
    }
}
