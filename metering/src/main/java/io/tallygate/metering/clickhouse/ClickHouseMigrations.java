package io.tallygate.metering.clickhouse;

/// Brings the database to the form that this version needs.
public final class ClickHouseMigrations {
    public ClickHouseMigrations(ClickHouseSettings settings) {}

    /// Safe to run by several processes at once, and as often as one likes.
    public void migrate() {
        throw new UnsupportedOperationException();
    }
}
