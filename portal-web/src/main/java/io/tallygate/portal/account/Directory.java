package io.tallygate.portal.account;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.audit.AuditTrail;
import io.tallygate.portal.audit.Change;
import io.tallygate.portal.secret.Secret;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Answers who somebody is before a tenant is known, with a database role of its own (`tallygate_directory`) that reads
/// names,
/// memberships and token hashes of all tenants, and nothing else of them.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Directory {
    @Resource(lookup = "jdbc/directory", shareable = false)
    private DataSource directory;

    @Inject
    private AuditTrail trail;

    /// A tenant that a person belongs to.
    public record TenantMembership(String tenant, String name, TenantRole role) {}

    /// A consumer that a person belongs to.
    public record ConsumerPlace(String tenant, UUID consumer, String name, ConsumerRole role) {}

    /// Everywhere a person belongs.
    public record Memberships(List<TenantMembership> tenants, List<ConsumerPlace> consumers) {}

    /// Whose token it is.
    /// @param token   the token itself
    /// @param tenant  the only tenant it opens; null for an operator's
    /// @param scopes  what it is limited to there
    /// @param endsAt  null for one without an end: an operator's, or an old one
    public record TokenOwner(
            UUID token,
            Person person,
            @Nullable TenantId tenant,
            boolean operator,
            Set<Scope> scopes,
            @Nullable Instant endsAt) {}

    /// A token that opens nothing any more.
    /// @param reason  `expired-token`, `revoked-token` or `shut-out-person`
    public record EndedToken(UUID token, Person person, TenantId tenant, String reason) {}

    /// @param person  null when nobody has signed in
    /// @return        empty when there is no such tenant
    public Optional<Access> access(String slug, @Nullable Person person) {
        return asking(connection -> {
            Place place = place(connection, slug);
            if (place == null) {
                return Optional.empty();
            }
            TenantId tenant = place.tenant();
            return Optional.of(
                    person == null
                            ? new Access(tenant, slug, null, null, place.suspended(), List.of())
                            : new Access(
                                    tenant,
                                    slug,
                                    person,
                                    role(connection, tenant, person),
                                    place.suspended(),
                                    consumers(connection, tenant, person)));
        });
    }

    /// Binds what was prepared for a verified address to the person who now has it. Called at every sign-in; does
    /// nothing the second time.
    public void bind(Person person) {
        if (person.email().isEmpty()) {
            return;
        }
        Map<TenantId, List<Seat>> prepared = prepared(person.email());
        prepared.forEach((tenant, seats) -> bind(person, tenant, seats));
    }

    private record Seat(String table, UUID id) {}

    private Map<TenantId, List<Seat>> prepared(String email) {
        return asking(connection -> {
            Map<TenantId, List<Seat>> places = new LinkedHashMap<>();
            try (PreparedStatement query = connection.prepareStatement(
                    "select tenant_id, 'member', id from member where email = lower(?) and subject is null union all"
                            + " select tenant_id, 'consumer_member', id from consumer_member where email = lower(?) and"
                            + " subject is null")) {
                query.setString(1, email);
                query.setString(2, email);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        places.computeIfAbsent(new TenantId(rows.getObject(1, UUID.class)), tenant -> new ArrayList<>())
                                .add(new Seat(rows.getString(2), rows.getObject(3, UUID.class)));
                    }
                }
            }
            return places;
        });
    }

    private void bind(Person person, TenantId tenant, List<Seat> seats) {
        try {
            trail.recording(directory, tenant, (connection, changes) -> {
                for (Seat seat : seats) {
                    try (PreparedStatement update = connection.prepareStatement("update " + seat.table()
                            + " set subject = ?, name = left(?, 200) where id = ? and subject is null")) {
                        update.setString(1, person.subject());
                        update.setString(2, person.name());
                        update.setObject(3, seat.id());
                        if (update.executeUpdate() == 1) {
                            changes.add(Change.changed(
                                    seat.table().replace('_', '-'),
                                    seat.id(),
                                    Map.of(),
                                    Map.of("subject", person.subject(), "name", person.name())));
                        }
                    }
                }
                return true;
            });
        } catch (SQLException away) {
            throw new IllegalStateException("the directory does not answer", away);
        }
    }

    /// Whether the identity provider no longer lets the person in, though a token of theirs may still be good.
    public boolean isShutOut(String subject) {
        return asking(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("select from shut_out_person where subject = ?")) {
                query.setString(1, subject);
                try (ResultSet row = query.executeQuery()) {
                    return row.next();
                }
            }
        });
    }

    /// @param only  a tenant that a token is limited to; null for all of them
    public Memberships memberships(Person person, @Nullable TenantId only) {
        return asking(connection -> {
            List<TenantMembership> tenants = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(
                    "select t.slug, t.name, m.role from member m join tenant t on t.id = m.tenant_id where m.subject ="
                            + " ? and t.id = coalesce(?, t.id) order by t.slug")) {
                query.setString(1, person.subject());
                query.setObject(2, only == null ? null : only.value(), Types.OTHER);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        tenants.add(new TenantMembership(
                                rows.getString(1), rows.getString(2), tenantRole(rows.getString(3))));
                    }
                }
            }
            List<ConsumerPlace> consumers = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(
                    "select t.slug, c.id, c.name, m.role from consumer_member m join tenant t on t.id = m.tenant_id"
                        + " join consumer c on c.id = m.consumer_id where m.subject = ? and t.id = coalesce(?, t.id)"
                        + " order by t.slug, c.created_at, c.id")) {
                query.setString(1, person.subject());
                query.setObject(2, only == null ? null : only.value(), Types.OTHER);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        consumers.add(new ConsumerPlace(
                                rows.getString(1),
                                rows.getObject(2, UUID.class),
                                rows.getString(3),
                                consumerRole(rows.getString(4))));
                    }
                }
            }
            return new Memberships(tenants, consumers);
        });
    }

    /// @param text  as it was shown; an expired or unknown token has no owner
    public Optional<TokenOwner> ownerOf(String text) {
        if (!Secret.isWellFormed(text)) {
            return Optional.empty();
        }
        return asking(connection -> {
            UUID id;
            boolean noteUse;
            TokenOwner owner;
            try (PreparedStatement query = connection.prepareStatement("select id, subject, email, tenant_id, operator,"
                    + " last_used_at is null or last_used_at < now() - interval '1 minute', scopes, expires_at"
                    + " from access_token"
                    + " where sha256 = ? and (expires_at is null or expires_at > now())"
                    + " and not exists (select from shut_out_person s where s.subject = access_token.subject)")) {
                query.setString(1, Secret.sha256(text));
                try (ResultSet row = query.executeQuery()) {
                    if (!row.next()) {
                        return Optional.empty();
                    }
                    id = row.getObject(1, UUID.class);
                    UUID tenant = row.getObject(4, UUID.class);
                    owner = new TokenOwner(
                            id,
                            new Person(row.getString(2), row.getString(3), row.getString(3)),
                            tenant == null ? null : new TenantId(tenant),
                            row.getBoolean(5),
                            scopes(row.getArray(7)),
                            instant(row.getTimestamp(8)));
                    noteUse = row.getBoolean(6);
                }
            }
            if (noteUse) {
                try (PreparedStatement update =
                        connection.prepareStatement("update access_token set last_used_at = now() where id = ?")) {
                    update.setObject(1, id);
                    update.executeUpdate();
                }
            }
            return Optional.of(owner);
        });
    }

    /// Of a token that has no owner: what it was, for as long as it is remembered.
    /// @param text  as it was shown
    public Optional<EndedToken> endedToken(String text) {
        if (!Secret.isWellFormed(text)) {
            return Optional.empty();
        }
        return asking(connection -> {
            try (PreparedStatement query = connection.prepareStatement("select id, subject, email, tenant_id,"
                    + " case when expires_at <= now() then 'expired-token' else 'shut-out-person' end from access_token"
                    + " where sha256 = ? and not operator union all"
                    + " select id, subject, email, tenant_id, 'revoked-token' from revoked_token where sha256 = ?")) {
                String sha256 = Secret.sha256(text);
                query.setString(1, sha256);
                query.setString(2, sha256);
                try (ResultSet row = query.executeQuery()) {
                    return row.next()
                            ? Optional.of(new EndedToken(
                                    row.getObject(1, UUID.class),
                                    new Person(row.getString(2), row.getString(3), row.getString(3)),
                                    new TenantId(row.getObject(4, UUID.class)),
                                    row.getString(5)))
                            : Optional.empty();
                }
            }
        });
    }

    /// One that is not known any more limits nothing and allows nothing.
    private static Set<Scope> scopes(Array wireNames) throws SQLException {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String wireName : (String[]) wireNames.getArray()) {
            Scope.of(wireName).ifPresent(scopes::add);
        }
        return scopes;
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    private record Place(TenantId tenant, boolean suspended) {}

    private static @Nullable Place place(Connection connection, String slug) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select id, exists (select from tenant_suspension s"
                + " where s.tenant_id = t.id) from tenant t where slug = ?")) {
            query.setString(1, slug);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? new Place(new TenantId(row.getObject(1, UUID.class)), row.getBoolean(2)) : null;
            }
        }
    }

    private static @Nullable TenantRole role(Connection connection, TenantId tenant, Person person)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select role from member where tenant_id = ? and subject = ?")) {
            query.setObject(1, tenant.value());
            query.setString(2, person.subject());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? tenantRole(row.getString(1)) : null;
            }
        }
    }

    private static List<Access.ConsumerMembership> consumers(Connection connection, TenantId tenant, Person person)
            throws SQLException {
        List<Access.ConsumerMembership> consumers = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(
                "select c.id, c.name, m.role from consumer_member m join consumer c on c.id = m.consumer_id where"
                        + " m.tenant_id = ? and m.subject = ? order by c.created_at, c.id")) {
            query.setObject(1, tenant.value());
            query.setString(2, person.subject());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    consumers.add(new Access.ConsumerMembership(
                            rows.getObject(1, UUID.class), rows.getString(2), consumerRole(rows.getString(3))));
                }
            }
        }
        return consumers;
    }

    private static TenantRole tenantRole(String wireName) {
        return TenantRole.of(wireName).orElseThrow(() -> new IllegalStateException("role " + wireName));
    }

    private static ConsumerRole consumerRole(String wireName) {
        return ConsumerRole.of(wireName).orElseThrow(() -> new IllegalStateException("role " + wireName));
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    private <T> T asking(Question<T> question) {
        try (Connection connection = directory.getConnection()) {
            return question.ask(connection);
        } catch (SQLException away) {
            throw new IllegalStateException("the directory does not answer", away);
        }
    }
}
