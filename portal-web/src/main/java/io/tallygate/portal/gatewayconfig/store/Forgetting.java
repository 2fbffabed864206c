package io.tallygate.portal.gatewayconfig.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/// Forgets tombstones that are old enough, and remembers how far back the group can still tell what changed.
/// Several portals may do it at once.
public final class Forgetting {
    /// One statement, hence one snapshot: a reader sees the tombstones, or the mark that they are gone. Groups
    /// are locked first, as writers do, so that neither waits for the other in a circle.
    private static final String TOMBSTONES = """
        with locked as materialized (select id from portal.gateway_group order by id for update),
        old as (
          delete from portal.gateway_change
          where deleted and changed_at < now() - ? * interval '1 second' and group_id in (select id from locked)
          returning group_id, revision)
        update portal.gateway_group g set forgotten_revision = greatest(g.forgotten_revision, o.revision)
        from (select group_id, max(revision) as revision from old group by group_id) o where g.id = o.group_id\
        """;

    private static final String INSTANCES =
            "delete from portal.gateway_instance where reported_at < now() - ? * interval '1 second'";

    private Forgetting() {}

    public static void forget(Connection connection, Duration tombstones, Duration instances) throws SQLException {
        execute(connection, TOMBSTONES, tombstones);
        execute(connection, INSTANCES, instances);
    }

    private static void execute(Connection connection, String sql, Duration kept) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, kept.toSeconds());
            statement.executeUpdate();
        }
    }
}
