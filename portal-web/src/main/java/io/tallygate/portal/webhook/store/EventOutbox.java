package io.tallygate.portal.webhook.store;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.webhook.WebhookLimits;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/// Events and who is to hear of them, written in the transaction that they tell of. However many there are, it takes
/// three statements.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class EventOutbox {
    // rows are locked in one order, whoever writes
    private static final String NUMBER = """
        insert into portal.webhook_sequence as s (tenant_id, resource, resource_id, last)
        select ?, r, i, n from unnest(?::text[], ?::uuid[], ?::bigint[]) as u (r, i, n) order by r, i
        on conflict (tenant_id, resource, resource_id) do update set last = s.last + excluded.last
        returning resource, resource_id, last\
        """;

    private static final String ADD = """
        insert into portal.webhook_event (id, tenant_id, type, resource, resource_id, sequence, occurred_at, body)
        select i, ?, t, r, ri, s, ?, b
        from unnest(?::uuid[], ?::text[], ?::text[], ?::uuid[], ?::bigint[], ?::text[]) as u (i, t, r, ri, s, b)\
        """;

    /// Each webhook takes as many as there is room for, the oldest first; the others are in its log, and not sent.
    private static final String ADDRESS = """
        with receiver as materialized (
          select w.tenant_id, w.id, w.event_types, ? - (select count(*) from (
            select from portal.webhook_delivery d
            where d.tenant_id = w.tenant_id and d.webhook_id = w.id and d.state = 'waiting' limit ?) waiting) as room
          from portal.webhook w where w.id = ? or (?::uuid is null and w.enabled)),
        addressed as (
          select e.tenant_id, r.id as webhook, e.id as event, e.occurred_at,
            row_number() over (partition by r.id order by e.id) > r.room as beyond
          from portal.webhook_event e join receiver r on r.tenant_id = e.tenant_id
          where e.id = any(?::uuid[])
            and (?::uuid is not null or cardinality(r.event_types) = 0 or e.type = any(r.event_types)))
        insert into portal.webhook_delivery
          (tenant_id, webhook_id, event_id, created_at, next_attempt_at, state, held_back)
        select tenant_id, webhook, event, occurred_at, occurred_at,
          case when beyond then 'failed' else 'waiting' end, beyond
        from addressed order by webhook, event returning id, webhook_id, held_back\
        """;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// What an event is about.
    public record Thing(String resource, UUID id) {}

    /// An event as it is sent.
    /// @param id  made in the order of events
    public record Event(UUID id, String type, Thing about, long sequence, String body) {}

    /// A delivery that was written.
    /// @param heldBack  it does not wait, since too many do
    public record Addressed(UUID delivery, UUID webhook, boolean heldBack) {}

    /// What enabled webhooks of the tenant want to hear of; null: of everything.
    /// @return  empty when nobody wants to hear of anything
    public Wanted wanted() {
        return onConnection(connection -> {
            Set<String> types = new HashSet<>();
            boolean all = false;
            try (PreparedStatement query =
                            connection.prepareStatement("select event_types from portal.webhook where enabled");
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    String[] chosen = (String[]) row.getArray(1).getArray();
                    all |= chosen.length == 0;
                    types.addAll(List.of(chosen));
                }
            }
            return new Wanted(all, types);
        });
    }

    /// @param types  without meaning when all are wanted
    public record Wanted(boolean all, Set<String> types) {
        public Wanted {
            types = Set.copyOf(types);
        }

        public boolean has(String type) {
            return all || types.contains(type);
        }
    }

    /// Takes the next order numbers of each thing.
    /// @param counts  how many each needs
    /// @return        the last of them
    public Map<Thing, Long> number(TenantId tenant, Map<Thing, Long> counts) {
        List<Thing> things = List.copyOf(counts.keySet());
        return onConnection(connection -> {
            Map<Thing, Long> last = new HashMap<>();
            try (PreparedStatement insert = connection.prepareStatement(NUMBER)) {
                insert.setObject(1, tenant.value());
                insert.setArray(2, texts(connection, things.stream().map(Thing::resource)));
                insert.setArray(
                        3, ids(connection, things.stream().map(Thing::id).toList()));
                insert.setArray(
                        4,
                        connection.createArrayOf(
                                "bigint", things.stream().map(counts::get).toArray()));
                try (ResultSet row = insert.executeQuery()) {
                    while (row.next()) {
                        last.put(new Thing(row.getString(1), row.getObject(2, UUID.class)), row.getLong(3));
                    }
                }
            }
            return last;
        });
    }

    /// @param only  the one webhook that hears of it, whatever it chose; null: all that want to
    public List<Addressed> add(TenantId tenant, List<Event> events, Instant now, @Nullable UUID only) {
        return onConnection(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(ADD)) {
                insert.setObject(1, tenant.value());
                insert.setTimestamp(2, Timestamp.from(now));
                insert.setArray(
                        3, ids(connection, events.stream().map(Event::id).toList()));
                insert.setArray(4, texts(connection, events.stream().map(Event::type)));
                insert.setArray(
                        5,
                        texts(
                                connection,
                                events.stream().map(event -> event.about().resource())));
                insert.setArray(
                        6,
                        ids(
                                connection,
                                events.stream().map(event -> event.about().id()).toList()));
                insert.setArray(
                        7,
                        connection.createArrayOf(
                                "bigint", events.stream().map(Event::sequence).toArray()));
                insert.setArray(8, texts(connection, events.stream().map(Event::body)));
                insert.executeUpdate();
            }
            return address(connection, events.stream().map(Event::id).toList(), only);
        });
    }

    private static List<Addressed> address(Connection connection, List<UUID> events, @Nullable UUID only)
            throws SQLException {
        List<Addressed> written = new ArrayList<>();
        try (PreparedStatement insert = connection.prepareStatement(ADDRESS)) {
            insert.setInt(1, WebhookLimits.WAITING);
            insert.setInt(2, WebhookLimits.WAITING);
            insert.setObject(3, only, java.sql.Types.OTHER);
            insert.setObject(4, only, java.sql.Types.OTHER);
            insert.setArray(5, ids(connection, events));
            insert.setObject(6, only, java.sql.Types.OTHER);
            try (ResultSet row = insert.executeQuery()) {
                while (row.next()) {
                    written.add(new Addressed(
                            row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getBoolean(3)));
                }
            }
        }
        return written;
    }

    private static java.sql.Array texts(Connection connection, java.util.stream.Stream<String> texts)
            throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }

    private static java.sql.Array ids(Connection connection, Collection<UUID> ids) throws SQLException {
        return connection.createArrayOf("uuid", ids.toArray());
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T onConnection(Work<T> work) {
        return entities.unwrap(Session.class).doReturningWork(work::on);
    }
}
