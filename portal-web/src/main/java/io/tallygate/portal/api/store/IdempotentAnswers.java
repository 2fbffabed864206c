package io.tallygate.portal.api.store;

import io.tallygate.metering.meter.TenantId;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/// Answers by the hash of their key, for a day. A tenant's are written in the caller's transaction.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class IdempotentAnswers {
    private static final String KEPT_FOR = "interval '24 hours'";
    private static final int FORGOTTEN_AT_ONCE = 100;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    @Resource(lookup = "jdbc/operator", shareable = false)
    private DataSource operator;

    /// @param requestSha256  of the call that was answered
    public record Earlier(String requestSha256, byte[] sealed) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Earlier(var sha256, var bytes)
                    && sha256.equals(requestSha256)
                    && Arrays.equals(bytes, sealed);
        }

        @Override
        public int hashCode() {
            return requestSha256.hashCode();
        }
    }

    /// Claims the key, or waits until the transaction that holds it has ended.
    /// @return null when the call is new; else what was answered to the earlier one
    public @Nullable Earlier begin(TenantId tenant, String keySha256, String requestSha256) {
        return entities.unwrap(Session.class).doReturningWork(connection -> {
            forget(connection, "tenant_id = '" + tenant.value() + "'");
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into portal.idempotent_answer (tenant_id, key_sha256, request_sha256) values (?, ?, ?)"
                            + " on conflict on constraint idempotent_answer_key do nothing")) {
                insert.setObject(1, tenant.value());
                insert.setString(2, keySha256);
                insert.setString(3, requestSha256);
                if (insert.executeUpdate() == 1) {
                    return null;
                }
            }
            Earlier earlier = find(connection, keySha256);
            if (earlier == null) {
                throw new IllegalStateException("an answer disappeared while its key was held");
            }
            return earlier;
        });
    }

    public void end(TenantId tenant, String keySha256, byte[] sealed) {
        entities.unwrap(Session.class).doWork(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "update portal.idempotent_answer set sealed = ? where tenant_id = ? and key_sha256 = ?")) {
                update.setBytes(1, sealed);
                update.setObject(2, tenant.value());
                update.setString(3, keySha256);
                update.executeUpdate();
            }
        });
    }

    public @Nullable Earlier ofOperator(String keySha256) {
        try (Connection connection = operator.getConnection()) {
            forget(connection, "tenant_id is null");
            return find(connection, keySha256);
        } catch (SQLException away) {
            throw new IllegalStateException("the operator's answers cannot be read", away);
        }
    }

    public void keepForOperator(String keySha256, String requestSha256, byte[] sealed) {
        try (Connection connection = operator.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into portal.idempotent_answer (key_sha256, request_sha256, sealed) values (?, ?, ?)"
                                + " on conflict on constraint idempotent_answer_key do nothing")) {
            insert.setString(1, keySha256);
            insert.setString(2, requestSha256);
            insert.setBytes(3, sealed);
            insert.executeUpdate();
        } catch (SQLException away) {
            throw new IllegalStateException("the operator's answer cannot be kept", away);
        }
    }

    /// The row policies say whose rows these are.
    private static @Nullable Earlier find(Connection connection, String keySha256) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select request_sha256, sealed from portal.idempotent_answer where key_sha256 = ? and sealed is not"
                        + " null")) {
            query.setString(1, keySha256);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? new Earlier(row.getString(1), row.getBytes(2)) : null;
            }
        }
    }

    /// @param whose  a condition of our own making, nothing of a caller's
    private static void forget(Connection connection, String whose) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from portal.idempotent_answer where id in"
                + " (select id from portal.idempotent_answer where " + whose + " and created_at < now() - " + KEPT_FOR
                + " order by created_at limit " + FORGOTTEN_AT_ONCE + " for update skip locked)")) {
            delete.executeUpdate();
        }
    }
}
