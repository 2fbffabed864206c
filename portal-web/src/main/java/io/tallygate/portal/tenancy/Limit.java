package io.tallygate.portal.tenancy;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What a tenant may have or do at most, by name. An installation sets its own numbers
/// (`TALLYGATE_LIMIT_APIS`), and its operator those of one tenant.
public enum Limit {
    APIS(20_000, Kind.HELD),
    /// Routes that gateways serve: an API has one in each environment it is published in.
    ROUTES(20_000, Kind.HELD),
    /// API keys that are not revoked.
    CREDENTIALS(200_000, Kind.HELD),
    MEMBERS(1_000, Kind.HELD),
    /// Addresses that are told of changes.
    WEBHOOKS(20, Kind.HELD),
    /// Meters that count.
    METERS(100, Kind.HELD),
    /// Credentials of a tenant's back ends that are not revoked.
    EVENT_CREDENTIALS(50, Kind.HELD),
    /// Of the tenant's staff and of its consumers' members together.
    CONTROL_API_CALLS(6_000, Kind.IN_A_MINUTE),
    /// Milliseconds of processor time that questions about usage may take.
    USAGE_QUERY_MILLIS(60_000, Kind.IN_A_MINUTE);

    /// How it is counted.
    public enum Kind {
        /// What there is at a time.
        HELD,
        /// What was done since the minute began, by the database's clock.
        IN_A_MINUTE
    }

    private final long usual;
    private final Kind kind;

    Limit(long usual, Kind kind) {
        this.usual = usual;
        this.kind = kind;
    }

    /// As the database and the control API spell it: `control-api-calls`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The setting that gives an installation its own number.
    String setting() {
        return "TALLYGATE_LIMIT_" + name();
    }

    /// Where the installation does not say otherwise.
    long usual() {
        return usual;
    }

    public Kind kind() {
        return kind;
    }

    public static Optional<Limit> of(String wireName) {
        return Stream.of(values())
                .filter(limit -> limit.wireName().equals(wireName))
                .findFirst();
    }
}
