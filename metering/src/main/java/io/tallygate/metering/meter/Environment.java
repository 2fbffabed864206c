package io.tallygate.metering.meter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Where calls are made: for real, or to try out. Each has its own keys, subscriptions and usage.
public enum Environment {
    LIVE,
    /// Never billed.
    TEST;

    /// As in keys, the feed, the store and the control API.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @return empty when there is no such environment (the caller refuses it)
    public static Optional<Environment> of(String wireName) {
        return Arrays.stream(values())
                .filter(environment -> environment.wireName().equals(wireName))
                .findFirst();
    }
}
