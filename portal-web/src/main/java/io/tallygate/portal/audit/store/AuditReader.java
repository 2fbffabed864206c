package io.tallygate.portal.audit.store;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.audit.Anchor;
import io.tallygate.portal.audit.AuditEntry;
import io.tallygate.portal.audit.AuditFilter;
import io.tallygate.portal.audit.AuditLimits;
import io.tallygate.portal.audit.AuditRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads chains. What may be read is the connection's role's to say: a tenant's transaction sees its own chain.
public final class AuditReader {
    private static final String COLUMNS = "select tenant_id, number, at, id, actor_kind, actor, actor_name, token_id,"
            + " origin, request_id, action, outcome, reason, targets, changes, seal, previous_sha256, sha256 from"
            + " portal.audit_event where tenant_id = ?";

    private final Connection connection;

    public AuditReader(Connection connection) {
        this.connection = connection;
    }

    /// Newest first.
    /// @param before  records with a smaller number; null for the newest
    public List<AuditRecord> list(TenantId chain, AuditFilter filter, @Nullable Long before, int limit)
            throws SQLException {
        StringBuilder sql = new StringBuilder(COLUMNS);
        List<Object> values = new ArrayList<>(List.of(chain.value()));
        and(sql, values, " and number < ?", before);
        String actor = given(filter.actor());
        if (actor != null) {
            sql.append(" and (actor = ? or token_id = ? or position(lower(?) in lower(actor_name)) > 0)");
            values.addAll(List.of(actor, actor, actor));
        }
        and(sql, values, " and position(lower(?) in lower(action)) > 0", given(filter.action()));
        String target = given(filter.target());
        and(
                sql,
                values,
                target != null && target.matches("[a-z-]+:[0-9a-f-]{36}")
                        ? " and string_to_array(targets, E'\\n') @> array[?::text]"
                        : " and position(lower(?) in lower(targets)) > 0",
                target);
        and(sql, values, " and outcome = ?", given(filter.outcome()));
        and(
                sql,
                values,
                " and at >= ?",
                filter.from() == null ? null : filter.from().atOffset(ZoneOffset.UTC));
        and(sql, values, " and at < ?", filter.to() == null ? null : filter.to().atOffset(ZoneOffset.UTC));
        sql.append(" order by number desc limit ?");
        values.add(limit);
        try (PreparedStatement query = connection.prepareStatement(sql.toString())) {
            for (int at = 0; at < values.size(); at++) {
                query.setObject(at + 1, values.get(at));
            }
            return records(query);
        }
    }

    public Optional<AuditRecord> one(TenantId chain, long number) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(COLUMNS + " and number = ?")) {
            query.setObject(1, chain.value());
            query.setLong(2, number);
            return records(query).stream().findFirst();
        }
    }

    /// The next records of a chain, oldest first.
    /// @param last  the one before them; null for the first
    public List<AuditRecord> after(TenantId chain, @Nullable AuditRecord last) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                COLUMNS + (last == null ? "" : " and (number, id) > (?, ?)") + " order by number, id limit ?")) {
            int at = 1;
            query.setObject(at++, chain.value());
            if (last != null) {
                query.setLong(at++, last.number());
                query.setObject(at++, last.entry().id());
            }
            query.setInt(at, AuditLimits.RECORDS_AT_ONCE);
            return records(query);
        }
    }

    public Optional<Anchor> head(TenantId chain) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select number, at, sha256 from portal.audit_chain where tenant_id = ?")) {
            query.setObject(1, chain.value());
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(Anchor.of(chain, row.getLong(1), instant(row, 2), row.getString(3)))
                        : Optional.empty();
            }
        }
    }

    /// Newest first.
    /// @param before  checkpoints of smaller numbers; null for the newest
    public List<Anchor> checkpoints(TenantId chain, @Nullable Long before, int limit) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select number, at, sha256, key_id, signature from"
                + " portal.audit_checkpoint where tenant_id = ? and number < ? order by number desc limit ?")) {
            query.setObject(1, chain.value());
            query.setLong(2, before == null ? Long.MAX_VALUE : before);
            query.setInt(3, limit);
            List<Anchor> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(new Anchor(
                            chain,
                            rows.getLong(1),
                            instant(rows, 2),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getString(5)));
                }
            }
            return found;
        }
    }

    /// The receipt of an erasure that took the chain's records; it proves nothing before it is verified.
    public Optional<String> receipt(TenantId chain) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select receipt from portal.tenant_erasure where tenant_id = ? and receipt is not null")) {
            query.setObject(1, chain.value());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    /// Every chain of which anything is there, for whoever may see all.
    public List<TenantId> chains() throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement("select tenant_id from portal.audit_chain union select tenant_id"
                                + " from portal.audit_checkpoint union select tenant_id from portal.audit_event");
                ResultSet rows = query.executeQuery()) {
            List<TenantId> chains = new ArrayList<>();
            while (rows.next()) {
                chains.add(new TenantId(rows.getObject(1, UUID.class)));
            }
            return chains;
        }
    }

    private static List<AuditRecord> records(PreparedStatement query) throws SQLException {
        List<AuditRecord> found = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                found.add(record(rows));
            }
        }
        return found;
    }

    private static void and(StringBuilder sql, List<Object> values, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            values.add(value);
        }
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static AuditRecord record(ResultSet row) throws SQLException {
        AuditEntry entry = new AuditEntry(
                row.getObject("id", UUID.class),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getString("actor_kind"),
                row.getString("actor"),
                row.getString("actor_name"),
                row.getString("token_id"),
                row.getString("origin"),
                row.getString("request_id"),
                row.getString("action"),
                row.getString("outcome"),
                row.getString("reason"),
                row.getString("targets"),
                row.getString("changes"));
        return new AuditRecord(
                entry,
                row.getLong("number"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("seal"),
                row.getString("previous_sha256"),
                row.getString("sha256"));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
