package io.tallygate.portal.tenancy;

import io.tallygate.metering.meter.TenantId;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/// What tenants did since the minute began, over all portals of the installation. The database's clock says when a
/// minute begins.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class MinuteCounts {
    private static final String USED =
            "select used from tenant_minute where tenant_id = ? and name = ? and minute = date_trunc('minute', now())";

    /// The old row's minute may have passed: then all of it is free again.
    private static final String TAKE = """
        insert into tenant_minute as m (tenant_id, name, minute, used)
        values (?, ?, date_trunc('minute', now()), least(?, ?))
        on conflict (tenant_id, name) do update set minute = excluded.minute,
            used = case when m.minute < excluded.minute then excluded.used
                        else greatest(m.used, least(m.used + ?, ?)) end
        returning new.used - case when old.minute = new.minute then old.used else 0 end, new.used,
            60000 - cast(extract(milliseconds from now()) as bigint)\
        """;

    private static final String ADD = """
        insert into tenant_minute as m (tenant_id, name, minute, used) values (?, ?, date_trunc('minute', now()), ?)
        on conflict (tenant_id, name) do update set minute = excluded.minute,
            used = case when m.minute < excluded.minute then excluded.used else m.used + excluded.used end\
        """;

    private static final String ALLOWED = "select allowed from tenant_limit where tenant_id = ? and name = ?";

    @Resource(lookup = "jdbc/directory", shareable = false)
    private DataSource directory;

    @Inject
    private InstallationLimits installation;

    /// A part of a minute's number, to be used without asking again.
    /// @param taken        how many of them; 0 when the minute has none left
    /// @param left         how many others there are still
    /// @param endsInMillis when the minute ends and the part is void
    public record Taken(long allowed, long taken, long left, long endsInMillis) {}

    /// @param wanted  at most so many
    public Taken take(TenantId tenant, Limit limit, long wanted) {
        return asking(connection -> {
            long allowed = allowed(connection, tenant, limit);
            try (PreparedStatement take = connection.prepareStatement(TAKE)) {
                take.setObject(1, tenant.value());
                take.setString(2, limit.wireName());
                take.setLong(3, wanted);
                take.setLong(4, allowed);
                take.setLong(5, wanted);
                take.setLong(6, allowed);
                try (ResultSet row = take.executeQuery()) {
                    row.next();
                    return new Taken(allowed, row.getLong(1), Math.max(0, allowed - row.getLong(2)), row.getLong(3));
                }
            }
        });
    }

    /// Notes what is known only afterwards; it may pass the limit.
    public void add(TenantId tenant, Limit limit, long spent) {
        asking(connection -> {
            try (PreparedStatement add = connection.prepareStatement(ADD)) {
                add.setObject(1, tenant.value());
                add.setString(2, limit.wireName());
                add.setLong(3, spent);
                return add.executeUpdate();
            }
        });
    }

    public long used(TenantId tenant, Limit limit) {
        return asking(connection -> number(connection, USED, tenant, limit, 0));
    }

    /// The tenant's number for a minute.
    public long allowed(TenantId tenant, Limit limit) {
        return asking(connection -> allowed(connection, tenant, limit));
    }

    private long allowed(Connection connection, TenantId tenant, Limit limit) throws SQLException {
        return number(connection, ALLOWED, tenant, limit, installation.of(limit));
    }

    private static long number(Connection connection, String statement, TenantId tenant, Limit limit, long otherwise)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(statement)) {
            query.setObject(1, tenant.value());
            query.setString(2, limit.wireName());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : otherwise;
            }
        }
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    private <T> T asking(Question<T> question) {
        try (Connection connection = directory.getConnection()) {
            return question.ask(connection);
        } catch (SQLException away) {
            throw new IllegalStateException("the minute's counts do not answer", away);
        }
    }
}
