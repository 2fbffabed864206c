package io.tallygate.portal.signup.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Who asked for an account, and which accounts were made for that and are not proven yet. Each statement commits on
/// its own.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Registrations {
    @Resource(lookup = "jdbc/identity", shareable = false)
    private DataSource identity;

    /// @param email     in lower case
    /// @param attempts  that failed
    public record Waiting(UUID id, String email, String language, String back, Instant askedAt, int attempts) {}

    /// @param subject  at the identity provider; null when the note of it was cut off
    public record Made(String emailSha256, @Nullable String subject, Instant madeAt) {}

    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    /// @return  false when so many wait already
    public boolean add(String email, String language, String back, int mostWaiting) {
        return update(
                        "insert into registration_request (email, language, back) select ?, ?, ? where (select count(*)"
                                + " from registration_request) < ?",
                        email,
                        language,
                        back,
                        mostWaiting)
                == 1;
    }

    public List<Waiting> due(int most) {
        return rows(
                "select id, email, language, back, asked_at, attempts from registration_request where next_attempt_at"
                        + " <= now() order by next_attempt_at, id limit ?",
                row -> new Waiting(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getTimestamp(5).toInstant(),
                        row.getInt(6)),
                most);
    }

    public void answered(UUID request) {
        update("delete from registration_request where id = ?", request);
    }

    public void later(UUID request, Duration pause) {
        update(
                "update registration_request set attempts = attempts + 1, next_attempt_at = now() + ? * interval '1 ms'"
                        + " where id = ?",
                pause.toMillis(),
                request);
    }

    public Optional<Made> made(String emailSha256) {
        return rows(
                        "select email_sha256, subject, made_at from registered_person where email_sha256 = ?",
                        Registrations::made,
                        emailSha256)
                .stream()
                .findFirst();
    }

    /// Noted before the account is made, so that one whose making was cut off is known for ours.
    public void making(String emailSha256) {
        update(
                "insert into registered_person (email_sha256) values (?) on conflict (email_sha256) do update set"
                        + " subject = null, made_at = now(), sent_at = now()",
                emailSha256);
    }

    public void sent(String emailSha256, String subject) {
        update(
                "update registered_person set subject = ?, sent_at = now() where email_sha256 = ?",
                subject,
                emailSha256);
    }

    public void forget(String emailSha256) {
        update("delete from registered_person where email_sha256 = ?", emailSha256);
    }

    public List<Made> sentBefore(Instant moment, int most) {
        return rows(
                "select email_sha256, subject, made_at from registered_person where sent_at < ? order by sent_at,"
                        + " email_sha256 limit ?",
                Registrations::made,
                Timestamp.from(moment),
                most);
    }

    private static Made made(ResultSet row) throws SQLException {
        return new Made(row.getString(1), row.getString(2), row.getTimestamp(3).toInstant());
    }

    private <T> List<T> rows(String query, Reading<T> reading, Object... values) {
        try (Connection connection = identity.getConnection();
                PreparedStatement statement = connection.prepareStatement(query)) {
            fill(statement, values);
            List<T> all = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    all.add(reading.of(row));
                }
            }
            return all;
        } catch (SQLException away) {
            throw new IllegalStateException("registrations cannot be read", away);
        }
    }

    private int update(String statement, Object... values) {
        try (Connection connection = identity.getConnection();
                PreparedStatement update = connection.prepareStatement(statement)) {
            fill(update, values);
            return update.executeUpdate();
        } catch (SQLException away) {
            throw new IllegalStateException("registrations cannot be written", away);
        }
    }

    private static void fill(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
