package io.tallygate.metering.reading;

import io.tallygate.metering.clickhouse.ClickHouseFailure;

/// A query that asks for something there is not, or for too much. Its message may be shown to who asked (400).
public final class UsageQueryInvalid extends RuntimeException {
    private final String parameter;

    public UsageQueryInvalid(String parameter, String message) {
        super(message);
        this.parameter = parameter;
    }

    /// Which part of the query, by its name in the control API: `from`, `window`, `timeZone`, `groupBy`,
    /// `cursor`, `limit`, …
    public String parameter() {
        return parameter;
    }

    /// What a failed question comes to: it asked for too much, or the store is away.
    static RuntimeException orAway(ClickHouseFailure failure) {
        return failure.isTooMuch()
                ? new UsageQueryInvalid("from", "this takes more than one question may: ask for a shorter period")
                : new UsageUnavailable("usage cannot be read now", failure);
    }
}
