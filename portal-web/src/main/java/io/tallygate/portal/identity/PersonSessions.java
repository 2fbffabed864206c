package io.tallygate.portal.identity;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Who has signed in, on which devices: one register for all portals of an installation, asked on each request of a
/// page.
/// A session that was ended here has ended at every portal with its next request.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class PersonSessions {
    /// Of one person at a time; one more ends the oldest.
    static final int MOST_OF_A_PERSON = 50;

    private static final int LONGEST_DEVICE = 300;

    /// A use is noted when the last note is older than this: a page view is no write.
    private static final Duration NOTED = Duration.ofSeconds(30);

    /// A session that goes on.
    private static final String LIVE = "ended_at is null and last_seen_at > ? and created_at > ?";

    @Resource(lookup = "jdbc/identity", shareable = false)
    private DataSource identity;

    @Inject
    private SessionLifetimes lifetimes;

    @Inject
    private Clock clock;

    /// Why a session ended; the words are the table's.
    public enum Ending {
        /// The person signed out there.
        PERSON,
        /// The person ended it from another device.
        ELSEWHERE,
        /// The identity provider said so.
        PROVIDER,
        /// The identity provider no longer lets the person in.
        DISABLED,
        /// The tenant's own provider that let the person in is no more, or may no longer.
        BROKER;

        private String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// @param providerSession  the provider's own name for it; null when it has none
    /// @param device           as the browser introduces itself
    /// @param broker           the tenant's provider that let the person in; null when none did
    public UUID begin(
            String subject, @Nullable String providerSession, @Nullable String broker, String device, String address) {
        return asking(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into person_session (id, subject, provider_session, device, address, created_at,"
                            + " last_seen_at, broker) values (uuidv7(), ?, ?, ?, ?, ?, ?, ?) returning id")) {
                Timestamp now = Timestamp.from(clock.instant());
                insert.setString(1, subject);
                insert.setString(2, providerSession);
                insert.setString(3, device.substring(0, Math.min(device.length(), LONGEST_DEVICE)));
                insert.setString(4, address);
                insert.setTimestamp(5, now);
                insert.setTimestamp(6, now);
                insert.setString(7, broker);
                UUID begun = onlyId(insert);
                endSurplus(connection, subject);
                return begun;
            }
        });
    }

    /// Asks whether a session goes on, and notes that it was used.
    public boolean goesOn(UUID id) {
        return asking(connection -> {
            Instant lastSeen;
            try (PreparedStatement query =
                    connection.prepareStatement("select last_seen_at from person_session where id = ? and " + LIVE)) {
                query.setObject(1, id);
                setLive(query, 2);
                try (ResultSet row = query.executeQuery()) {
                    if (!row.next()) {
                        return false;
                    }
                    lastSeen = row.getTimestamp(1).toInstant();
                }
            }
            if (lastSeen.isBefore(clock.instant().minus(NOTED))) {
                try (PreparedStatement update = connection.prepareStatement(
                        "update person_session set last_seen_at = ? where id = ? and ended_at is null")) {
                    update.setTimestamp(1, Timestamp.from(clock.instant()));
                    update.setObject(2, id);
                    update.executeUpdate();
                }
            }
            return true;
        });
    }

    /// Those that go on, in the order they began.
    /// @param after  the last id of the page before; null for the first page
    public List<PersonSession> ofPerson(String subject, @Nullable UUID after, int limit) {
        return asking(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "select id, device, address, created_at, last_seen_at from person_session where subject = ? and "
                            + LIVE + (after == null ? "" : " and id > ?") + " order by id limit ?")) {
                query.setString(1, subject);
                int next = setLive(query, 2);
                if (after != null) {
                    query.setObject(next++, after);
                }
                query.setInt(next, limit);
                List<PersonSession> sessions = new ArrayList<>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        sessions.add(new PersonSession(
                                rows.getObject(1, UUID.class),
                                rows.getString(2),
                                rows.getString(3),
                                rows.getTimestamp(4).toInstant(),
                                rows.getTimestamp(5).toInstant()));
                    }
                }
                return sessions;
            }
        });
    }

    /// Ends one session of a person; another's is not found.
    /// @return whether it went on until now
    public boolean end(String subject, UUID id, Ending why) {
        return 1 == ended("id = ? and subject = ?", why, id, subject);
    }

    /// Ends every session of a person, on all devices; the provider's too, unless it was the provider that said so.
    public void endAll(String subject, Ending why) {
        ended("subject = ?", why, subject);
        if (why != Ending.PROVIDER) {
            asking(connection -> {
                try (PreparedStatement insert = connection.prepareStatement(
                        "insert into person_to_sign_out (subject, asked_at) values (?, ?) on conflict (subject) do"
                                + " update set asked_at = excluded.asked_at")) {
                    insert.setString(1, subject);
                    insert.setTimestamp(2, Timestamp.from(clock.instant()));
                    return insert.executeUpdate();
                }
            });
        }
    }

    /// Ends what belongs to one session of the provider; the provider says this, so it need not be told.
    int endOfProvider(String providerSession) {
        return ended("provider_session = ?", Ending.PROVIDER, providerSession);
    }

    /// Ends what a tenant's own provider let in; Keycloak is told of each.
    public int endOfBroker(String broker) {
        return ended("broker = ?", Ending.BROKER, broker);
    }

    /// @return  false when this word of the provider was taken before
    boolean isFirstUse(String tokenSha256, Instant expiresAt) {
        return asking(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into used_logout_token (sha256, expires_at) values (?, ?) on conflict do nothing")) {
                insert.setString(1, tokenSha256);
                insert.setTimestamp(2, Timestamp.from(expiresAt));
                return insert.executeUpdate() == 1;
            }
        });
    }

    private int ended(String which, Ending why, Object... values) {
        boolean tell = why == Ending.ELSEWHERE || why == Ending.BROKER;
        return asking(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "update person_session set ended_at = ?, ended_by = ?, provider_told = ? where ended_at is null"
                            + " and "
                            + which)) {
                update.setTimestamp(1, Timestamp.from(clock.instant()));
                update.setString(2, why.wireName());
                update.setBoolean(3, !tell);
                for (int i = 0; i < values.length; i++) {
                    update.setObject(i + 4, values[i]);
                }
                return update.executeUpdate();
            }
        });
    }

    private void endSurplus(Connection connection, String subject) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update person_session set ended_at = ?, ended_by = 'limit' where ended_at is null and id in (select id"
                        + " from person_session where subject = ? and ended_at is null order by id desc offset ?)")) {
            update.setTimestamp(1, Timestamp.from(clock.instant()));
            update.setString(2, subject);
            update.setInt(3, MOST_OF_A_PERSON);
            update.executeUpdate();
        }
    }

    /// Fills in the two places of [#LIVE].
    /// @return  the next place
    private int setLive(PreparedStatement statement, int first) throws SQLException {
        Instant now = clock.instant();
        statement.setTimestamp(first, Timestamp.from(now.minus(lifetimes.idle())));
        statement.setTimestamp(first + 1, Timestamp.from(now.minus(lifetimes.longest())));
        return first + 2;
    }

    private static UUID onlyId(PreparedStatement insert) throws SQLException {
        try (ResultSet row = insert.executeQuery()) {
            row.next();
            return row.getObject(1, UUID.class);
        }
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    private <T> T asking(Question<T> question) {
        try (Connection connection = identity.getConnection()) {
            return question.ask(connection);
        } catch (SQLException away) {
            throw new IllegalStateException("the register of sessions does not answer", away);
        }
    }
}
