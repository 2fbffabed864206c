package io.tallygate.portal.audit.store;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.audit.Anchor;
import io.tallygate.portal.audit.AuditEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Calls the functions of the database that write the audit log, in the connection's transaction.
public final class AuditWriter {
    private static final int CHECKPOINTS_AT_ONCE = 1_000;
    private static final String MOVED = """
        select c.tenant_id, c.number, c.at, c.sha256 from portal.audit_chain c
        where c.number > 0
          and not exists (select from portal.audit_checkpoint p where p.tenant_id = c.tenant_id and p.number = c.number)
        order by c.tenant_id limit ?\
        """;

    private final Connection connection;

    public AuditWriter(Connection connection) {
        this.connection = connection;
    }

    /// Whether a refused attempt may be recorded, and what was only counted before it.
    public record Admission(boolean admitted, long suppressedBefore) {}

    /// @return  the chain's new head
    public Anchor record(AuditEntry entry, String seal) throws SQLException {
        try (PreparedStatement call = connection.prepareStatement("select new_number, new_at, new_sha256 from"
                + " portal.record_audit_event(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            call.setObject(1, entry.chain().value());
            call.setObject(2, entry.id());
            call.setString(3, entry.actorKind());
            call.setString(4, entry.actor());
            call.setString(5, entry.actorName());
            call.setString(6, entry.tokenId());
            call.setString(7, entry.origin());
            call.setString(8, entry.requestId());
            call.setString(9, entry.action());
            call.setString(10, entry.outcome());
            call.setString(11, entry.reason());
            call.setString(12, entry.targets());
            call.setString(13, entry.changes());
            call.setString(14, seal);
            try (ResultSet row = call.executeQuery()) {
                row.next();
                return Anchor.of(
                        entry.chain(),
                        row.getLong(1),
                        row.getObject(2, OffsetDateTime.class).toInstant(),
                        row.getString(3));
            }
        }
    }

    public Admission admitRefusal(TenantId chain, boolean stranger, int ceiling) throws SQLException {
        try (PreparedStatement call = connection.prepareStatement(
                "select admitted, suppressed_before from portal.admit_audit_refusal(?, ?, ?)")) {
            call.setObject(1, chain.value());
            call.setBoolean(2, stranger);
            call.setInt(3, ceiling);
            try (ResultSet row = call.executeQuery()) {
                row.next();
                return new Admission(row.getBoolean(1), row.getLong(2));
            }
        }
    }

    /// Refused attempts of earlier minutes that were only counted; they are handed out once.
    public Map<TenantId, Long> takeSuppressed() throws SQLException {
        try (PreparedStatement call = connection.prepareStatement(
                        "select chain, suppressed_before from portal.take_suppressed_audit_refusals()");
                ResultSet rows = call.executeQuery()) {
            Map<TenantId, Long> counts = new LinkedHashMap<>();
            while (rows.next()) {
                counts.put(new TenantId(rows.getObject(1, UUID.class)), rows.getLong(2));
            }
            return counts;
        }
    }

    /// Heads that no checkpoint has yet, some of them at a time.
    public List<Anchor> headsWithoutCheckpoint() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(MOVED)) {
            query.setInt(1, CHECKPOINTS_AT_ONCE);
            try (ResultSet rows = query.executeQuery()) {
                List<Anchor> heads = new ArrayList<>();
                while (rows.next()) {
                    heads.add(Anchor.of(
                            new TenantId(rows.getObject(1, UUID.class)),
                            rows.getLong(2),
                            rows.getObject(3, OffsetDateTime.class).toInstant(),
                            rows.getString(4)));
                }
                return heads;
            }
        }
    }

    public void keep(List<Anchor> checkpoints) throws SQLException {
        try (PreparedStatement call =
                connection.prepareStatement("select portal.keep_audit_checkpoint(?, ?, ?, ?, ?, ?)")) {
            for (Anchor checkpoint : checkpoints) {
                call.setObject(1, checkpoint.chain().value());
                call.setLong(2, checkpoint.number());
                call.setString(3, checkpoint.sha256());
                call.setObject(4, checkpoint.at().atOffset(ZoneOffset.UTC));
                call.setString(5, checkpoint.keyId());
                call.setString(6, checkpoint.signature());
                call.execute();
            }
        }
    }
}
