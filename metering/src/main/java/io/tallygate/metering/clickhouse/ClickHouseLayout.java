package io.tallygate.metering.clickhouse;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How our tables lie in ClickHouse: on one server (the embedded engine is one), each is itself; on a cluster, each
/// is a Distributed table of the same name over `…_local` ones, one a shard, that replicate themselves. The migrations
/// are written once; this says what their placeholders mean.
/// @param cluster  its name in ClickHouse's configuration; empty: one server
record ClickHouseLayout(String cluster) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+) ([^}]+)}");
    private static final Pattern ENGINE = Pattern.compile("(\\w+)(?:\\((.*)\\))?");
    private static final Pattern DISTRIBUTED = Pattern.compile("(\\w+) by (.+)");

    /// A table of every server of a cluster, whatever its shard: `{shard}` is not in its path.
    private static final String HISTORY = """
        CREATE TABLE IF NOT EXISTS schema_migration%s
        (number UInt32, name String, sha256 FixedString(64), applied_at DateTime('UTC') DEFAULT now())
        ENGINE = %s ORDER BY number\
        """;

    boolean isCluster() {
        return !cluster.isEmpty();
    }

    /// Behind a table's name where its definition or its rows are changed.
    String onCluster() {
        return isCluster() ? " ON CLUSTER '" + cluster + "'" : "";
    }

    /// The name to change rows or parts by: a Distributed table can do neither.
    String alterable(String table) {
        return isCluster() ? table + "_local" + onCluster() : table;
    }

    /// A table of the system, of all servers.
    String everywhere(String table) {
        return isCluster() ? "clusterAllReplicas('" + cluster + "', " + table + ")" : table;
    }

    String history() {
        return HISTORY.formatted(
                onCluster(),
                isCluster()
                        ? "ReplicatedReplacingMergeTree('/clickhouse/tables/{database}/schema_migration',"
                                + " '{shard}-{replica}')"
                        : "ReplacingMergeTree");
    }

    /// What an insert must say so that its acknowledgement outlives any one server. Inserts that do not wait in turn
    /// (`insert_quorum_parallel`) would be faster, but then no reader could ask for all that was acknowledged.
    Map<String, String> insertOptions() {
        return isCluster()
                ? Map.of("insert_quorum", "auto", "insert_quorum_parallel", "0", "distributed_foreground_insert", "1")
                : Map.of();
    }

    /// What a reader must say so that it sees all that was acknowledged, or nothing.
    Map<String, String> readOptions() {
        return isCluster() ? Map.of("select_sequential_consistency", "1") : Map.of();
    }

    /// @param names  what a table is called here that has another name in the file
    String statement(String text, Map<String, String> names) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(meaning(found.group(1), found.group(2), names)));
    }

    private String meaning(String word, String rest, Map<String, String> names) {
        return switch (word) {
            case "table" -> isCluster() ? rest + "_local" + onCluster() : names.getOrDefault(rest, rest);
            case "alter" -> alterable(rest);
            case "engine" -> engine(rest);
            case "deduplication" ->
                isCluster()
                        ? "replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800"
                        : "non_replicated_deduplication_window = 10000";
            case "distributed" -> distributed(rest);
            default -> throw new IllegalStateException("a migration names something unknown: " + word);
        };
    }

    private String engine(String engine) {
        Matcher parts = ENGINE.matcher(engine);
        if (!isCluster() || !parts.matches()) {
            return engine;
        }
        String own = "'/clickhouse/tables/{uuid}/{shard}', '{replica}'";
        return "Replicated" + parts.group(1) + "(" + own + (parts.group(2) == null ? "" : ", " + parts.group(2)) + ")";
    }

    private String distributed(String what) {
        Matcher parts = DISTRIBUTED.matcher(what);
        if (!parts.matches()) {
            throw new IllegalStateException("a migration distributes by nothing: " + what);
        }
        if (!isCluster()) {
            return "";
        }
        String table = parts.group(1);
        return "CREATE TABLE IF NOT EXISTS %s%s AS %s_local ENGINE = Distributed('%s', currentDatabase(), %s_local, %s)"
                .formatted(table, onCluster(), table, cluster, table, parts.group(2));
    }
}
