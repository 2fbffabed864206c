package io.tallygate.portal.lifecycle.erase;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.audit.AuditEntry;
import io.tallygate.portal.audit.AuditTrail;
import io.tallygate.portal.audit.Change;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Erasures as the operator's role sees them: of all tenants, also of those that are no more.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class ErasureRecords {
    private static final String COLUMNS =
            "select id, tenant_id, slug, status, asked_at, asked_by_kind, asked_by, due_at, started_at, finished_at"
                    + " from portal.tenant_erasure";

    @Resource(lookup = "jdbc/operator", shareable = false)
    private DataSource operator;

    @Inject
    private AuditTrail trail;

    /// An owner who has yet to get the receipt.
    record Owners(String language, List<String> addresses) {}

    /// In the order in which they were asked for.
    /// @param after  the last id of the page before; null for the first page
    public List<Erasure> list(@Nullable UUID after, int limit) {
        return query(COLUMNS + " where ?::uuid is null or id > ? order by id limit ?", statement -> {
            statement.setObject(1, after, java.sql.Types.OTHER);
            statement.setObject(2, after, java.sql.Types.OTHER);
            statement.setInt(3, limit);
        });
    }

    public Optional<Erasure> find(UUID id) {
        return query(COLUMNS + " where id = ?", statement -> statement.setObject(1, id)).stream()
                .findFirst();
    }

    /// Of a tenant that is no more.
    public Optional<Erasure> done(String slug) {
        return query(COLUMNS + " where slug = ? and status = 'done'", statement -> statement.setString(1, slug))
                .stream()
                .findFirst();
    }

    List<Erasure> doneSince(Instant since) {
        return query(
                COLUMNS + " where status = 'done' and finished_at > ? order by finished_at",
                statement -> statement.setObject(1, since.atOffset(ZoneOffset.UTC)));
    }

    /// To the byte as it was signed; empty before it is.
    public Optional<String> receipt(UUID id) {
        return text("select receipt from portal.tenant_erasure where id = ?", id);
    }

    /// What is done of it so far; empty at the start.
    Optional<JsonObject> progress(UUID id) {
        return text("select progress from portal.tenant_erasure where id = ?", id)
                .map(text -> {
                    try (JsonReader reader = Json.createReader(new StringReader(text))) {
                        return reader.readObject();
                    }
                });
    }

    /// Nobody takes it back from now on.
    /// @return false when it was taken back just before, or is not due
    boolean start(UUID id, Instant now) throws SQLException {
        return 1
                == update(
                        "update portal.tenant_erasure set status = 'running', started_at = ? where id = ? and status ="
                                + " 'waiting' and due_at <= ?",
                        now.atOffset(ZoneOffset.UTC),
                        id,
                        now.atOffset(ZoneOffset.UTC));
    }

    void progress(UUID id, JsonObject progress) throws SQLException {
        update("update portal.tenant_erasure set progress = ? where id = ?", progress.toString(), id);
    }

    /// The last step, with its record in the installation's log.
    void done(Erasure erasure, Instant finished, String receipt, String sha256) throws SQLException {
        trail.recording(operator, AuditEntry.INSTALLATION, (connection, changes) -> {
            try (PreparedStatement update =
                    connection.prepareStatement("update portal.tenant_erasure set status = 'done', finished_at = ?,"
                            + " receipt = ?, progress = null where id = ? and status = 'running'")) {
                update.setObject(1, finished.atOffset(ZoneOffset.UTC));
                update.setString(2, receipt);
                update.setObject(3, erasure.id());
                if (update.executeUpdate() == 1) {
                    changes.add(Change.deleted(
                            "tenant",
                            erasure.tenant().value(),
                            Map.of(
                                    "slug",
                                    erasure.slug(),
                                    "erasure",
                                    erasure.id().toString(),
                                    "askedBy",
                                    erasure.by().wireName(),
                                    "receiptSha256",
                                    sha256)));
                }
            }
            return true;
        });
    }

    Owners owners(UUID id) throws SQLException {
        try (Connection connection = operator.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "select coalesce(language, 'en'), mail_to from portal.tenant_erasure where id = ?")) {
            query.setObject(1, id);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return new Owners(
                        row.getString(1), List.of((String[]) row.getArray(2).getArray()));
            }
        }
    }

    /// The receipt is on its way to this owner, whose address is not needed any more.
    void told(UUID id, String address) throws SQLException {
        update("update portal.tenant_erasure set mail_to = array_remove(mail_to, ?) where id = ?", address, id);
    }

    private interface Values {
        void into(PreparedStatement statement) throws SQLException;
    }

    private List<Erasure> query(String sql, Values values) {
        try (Connection connection = operator.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            values.into(query);
            List<Erasure> found = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.add(erasure(row));
                }
            }
            return found;
        } catch (SQLException away) {
            throw new IllegalStateException("erasures cannot be read", away);
        }
    }

    private Optional<String> text(String sql, UUID id) {
        try (Connection connection = operator.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setObject(1, id);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
            }
        } catch (SQLException away) {
            throw new IllegalStateException("erasures cannot be read", away);
        }
    }

    private int update(String sql, Object... values) throws SQLException {
        try (Connection connection = operator.getConnection();
                PreparedStatement update = connection.prepareStatement(sql)) {
            for (int at = 0; at < values.length; at++) {
                update.setObject(at + 1, values[at]);
            }
            return update.executeUpdate();
        }
    }

    private static Erasure erasure(ResultSet row) throws SQLException {
        return new Erasure(
                row.getObject(1, UUID.class),
                new TenantId(row.getObject(2, UUID.class)),
                row.getString(3),
                Erasure.Status.valueOf(row.getString(4).toUpperCase(Locale.ROOT)),
                row.getObject(5, OffsetDateTime.class).toInstant(),
                Erasure.By.valueOf(row.getString(6).toUpperCase(Locale.ROOT)),
                row.getString(7),
                row.getObject(8, OffsetDateTime.class).toInstant(),
                instant(row, 9),
                instant(row, 10));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
