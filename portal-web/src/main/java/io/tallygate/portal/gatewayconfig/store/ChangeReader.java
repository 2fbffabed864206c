package io.tallygate.portal.gatewayconfig.store;

import io.tallygate.portal.gatewayconfig.FeedLines;
import io.tallygate.portal.gatewayconfig.SealedSecrets;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/// Reads one group's changes as batches, each from one snapshot of the database: all that is in it belongs
/// together, and its revision says exactly what is in it, since writers commit in the order of their revisions.
public final class ChangeReader {
    /// Rows that are in memory at once.
    private static final int FETCH_ROWS = 500;

    private static final String REVISIONS =
            "select revision, forgotten_revision from portal.gateway_group where id = ?";
    private static final String CHANGES = """
        select revision, kind, entity_id, value::text from portal.gateway_change
        where group_id = ? and revision > ? and not (deleted and ?) order by revision\
        """;

    private final Connection connection;
    private final SealedSecrets secrets;

    /// @param connection  of the role `tallygate_feed`, in auto-commit mode, to which it returns
    public ChangeReader(Connection connection, SealedSecrets secrets) {
        this.connection = connection;
        this.secrets = secrets;
    }

    /// What a reader gets first: all that changed, perhaps nothing, or a snapshot.
    /// @return  the revision that the batch brings the reader to
    public long writeFirst(UUID group, long since, FeedLines lines) throws SQLException, IOException {
        return inOneSnapshot(() -> {
            Revisions revisions = revisions(group);
            boolean known = since > 0 && since >= revisions.forgotten() && since <= revisions.current();
            if (known) {
                writeChanges(group, since, revisions.current(), lines);
            } else {
                lines.beginSnapshot(revisions.current());
                writeRows(group, 0, true, lines);
                lines.commit(revisions.current());
            }
            return revisions.current();
        });
    }

    /// What a reader gets later.
    /// @return  the revision that the batch brings the reader to; `since` when there was none to write, and -1
    ///          when it is not known any more what changed
    public long writeNext(UUID group, long since, FeedLines lines) throws SQLException, IOException {
        return inOneSnapshot(() -> {
            Revisions revisions = revisions(group);
            if (since < revisions.forgotten() || since > revisions.current()) {
                return -1L;
            }
            if (since < revisions.current()) {
                writeChanges(group, since, revisions.current(), lines);
            }
            return revisions.current();
        });
    }

    private void writeChanges(UUID group, long since, long current, FeedLines lines) throws SQLException, IOException {
        lines.beginChanges(current);
        writeRows(group, since, false, lines);
        lines.commit(current);
    }

    private void writeRows(UUID group, long since, boolean withoutTombstones, FeedLines lines)
            throws SQLException, IOException {
        try (PreparedStatement select = connection.prepareStatement(CHANGES)) {
            select.setFetchSize(FETCH_ROWS);
            select.setObject(1, group);
            select.setLong(2, since);
            select.setBoolean(3, withoutTombstones);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    String value = rows.getString(4);
                    if (value == null) {
                        lines.delete(rows.getLong(1), rows.getString(2), rows.getObject(3, UUID.class));
                    } else {
                        String kind = rows.getString(2);
                        lines.put(rows.getLong(1), kind, rows.getObject(3, UUID.class), secrets.opened(kind, value));
                    }
                }
            }
        }
    }

    private record Revisions(long current, long forgotten) {}

    private Revisions revisions(UUID group) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(REVISIONS)) {
            select.setObject(1, group);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("gateway group " + group + " is gone");
                }
                return new Revisions(row.getLong(1), row.getLong(2));
            }
        }
    }

    @FunctionalInterface
    private interface Reading {
        long read() throws SQLException, IOException;
    }

    private long inOneSnapshot(Reading reading) throws SQLException, IOException {
        connection.setAutoCommit(false);
        try {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set transaction isolation level repeatable read, read only");
            }
            long revision = reading.read();
            connection.commit();
            return revision;
        } catch (SQLException | IOException | RuntimeException failed) {
            connection.rollback();
            throw failed;
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
