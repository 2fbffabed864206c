package io.tallygate.portal.mail.store;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.mail.Attachment;
import io.tallygate.portal.mail.MailLimits;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/// Waiting messages: written by a tenant's own transaction, read by the sender's database role.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Outbox {
    private static final String ADD = """
        insert into portal.mail (tenant_id, recipient, language, subject, body, attachment, attachment_name, attachment_type)
        select ?, ?, ?, ?, ?, ?, ?, ?
        where (select count(*) from portal.mail
          where tenant_id is not distinct from ? and created_at > now() - interval '1 hour') < ?\
        """;

    /// Each tenant's oldest first, then each tenant's second, and so on: a thousand messages of one keep nobody
    /// waiting.
    private static final String DUE = """
        select id, recipient, language, subject, body, attempts, created_at, attachment, attachment_name, attachment_type
        from (
          select *, row_number() over (partition by tenant_id order by next_attempt_at, id) as place
          from mail where body is not null and next_attempt_at <= now()) due
        order by place, next_attempt_at, id limit ?\
        """;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    @Resource(lookup = "jdbc/mail", shareable = false)
    private DataSource sender;

    /// @param attempts  those that failed
    public record Waiting(
            UUID id,
            String recipient,
            String language,
            String subject,
            String body,
            int attempts,
            Instant createdAt,
            @Nullable Attachment attachment) {}

    /// In the caller's transaction.
    /// @return  false when the tenant has had its share of this hour
    public boolean add(
            TenantId tenant,
            String recipient,
            String language,
            String subject,
            String body,
            @Nullable Attachment attachment) {
        return entities.unwrap(Session.class)
                .doReturningWork(connection -> insert(
                        connection,
                        tenant.value(),
                        recipient,
                        language,
                        subject,
                        body,
                        attachment,
                        MailLimits.PER_TENANT_AND_HOUR));
    }

    /// @return  false when too many went this way within the hour
    public boolean addForNobody(String recipient, String language, String subject, String body) {
        try (Connection connection = sender.getConnection()) {
            return insert(connection, null, recipient, language, subject, body, null, MailLimits.TO_NOBODY_AN_HOUR);
        } catch (SQLException away) {
            throw new IllegalStateException("the outbox does not answer", away);
        }
    }

    private static boolean insert(
            Connection connection,
            @Nullable UUID tenant,
            String recipient,
            String language,
            String subject,
            String body,
            @Nullable Attachment attachment,
            int mostAnHour)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ADD)) {
            insert.setObject(1, tenant, java.sql.Types.OTHER);
            insert.setString(2, recipient);
            insert.setString(3, language);
            insert.setString(4, subject);
            insert.setString(5, body);
            insert.setBytes(6, attachment == null ? null : attachment.bytes());
            insert.setString(7, attachment == null ? null : attachment.name());
            insert.setString(8, attachment == null ? null : attachment.mediaType());
            insert.setObject(9, tenant, java.sql.Types.OTHER);
            insert.setInt(10, mostAnHour);
            return insert.executeUpdate() == 1;
        }
    }

    public List<Waiting> due(int most) throws SQLException {
        List<Waiting> due = new ArrayList<>();
        try (Connection connection = sender.getConnection();
                PreparedStatement query = connection.prepareStatement(DUE)) {
            query.setInt(1, most);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    due.add(new Waiting(
                            row.getObject(1, UUID.class),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getInt(6),
                            row.getTimestamp(7).toInstant(),
                            row.getBytes(8) == null
                                    ? null
                                    : new Attachment(row.getString(9), row.getString(10), row.getBytes(8))));
                }
            }
        }
        return due;
    }

    public void sent(UUID id) throws SQLException {
        update(
                "update mail set body = null, attachment = null, sent_at = now(), attempts = attempts + 1, last_error"
                        + " = null where id = ?",
                id);
    }

    public void failed(UUID id, String error, Duration pause) throws SQLException {
        update(
                "update mail set attempts = attempts + 1, last_error = ?, next_attempt_at = now() + ? * interval '1 ms'"
                        + " where id = ?",
                error,
                pause.toMillis(),
                id);
    }

    public void givenUp(UUID id, String error) throws SQLException {
        update(
                "update mail set body = null, attachment = null, given_up_at = now(), attempts = attempts + 1,"
                        + " last_error = ? where id = ?",
                error,
                id);
    }

    /// A bounded number at a time; the next call goes on.
    public void forget(Duration kept) throws SQLException {
        update(
                "delete from mail where id in (select id from mail where body is null and created_at < now() - ? *"
                        + " interval '1 s' order by created_at limit 1000)",
                kept.toSeconds());
    }

    private void update(String sql, Object... parameters) throws SQLException {
        try (Connection connection = sender.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }
}
