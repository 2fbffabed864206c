package io.tallygate.portal.webhook.store;

import io.tallygate.portal.webhook.Attempt;
import io.tallygate.portal.webhook.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/// What became of each event at each webhook. Everything here is part of the caller's tenant transaction.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class DeliveryLog {
    private static final String NEXT = """
        select d.id, e.id, d.attempts, d.tries, e.body, w.url, w.secret_sealed,
          case when w.previous_secret_until > ? then w.previous_secret_sealed end
        from portal.webhook_delivery d
          join portal.webhook w on w.id = d.webhook_id join portal.webhook_event e on e.id = d.event_id
        where d.webhook_id = ? and d.state = 'waiting' and d.next_attempt_at <= ? and w.enabled
          and (? or w.resting_until is null or w.resting_until <= ?)
        order by d.next_attempt_at, d.id limit 1\
        """;

    private static final String ROWS = """
        select d.id, d.event_id, e.type, e.resource, e.resource_id, e.sequence, d.state, d.attempts, d.created_at,
          case when d.state = 'waiting' then d.next_attempt_at end, d.last_attempt_at, d.last_status, d.held_back, e.body
        from portal.webhook_delivery d join portal.webhook_event e on e.id = d.event_id
        where d.webhook_id = ?\
        """;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// What is to be sent now.
    /// @param attempts  so far
    /// @param tries     of these, since it was last asked for
    /// @param previous  the secret before, while it still signs
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    public record Due(
            UUID delivery,
            UUID event,
            int attempts,
            int tries,
            String body,
            String url,
            byte[] secret,
            byte @Nullable [] previous) {}

    /// How a webhook's receiver does.
    /// @param failingSince  null when the last attempt was a success, or there was none
    public record Health(
            @Nullable Instant failingSince,
            int failures,
            @Nullable Instant restingUntil) {}

    /// A delivery with the bytes that were sent.
    public record Whole(Delivery delivery, String body) {}

    /// @param evenAtRest  whether a receiver is tried that is left alone otherwise
    public Optional<Due> next(UUID webhook, Instant now, boolean evenAtRest) {
        return query(
                        NEXT,
                        row -> new Due(
                                row.getObject(1, UUID.class),
                                row.getObject(2, UUID.class),
                                row.getInt(3),
                                row.getInt(4),
                                row.getString(5),
                                row.getString(6),
                                row.getBytes(7),
                                row.getBytes(8)),
                        now,
                        webhook,
                        now,
                        evenAtRest,
                        now)
                .stream()
                .findFirst();
    }

    /// Locks a delivery for noting its next attempt.
    /// @return  false when another portal was quicker, or it is gone
    public boolean hold(UUID delivery, int attempts) {
        return !query(
                        "select 1 from portal.webhook_delivery where id = ? and attempts = ? and state = 'waiting' for"
                                + " update",
                        row -> row.getInt(1),
                        delivery,
                        attempts)
                .isEmpty();
    }

    public void add(UUID delivery, Attempt attempt) {
        update(
                "insert into portal.webhook_attempt (tenant_id, delivery_id, number, started_at, millis, status,"
                        + " answer, error) select tenant_id, id, ?::integer, ?::timestamptz, ?::integer, ?::integer,"
                        + " ?::text, ?::text from portal.webhook_delivery where id = ?",
                attempt.number(),
                attempt.startedAt(),
                attempt.millis(),
                attempt.status(),
                attempt.answer(),
                attempt.error(),
                delivery);
        update(
                "update portal.webhook_delivery set attempts = attempts + 1, tries = tries + 1, last_attempt_at = ?,"
                        + " last_status = ?::integer where id = ?",
                attempt.startedAt(),
                attempt.status(),
                delivery);
    }

    public void delivered(UUID delivery) {
        update("update portal.webhook_delivery set state = 'delivered' where id = ?", delivery);
    }

    public void failed(UUID delivery) {
        update("update portal.webhook_delivery set state = 'failed' where id = ?", delivery);
    }

    public void waits(UUID delivery, Instant until) {
        update("update portal.webhook_delivery set next_attempt_at = ? where id = ?", until, delivery);
    }

    /// Nothing waits any more for a webhook that is disabled.
    /// @return  how many did
    public int giveUp(UUID webhook) {
        return update(
                "update portal.webhook_delivery set state = 'failed' where webhook_id = ? and state = 'waiting'",
                webhook);
    }

    public Health health(UUID webhook) {
        return query(
                        "select failing_since, failures, resting_until from portal.webhook where id = ?",
                        row -> new Health(instant(row, 1), row.getInt(2), instant(row, 3)),
                        webhook)
                .stream()
                .findFirst()
                .orElse(new Health(null, 0, null));
    }

    /// How many wait.
    /// @param most  as far as is counted
    public int waiting(UUID webhook, int most) {
        return count("state = 'waiting'", webhook, most);
    }

    /// How many were kept without being sent, since too many waited.
    /// @param most  as far as is counted
    public int heldBack(UUID webhook, int most) {
        return count("held_back", webhook, most);
    }

    private int count(String which, UUID webhook, int most) {
        return query(
                        "select count(*) from (select from portal.webhook_delivery where webhook_id = ? and " + which
                                + " limit ?) counted",
                        row -> row.getInt(1),
                        webhook,
                        most)
                .getFirst();
    }

    public void note(UUID webhook, Health health) {
        update(
                "update portal.webhook set failing_since = ?::timestamptz, failures = ?, resting_until ="
                        + " ?::timestamptz where id = ?",
                health.failingSince(),
                health.failures(),
                health.restingUntil(),
                webhook);
    }

    /// Newest first.
    /// @param state  null: all
    /// @param before the last id of the page before; null for the first page
    public List<Delivery> list(UUID webhook, @Nullable String state, @Nullable UUID before, int limit) {
        String narrowed = ROWS
                + (state == null ? "" : " and d.state = ?")
                + (before == null ? "" : " and d.id < ?")
                + " order by d.id desc limit ?";
        List<Object> parameters = new ArrayList<>();
        parameters.add(webhook);
        if (state != null) {
            parameters.add(state);
        }
        if (before != null) {
            parameters.add(before);
        }
        parameters.add(limit);
        return query(narrowed, DeliveryLog::delivery, parameters.toArray());
    }

    public Optional<Whole> find(UUID webhook, UUID delivery) {
        return query(ROWS + " and d.id = ?", row -> new Whole(delivery(row), row.getString(14)), webhook, delivery)
                .stream()
                .findFirst();
    }

    /// Oldest first.
    public List<Attempt> attempts(UUID delivery, int most) {
        return query(
                "select number, started_at, millis, status, answer, error from portal.webhook_attempt where"
                        + " delivery_id = ? order by number limit ?",
                row -> new Attempt(
                        row.getInt(1),
                        row.getTimestamp(2).toInstant(),
                        row.getInt(3),
                        row.getObject(4, Integer.class),
                        row.getString(5),
                        row.getString(6)),
                delivery,
                most);
    }

    /// It waits again, and its retries begin anew.
    public void replay(UUID delivery, Instant now) {
        update(
                "update portal.webhook_delivery set state = 'waiting', tries = 0, held_back = false, next_attempt_at ="
                        + " ? where id = ?",
                now,
                delivery);
    }

    /// Those that failed, oldest first.
    /// @return  how many
    public int replayFailed(UUID webhook, Instant since, Instant now, int most) {
        return update(
                "update portal.webhook_delivery set state = 'waiting', tries = 0, held_back = false, next_attempt_at ="
                        + " ? where id in (select id from portal.webhook_delivery where webhook_id = ? and state ="
                        + " 'failed' and created_at >= ? order by id limit ?)",
                now,
                webhook,
                since,
                most);
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getString(3),
                row.getString(4),
                row.getObject(5, UUID.class),
                row.getLong(6),
                row.getString(7),
                row.getInt(8),
                row.getTimestamp(9).toInstant(),
                instant(row, 10),
                instant(row, 11),
                row.getObject(12, Integer.class),
                row.getBoolean(13));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, Row<T> row, @Nullable Object... parameters) {
        return entities.unwrap(Session.class).doReturningWork(connection -> {
            List<T> found = new ArrayList<>();
            try (PreparedStatement statement = prepared(connection, sql, parameters);
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(row.read(rows));
                }
            }
            return found;
        });
    }

    private int update(String sql, @Nullable Object... parameters) {
        return entities.unwrap(Session.class).doReturningWork(connection -> {
            try (PreparedStatement statement = prepared(connection, sql, parameters)) {
                return statement.executeUpdate();
            }
        });
    }

    private static PreparedStatement prepared(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            switch (parameters[i]) {
                case null -> statement.setNull(i + 1, java.sql.Types.NULL);
                case Instant instant -> statement.setTimestamp(i + 1, Timestamp.from(instant));
                case Object value -> statement.setObject(i + 1, value);
            }
        }
        return statement;
    }
}
