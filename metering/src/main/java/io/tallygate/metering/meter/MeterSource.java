package io.tallygate.metering.meter;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Where the values of a meter come from, and what may be made of them.
public enum MeterSource {
    /// Calls: one each, or its operation's weight.
    REQUESTS(EnumSet.of(Aggregation.COUNT, Aggregation.SUM, Aggregation.UNIQUE)),
    /// The bodies of requests.
    BYTES_IN(EnumSet.of(Aggregation.SUM, Aggregation.MAX)),
    /// The bodies of responses.
    BYTES_OUT(EnumSet.of(Aggregation.SUM, Aggregation.MAX)),
    /// From a call's begin to its end, in seconds.
    DURATION(EnumSet.of(Aggregation.SUM, Aggregation.MAX)),
    /// What responses say was used, by the unit's name.
    UNITS(EnumSet.of(Aggregation.SUM, Aggregation.COUNT, Aggregation.MAX, Aggregation.LATEST)),
    /// What a tenant's own back ends report, by the event's type.
    EVENTS(EnumSet.allOf(Aggregation.class));

    private final Set<Aggregation> aggregations;

    MeterSource(Set<Aggregation> aggregations) {
        this.aggregations = aggregations;
    }

    /// As documents and the feed write it: `bytes-in`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Set<Aggregation> aggregations() {
        return EnumSet.copyOf(aggregations);
    }

    /// Whether the values are those of calls, and not of events.
    public boolean ofCalls() {
        return this != EVENTS;
    }

    /// @return empty when there is no such source (the caller refuses it)
    public static Optional<MeterSource> of(String wireName) {
        return Arrays.stream(values())
                .filter(source -> source.wireName().equals(wireName))
                .findFirst();
    }
}
