package io.tallygate.portal.lifecycle.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Which tables and columns of a tenant go into an archive: all that the catalogue knows, but for those that are no
/// data of the tenant, and secrets, which are left out by the name of their column.
final class ExportTables {
    /// With the reason, which the manifest repeats.
    static final Map<String, String> LEFT_OUT = Map.ofEntries(
            Map.entry("portal.revoked_token", "hashes of tokens that have ended"),
            Map.entry("portal.idempotent_answer", "answers kept for repeated calls; sealed"),
            Map.entry("portal.gateway_change", "made of the other tables"),
            Map.entry("portal.scheduled_task", "work of the installation"),
            Map.entry("portal.tenant_export", "about archives"),
            Map.entry("portal.tenant_export_part", "archives"),
            Map.entry("portal.tenant_minute", "counts of the current minute"),
            Map.entry("portal.tenant_use", "made of the other tables"),
            Map.entry("portal.audit_refusals", "counts of the current minute"),
            Map.entry("billing.invoice_document", "lies below documents/invoices"),
            Map.entry("portal.mail", "messages on their way; their texts open doors"),
            Map.entry("billing.retained_invoice", "of tenants that are no more"),
            Map.entry("portal.webhook_sequence", "how often each thing was told of"),
            Map.entry("portal.webhook_event", "what the other tables were, as it was told; kept for thirty days"),
            Map.entry("portal.webhook_delivery", "log of deliveries; kept for thirty days"),
            Map.entry("portal.webhook_attempt", "log of deliveries; kept for thirty days"));

    private static final String SECRETS = "(secret|sealed|sha256|password|token$|private)";
    private static final int FETCH_ROWS = 500;

    private static final String TABLES = """
        select n.nspname, c.relname, (
            select string_agg(format('%I', a.attname), ', ' order by a.attnum) from pg_attribute a
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and (a.attname !~ ? or n.nspname = 'billing'
                or c.relname like 'audit%'))
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('portal', 'billing') and c.relkind in ('r', 'p') and has_table_privilege(c.oid, 'select')
            and (c.relname = 'tenant' or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id'))
        order by 1, 2\
        """;

    private ExportTables() {}

    /// @param columns  quoted, with commas between them
    record Table(String schema, String name, String columns) {
        String whole() {
            return schema + "." + name;
        }

        /// Row by row as JSON, one a line; row-level security says whose they are.
        long write(Connection connection, OutputStream out) throws SQLException, IOException {
            long rows = 0;
            try (PreparedStatement query = connection.prepareStatement(
                    "select to_jsonb(r)::text from (select " + columns + " from " + whole() + ") r")) {
                query.setFetchSize(FETCH_ROWS);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        out.write(row.getString(1).getBytes(UTF_8));
                        out.write('\n');
                        rows++;
                    }
                }
            }
            return rows;
        }
    }

    static List<Table> of(Connection connection) throws SQLException {
        List<Table> tables = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(TABLES)) {
            query.setString(1, SECRETS);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    Table table = new Table(row.getString(1), row.getString(2), row.getString(3));
                    if (!LEFT_OUT.containsKey(table.whole())) {
                        tables.add(table);
                    }
                }
            }
        }
        return tables;
    }
}
