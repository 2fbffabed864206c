package io.tallygate.portal.lifecycle.erase;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Empties every table of a tenant that the catalogue knows, in an order that foreign keys allow: what refers goes
/// before what is referred to.
final class ErasedTables {
    /// With the reason; the receipt says so too.
    static final Map<String, String> KEPT = Map.of(
            "portal.tenant_erasure", "that the tenant was erased, and the receipt; its slug is given to nobody else",
            "portal.audit_chain", "how long the audit log was, and its last hash; the records themselves are deleted",
            "portal.audit_checkpoint", "signed hashes of the audit log, without its records",
            "portal.gateway_change",
                    "ids of what gateways must forget, without content; deleted once all had time to hear of it",
            "billing.retained_invoice", "issued invoices, as the law requires");

    /// Triggers write it while other tables are emptied.
    private static final String LAST = "portal.tenant_use";

    private static final int FETCH_ROWS = 1_000;
    private static final String TABLES = """
        select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('portal', 'billing') and c.relkind in ('r', 'p') and not c.relispartition
            and (n.nspname || '.' || c.relname = 'portal.tenant'
                or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped))
        order by 1\
        """;
    /// Those that are looked at when the transaction ends bind nobody before.
    private static final String REFERENCES = """
        select rn.nspname || '.' || r.relname, tn.nspname || '.' || t.relname from pg_constraint k
        join pg_class r on r.oid = k.conrelid join pg_namespace rn on rn.oid = r.relnamespace
        join pg_class t on t.oid = k.confrelid join pg_namespace tn on tn.oid = t.relnamespace
        where k.contype = 'f' and not k.condeferred and k.conrelid <> k.confrelid\
        """;

    private ErasedTables() {}

    /// Deletes every row, in the caller's transaction, which has said whose they are.
    /// @return  a JSON object a table: its name, how many rows there were, SHA-256 of their primary keys
    static JsonArrayBuilder empty(Connection connection) throws SQLException {
        JsonArrayBuilder emptied = Json.createArrayBuilder();
        for (String table : inOrder(connection)) {
            String[] name = table.split("\\.");
            MessageDigest digest = sha256();
            long rows = keys(connection, name, digest);
            if (erase(connection, name) != rows) {
                throw new SQLException("somebody wrote " + table + " while it was emptied");
            }
            emptied.add(Json.createObjectBuilder()
                    .add("table", table)
                    .add("rows", rows)
                    .add("keysSha256", HexFormat.of().formatHex(digest.digest())));
        }
        return emptied;
    }

    /// Whether a row came in while the others were deleted.
    static boolean isEmpty(Connection connection) throws SQLException {
        for (String table : inOrder(connection)) {
            if (keys(connection, table.split("\\."), sha256()) > 0) {
                return false;
            }
        }
        return true;
    }

    private static long keys(Connection connection, String[] table, MessageDigest digest) throws SQLException {
        long rows = 0;
        try (PreparedStatement query = connection.prepareStatement("select portal.erasing_keys(?, ?)")) {
            query.setString(1, table[0]);
            query.setString(2, table[1]);
            query.setFetchSize(FETCH_ROWS);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    digest.update((row.getString(1) + "\n").getBytes(UTF_8));
                    rows++;
                }
            }
        }
        return rows;
    }

    private static long erase(Connection connection, String[] table) throws SQLException {
        try (PreparedStatement call = connection.prepareStatement("select portal.erase_rows(?, ?)")) {
            call.setString(1, table[0]);
            call.setString(2, table[1]);
            try (ResultSet row = call.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    static List<String> inOrder(Connection connection) throws SQLException {
        List<String> left = new ArrayList<>();
        Map<String, Set<String>> referring = new HashMap<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(TABLES)) {
                while (row.next()) {
                    if (!KEPT.containsKey(row.getString(1))) {
                        left.add(row.getString(1));
                    }
                }
            }
            try (ResultSet row = statement.executeQuery(REFERENCES)) {
                while (row.next()) {
                    referring
                            .computeIfAbsent(row.getString(2), any -> new HashSet<>())
                            .add(row.getString(1));
                }
            }
        }
        List<String> order = new ArrayList<>();
        while (!left.isEmpty()) {
            List<String> free = left.stream()
                    .filter(table ->
                            referring.getOrDefault(table, Set.of()).stream().noneMatch(left::contains))
                    .toList();
            String next = free.stream()
                    .filter(table -> !table.equals(LAST))
                    .findFirst()
                    .orElseGet(() -> free.isEmpty() ? left.getFirst() : LAST);
            order.add(next);
            left.remove(next);
        }
        return order;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
