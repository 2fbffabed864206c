package io.tallygate.portal.gatewayconfig.store;

import io.tallygate.portal.gatewayconfig.FeedLimits;
import io.tallygate.portal.gatewayconfig.GatewayGroup;
import io.tallygate.portal.gatewayconfig.GatewayInstance;
import io.tallygate.portal.gatewayconfig.Refusal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/// Groups and their instances.
public final class GroupStore {
    private static final String BY_TOKEN = "select id, name, revision from portal.gateway_group where token_sha256 = ?";
    private static final String ALL = "select id, name, revision from portal.gateway_group order by name";
    private static final String TOKEN = "select token_sha256 from portal.gateway_group where name = ?";
    private static final String SET_TOKEN =
            "update portal.gateway_group set token_sha256 = ? where name = ? and token_sha256 is distinct from ?"
                    + " returning id";
    private static final String REPORT = """
        insert into portal.gateway_instance as i (group_id, instance, revision, started_at, version, reported_at,
            refused, policies)
        select ?, ?, ?, ?, ?, now(), cast(? as jsonb), cast(? as jsonb)
        where exists (select from portal.gateway_instance where group_id = ? and instance = ?)
           or (select count(*) from portal.gateway_instance where group_id = ?) < ?
        on conflict (group_id, instance) do update
        set revision = excluded.revision, started_at = excluded.started_at, version = excluded.version, reported_at = now(),
            refused = excluded.refused, policies = excluded.policies\
        """;
    private static final String INSTANCES = """
        select g.name, i.instance, i.revision, i.started_at, i.version, i.reported_at
        from portal.gateway_instance i join portal.gateway_group g on g.id = i.group_id
        order by g.name, i.instance limit ?\
        """;

    private static final String REFUSALS = """
        select i.instance, r ->> 'kind', r ->> 'id', r ->> 'why'
        from portal.gateway_instance i cross join jsonb_array_elements(i.refused) r
        where r ->> 'id' = any(?) and i.reported_at > now() - interval '35 seconds'
        order by i.instance, r ->> 'kind' desc, r ->> 'id' limit ?\
        """;
    private static final String POLICIES = """
        select distinct on (p ->> 'policy') p::text
        from portal.gateway_instance i cross join jsonb_array_elements(i.policies) p
        order by p ->> 'policy', i.reported_at desc limit ?\
        """;

    private final DataSource source;

    /// @param source  of the role `tallygate_feed`
    public GroupStore(DataSource source) {
        this.source = source;
    }

    public Optional<GatewayGroup> byToken(String sha256) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement select = connection.prepareStatement(BY_TOKEN)) {
            select.setString(1, sha256);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(group(row)) : Optional.empty();
            }
        }
    }

    /// @return  empty when the group has no credential
    public Optional<String> tokenSha256(String group) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement select = connection.prepareStatement(TOKEN)) {
            select.setString(1, group);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
            }
        }
    }

    public List<GatewayGroup> all() throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement select = connection.prepareStatement(ALL);
                ResultSet rows = select.executeQuery()) {
            List<GatewayGroup> groups = new ArrayList<>();
            while (rows.next()) {
                groups.add(group(rows));
            }
            return groups;
        }
    }

    /// @param connection  of the role `tallygate_operator`
    /// @return  the group's id when its credential is another now
    public static Optional<UUID> setToken(Connection connection, String group, String sha256) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SET_TOKEN)) {
            update.setString(1, sha256);
            update.setString(2, group);
            update.setString(3, sha256);
            try (ResultSet changed = update.executeQuery()) {
                return changed.next() ? Optional.of(changed.getObject(1, UUID.class)) : Optional.empty();
            }
        }
    }

    /// @return  false when the group has [FeedLimits#MAX_INSTANCES] others already
    public boolean report(UUID group, GatewayInstance instance) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement upsert = connection.prepareStatement(REPORT)) {
            upsert.setObject(1, group);
            upsert.setString(2, instance.instance());
            upsert.setLong(3, instance.applied());
            upsert.setTimestamp(4, Timestamp.from(instance.startedAt()));
            upsert.setString(5, instance.version());
            upsert.setString(6, instance.told().refused().toString());
            upsert.setString(7, instance.told().policies().toString());
            upsert.setObject(8, group);
            upsert.setString(9, instance.instance());
            upsert.setObject(10, group);
            upsert.setInt(11, FeedLimits.MAX_INSTANCES);
            return upsert.executeUpdate() > 0;
        }
    }

    public List<GatewayInstance> instances() throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement select = connection.prepareStatement(INSTANCES)) {
            select.setInt(1, FeedLimits.MAX_INSTANCES);
            try (ResultSet rows = select.executeQuery()) {
                List<GatewayInstance> instances = new ArrayList<>();
                while (rows.next()) {
                    instances.add(new GatewayInstance(
                            rows.getString(1),
                            rows.getString(2),
                            rows.getLong(3),
                            rows.getTimestamp(4).toInstant(),
                            rows.getString(5),
                            rows.getTimestamp(6).toInstant(),
                            GatewayInstance.Told.NOTHING));
                }
                return instances;
            }
        }
    }

    /// Of instances that were heard lately.
    /// @param ids  of entities
    public List<Refusal> refusals(Collection<UUID> ids) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement select = connection.prepareStatement(REFUSALS)) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "text", ids.stream().map(UUID::toString).toArray(String[]::new)));
            select.setInt(2, FeedLimits.REFUSALS_TOLD);
            try (ResultSet rows = select.executeQuery()) {
                List<Refusal> refusals = new ArrayList<>();
                while (rows.next()) {
                    refusals.add(new Refusal(
                            rows.getString(1),
                            rows.getString(2),
                            UUID.fromString(rows.getString(3)),
                            rows.getString(4)));
                }
                return refusals;
            }
        }
    }

    /// Kinds of policies that operators have added, as the contract has them; each once, by name.
    public List<String> policies() throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement select = connection.prepareStatement(POLICIES)) {
            select.setInt(1, FeedLimits.POLICIES_TOLD);
            try (ResultSet rows = select.executeQuery()) {
                List<String> policies = new ArrayList<>();
                while (rows.next()) {
                    policies.add(rows.getString(1));
                }
                return policies;
            }
        }
    }

    private static GatewayGroup group(ResultSet row) throws SQLException {
        return new GatewayGroup(row.getObject(1, UUID.class), row.getString(2), row.getLong(3));
    }
}
