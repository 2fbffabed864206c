package io.tallygate.portal.identity.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;

/// The tables around the register of sessions that only background work reads.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class FollowUps {
    @Resource(lookup = "jdbc/identity", shareable = false)
    private DataSource identity;

    /// A session that ended here and not yet at the provider.
    public record Untold(UUID id, String providerSession) {}

    /// A person who is to be signed out at the provider.
    /// @param askedAt  tells whether it was asked again meanwhile
    public record Leaving(String subject, Instant askedAt) {}

    public List<Untold> untold(int most) {
        return rows(
                "select id, provider_session from person_session where not provider_told and provider_session is not"
                        + " null order by id limit " + most,
                row -> new Untold(row.getObject(1, UUID.class), row.getString(2)));
    }

    public void told(UUID session) {
        update("update person_session set provider_told = true where id = ?", session);
    }

    public List<Leaving> leaving(int most) {
        return rows(
                "select subject, asked_at from person_to_sign_out order by asked_at limit " + most,
                row -> new Leaving(row.getString(1), row.getTimestamp(2).toInstant()));
    }

    public void left(Leaving person) {
        update(
                "delete from person_to_sign_out where subject = ? and asked_at = ?",
                person.subject(),
                Timestamp.from(person.askedAt()));
    }

    public Set<String> shutOut() {
        return new TreeSet<>(rows("select subject from shut_out_person", row -> row.getString(1)));
    }

    public void shutOut(String subject) {
        update("insert into shut_out_person (subject, since) values (?, now()) on conflict do nothing", subject);
    }

    public void letIn(String subject) {
        update("delete from shut_out_person where subject = ?", subject);
    }

    /// Some of the people who are signed in, other ones each time.
    public List<String> someSignedIn(int most) {
        return rows(
                "select subject from (select distinct subject from person_session where ended_at is null) live order by"
                        + " random() limit " + most,
                row -> row.getString(1));
    }

    /// Writes down what time alone has ended, and forgets what ended long ago.
    public void tidy(Instant idleSince, Instant begunBefore, Instant forgetBefore) {
        update(
                "update person_session set ended_at = now(), ended_by = case when last_seen_at <= ? then 'idle' else"
                        + " 'age' end where ended_at is null and (last_seen_at <= ? or created_at <= ?)",
                Timestamp.from(idleSince),
                Timestamp.from(idleSince),
                Timestamp.from(begunBefore));
        update("delete from person_session where ended_at < ?", Timestamp.from(forgetBefore));
        update("delete from used_logout_token where expires_at < now()");
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private <T> List<T> rows(String query, Reading<T> reading) {
        try (Connection connection = identity.getConnection();
                PreparedStatement statement = connection.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reading.of(rows));
            }
            return all;
        } catch (SQLException away) {
            throw new IllegalStateException("the identity room's tables do not answer", away);
        }
    }

    private void update(String statement, Object... values) {
        try (Connection connection = identity.getConnection();
                PreparedStatement update = connection.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
                update.setObject(i + 1, values[i]);
            }
            update.executeUpdate();
        } catch (SQLException away) {
            throw new IllegalStateException("the identity room's tables do not answer", away);
        }
    }
}
