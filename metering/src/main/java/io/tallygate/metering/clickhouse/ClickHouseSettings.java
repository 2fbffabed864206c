package io.tallygate.metering.clickhouse;

import java.net.URI;
import java.time.Duration;

/// Where ClickHouse answers and as whom we speak to it.
/// @param uri       `http://…` or `https://…`, without a path
/// @param database  ours; created by [ClickHouseMigrations] when missing. Lower-case letters, digits, `_`
/// @param user      may be empty
/// @param password  may be empty
/// @param connect   longest wait for a connection
/// @param answer    longest wait for a complete answer to a reading statement
/// @param cluster   name of the cluster in ClickHouse's own configuration; empty: one server
public record ClickHouseSettings(
        URI uri, String database, String user, String password, Duration connect, Duration answer, String cluster) {
    public ClickHouseSettings {
        if (!database.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("database: " + database);
        }
        String scheme = String.valueOf(uri.getScheme());
        if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
            throw new IllegalArgumentException("ClickHouse's address must be http://host:port or https://host:port");
        }
        if (!cluster.matches("([A-Za-z][A-Za-z0-9_-]{0,62})?")) {
            throw new IllegalArgumentException("cluster: " + cluster);
        }
    }

    /// One server.
    public ClickHouseSettings(
            URI uri, String database, String user, String password, Duration connect, Duration answer) {
        this(uri, database, user, password, connect, answer, "");
    }

    /// 2 s to connect, 10 s for an answer.
    public ClickHouseSettings(URI uri, String database, String user, String password) {
        this(uri, database, user, password, Duration.ofSeconds(2), Duration.ofSeconds(10));
    }

    /// The same tables on a cluster.
    public ClickHouseSettings onCluster(String name) {
        return new ClickHouseSettings(uri, database, user, password, connect, answer, name);
    }

    /// For statements that take longer than a reader's.
    public ClickHouseSettings patient(Duration longest) {
        return new ClickHouseSettings(uri, database, user, password, connect, longest, cluster);
    }

    ClickHouseLayout layout() {
        return new ClickHouseLayout(cluster);
    }

    @Override
    public String toString() {
        return "ClickHouse at " + uri + ", database " + database;
    }
}
