package io.tallygate.portal.gatewayconfig.store;

import io.tallygate.portal.gatewayconfig.FeedLimits;
import io.tallygate.portal.gatewayconfig.FeedLines;
import io.tallygate.portal.gatewayconfig.LiveChanges;
import io.tallygate.portal.gatewayconfig.SealedSecrets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears of every commit that changed a group, whichever portal made it, on one connection of its own, and
/// reads the change once for all responses. A notification only says "look"; what is looked at are the groups'
/// revisions, and they are looked at every [FeedLimits#POLL] as well, so a lost notification costs a moment and
/// never a change.
public final class RevisionListener implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RevisionListener.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    /// A database that takes longer to answer is gone, even if the connection does not say so.
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final Duration HOUSEKEEPING = Duration.ofHours(1);
    private static final String REVISIONS = "select id, revision from portal.gateway_group";

    private final DataSource feed;
    private final LiveChanges live;
    private final SealedSecrets secrets;
    private final Map<UUID, Long> known = new HashMap<>();
    private long nextHousekeeping = System.nanoTime();
    private volatile boolean stopped;

    public RevisionListener(DataSource feed, LiveChanges live, SealedSecrets secrets) {
        this.feed = feed;
        this.secrets = secrets;
        this.live = live;
    }

    @Override
    public void run() {
        while (!stopped) {
            try (Connection connection = feed.getConnection()) {
                listen(connection);
            } catch (SQLException | IOException | RuntimeException lost) {
                if (stopped) {
                    return;
                }
                LOG.warn("Gateway changes are not heard of until the database answers again: {}", lost.toString());
                pause();
            }
        }
    }

    public void stop() {
        stopped = true;
    }

    private void listen(Connection connection) throws SQLException, IOException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        connection.setNetworkTimeout(Runnable::run, (int) ANSWER.toMillis());
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen tallygate_gateway");
            while (!stopped) {
                announceChanges(connection, statement);
                keepHouse(connection);
                postgres.getNotifications((int) FeedLimits.POLL.toMillis());
            }
            statement.execute("unlisten tallygate_gateway");
            connection.setNetworkTimeout(Runnable::run, 0);
        }
    }

    private void announceChanges(Connection connection, Statement statement) throws SQLException, IOException {
        Map<UUID, Long> current = new HashMap<>();
        try (ResultSet rows = statement.executeQuery(REVISIONS)) {
            while (rows.next()) {
                current.put(rows.getObject(1, UUID.class), rows.getLong(2));
            }
        }
        for (var group : current.entrySet()) {
            Long before = known.get(group.getKey());
            if (before == null || before > group.getValue()) {
                live.announce(group.getKey(), group.getValue(), group.getValue(), null);
                known.put(group.getKey(), group.getValue());
            } else if (before < group.getValue()) {
                known.put(group.getKey(), announceOne(connection, group.getKey(), before, group.getValue()));
            }
        }
    }

    /// @return  the revision that was announced; it may be newer than the one that was seen first
    private long announceOne(Connection connection, UUID group, long before, long seen)
            throws SQLException, IOException {
        var lines = new ByteArrayOutputStream();
        long to = seen;
        byte @Nullable [] shared = null;
        try {
            to = new ChangeReader(connection, secrets).writeNext(group, before, new FeedLines(new Bounded(lines)));
            shared = lines.toByteArray();
        } catch (TooMuchToShare tooMuch) {
            to = seen;
        }
        if (to < 0) {
            live.announce(group, seen, seen, null);
            return seen;
        }
        live.announce(group, before, to, shared);
        return to;
    }

    private void keepHouse(Connection connection) throws SQLException {
        if (System.nanoTime() - nextHousekeeping >= 0) {
            nextHousekeeping = System.nanoTime() + HOUSEKEEPING.toNanos();
            Forgetting.forget(connection, FeedLimits.TOMBSTONES_KEPT, FeedLimits.INSTANCES_KEPT);
        }
    }

    private void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException ending) {
            stopped = true;
            Thread.currentThread().interrupt();
        }
    }

    private static final class TooMuchToShare extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private static final class Bounded extends OutputStream {
        private final ByteArrayOutputStream bytes;

        Bounded(ByteArrayOutputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public void write(int b) throws IOException {
            mustFit(1);
            bytes.write(b);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            mustFit(length);
            bytes.write(source, offset, length);
        }

        private void mustFit(int more) throws IOException {
            if (bytes.size() + more > FeedLimits.SHARED_BATCH_BYTES) {
                throw new TooMuchToShare();
            }
        }
    }
}
