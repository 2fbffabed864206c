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
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/// Answers by the hash of their key, for a day. A tenant's are written in the caller's transaction.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class IdempotentAnswers {
    private static final String KEPT_FOR = "interval '24 hours'";
    private static final int FORGOTTEN_AT_ONCE = 100;

    /// For the same call that is being answered at this moment.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final String CLAIM =
            "insert into portal.idempotent_answer (key_sha256, request_sha256) values (?, ?)"
                    + " on conflict on constraint idempotent_answer_key do nothing";
    private static final String UNANSWERED =
            "from portal.idempotent_answer where tenant_id is null and key_sha256 = ? and sealed is null";

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

    /// Claims the key of a call that has no tenant, or waits for whoever holds it.
    /// @return null when the call is new; else what was answered to the earlier one
    public @Nullable Earlier claim(String keySha256, String requestSha256) {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (System.nanoTime() < deadline) {
            try (Connection connection = operator.getConnection()) {
                forget(connection, "tenant_id is null");
                if (1 == update(connection, CLAIM, keySha256, requestSha256)) {
                    return null;
                }
                Earlier earlier = find(connection, keySha256);
                if (earlier != null) {
                    return earlier;
                }
                update(
                        connection,
                        "delete " + UNANSWERED + " and created_at < now() - interval '30 seconds'",
                        keySha256);
            } catch (SQLException away) {
                throw new IllegalStateException("an answer cannot be claimed", away);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos()); // without a connection, of which there are few
        }
        throw new IllegalStateException("the same call is still being answered");
    }

    public void keep(String keySha256, byte[] sealed) {
        try (Connection connection = operator.getConnection()) {
            update(
                    connection,
                    "update portal.idempotent_answer set sealed = ? where tenant_id is null and key_sha256 = ?",
                    sealed,
                    keySha256);
        } catch (SQLException away) {
            throw new IllegalStateException("an answer cannot be kept", away);
        }
    }

    /// The call was refused and may be made again.
    public void release(String keySha256) {
        try (Connection connection = operator.getConnection()) {
            update(connection, "delete " + UNANSWERED, keySha256);
        } catch (SQLException away) {
            throw new IllegalStateException("a key cannot be given free", away);
        }
    }

    private static int update(Connection connection, String statement, Object... values) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
                update.setObject(i + 1, values[i]);
            }
            return update.executeUpdate();
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
