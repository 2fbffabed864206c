package io.tallygate.portal.gatewayconfig;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.running.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/// Changes of one tenant, made as a portal makes them: in a transaction of the application's role that names
/// the tenant.
public record TenantChanges(TestDatabase database, TenantId tenant) {
    public static TenantChanges ofNewTenant(TestDatabase database) {
        return new TenantChanges(database, new TenantId(UUID.randomUUID()));
    }

    /// @return  the group's revision after it
    public long put(UUID id, GatewayEntity entity) throws SQLException {
        return inTransaction(connection -> write(
                connection,
                tenant,
                change(entity.kind(), id, entity.toJson(tenant).toString())));
    }

    public long delete(Kind kind, UUID id) throws SQLException {
        return inTransaction(connection -> write(connection, tenant, change(kind, id, "null")));
    }

    /// Work in one transaction that commits, or rolls back when the work fails.
    public long inTransaction(Work work) throws SQLException {
        try (Connection connection = database.as("app")) {
            connection.setAutoCommit(false);
            try (PreparedStatement name =
                    connection.prepareStatement("select set_config('tallygate.tenant', ?, true)")) {
                name.setString(1, tenant.toString());
                name.execute();
            }
            long result = work.run(connection);
            connection.commit();
            return result;
        }
    }

    @FunctionalInterface
    public interface Work {
        long run(Connection connection) throws SQLException;
    }

    public static String change(Kind kind, UUID id, String value) {
        return "{\"kind\":\"%s\",\"id\":\"%s\",\"value\":%s}".formatted(kind.wireName(), id, value);
    }

    public static long write(Connection connection, TenantId tenant, String... changes) throws SQLException {
        try (PreparedStatement write =
                connection.prepareStatement("select portal.write_gateway_changes(?, cast(? as jsonb))")) {
            write.setObject(1, tenant.value());
            write.setString(2, "[" + String.join(",", changes) + "]");
            try (ResultSet revision = write.executeQuery()) {
                revision.next();
                return revision.getLong(1);
            }
        }
    }

    /// A credential that differs from every other.
    public static GatewayEntity.Credential credential() {
        String digits = UUID.randomUUID().toString().replace("-", "");
        return new GatewayEntity.Credential("live", digits + digits, UUID.randomUUID(), UUID.randomUUID(), null);
    }
}
