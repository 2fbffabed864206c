package io.tallygate.portal.invitation;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.ConsumerRole;
import io.tallygate.portal.account.Members;
import io.tallygate.portal.account.Person;
import io.tallygate.portal.account.TenantRole;
import io.tallygate.portal.consumer.Consumers;
import io.tallygate.portal.consumer.Teams;
import io.tallygate.portal.secret.Secret;
import io.tallygate.portal.tenancy.Tenant;
import io.tallygate.portal.tenancy.TenantTransactions;
import io.tallygate.portal.tenancy.Tenants;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// What whoever follows the link of an invitation may do with it: they join when the address they signed in with, which
/// the identity provider has verified, is the one that was asked.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Joining {
    @Resource(lookup = "jdbc/directory", shareable = false)
    private DataSource directory;

    @Inject
    private TenantTransactions transactions;

    @Inject
    private Tenants tenants;

    @Inject
    private Consumers consumers;

    @Inject
    private Members members;

    @Inject
    private Teams teams;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// What a link is to the person who follows it.
    public sealed interface Offer {
        /// Unknown, revoked, replaced by a newer one, or expired: all alike.
        record Nothing() implements Offer {}

        /// For another address than the one that is signed in.
        record ForAnother() implements Offer {}

        /// @param consumer  its name; null: the tenant itself
        /// @param role      as the control API spells it
        /// @param joined    whether the person has accepted it already
        record Place(Tenant tenant, @Nullable String consumer, String role, boolean joined) implements Offer {}
    }

    /// Changes nothing.
    public Offer look(String secret, Person person) {
        return with(secret, person, false);
    }

    /// The person belongs there from now on. Accepting again changes nothing.
    public Offer accept(String secret, Person person) {
        return with(secret, person, true);
    }

    private Offer with(String secret, Person person, boolean accept) {
        return tenantOf(secret)
                .map(tenant -> transactions.inTenant(tenant, () -> offer(tenant, secret, person, accept)))
                .orElseGet(Offer.Nothing::new);
    }

    private Offer offer(TenantId id, String secret, Person person, boolean accept) {
        Invitation invitation = find(secret).orElse(null);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (invitation == null) {
            return new Offer.Nothing();
        }
        boolean joined = person.subject().equals(invitation.acceptedBy());
        if (!joined && !invitation.isOpen(now)) {
            return new Offer.Nothing();
        }
        if (!joined && !invitation.email().equals(person.email())) {
            return new Offer.ForAnother();
        }
        UUID consumer = invitation.consumerId();
        String name = consumer == null
                ? null
                : consumers.find(id, consumer).orElseThrow().name();
        if (accept && !joined) {
            join(id, invitation, person);
            invitation.accepted(person.subject(), now);
            entities.flush();
            joined = true;
        }
        return new Offer.Place(tenants.find(id), name, invitation.role(), joined);
    }

    private void join(TenantId tenant, Invitation invitation, Person person) {
        UUID consumer = invitation.consumerId();
        if (consumer == null) {
            members.join(tenant, person, TenantRole.of(invitation.role()).orElseThrow());
        } else {
            teams.join(consumer, person, ConsumerRole.of(invitation.role()).orElseThrow());
        }
    }

    private Optional<Invitation> find(String secret) {
        return entities.createQuery("from Invitation i where i.secretSha256 = :hash", Invitation.class)
                .setParameter("hash", Secret.sha256(secret))
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultStream()
                .findFirst();
    }

    /// Asked before a tenant is known, with the directory's role.
    private Optional<TenantId> tenantOf(String secret) {
        if (!Secret.isWellFormed(secret)) {
            return Optional.empty();
        }
        try (Connection connection = directory.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("select tenant_id from invitation where secret_sha256 = ?")) {
            query.setString(1, Secret.sha256(secret));
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(new TenantId(row.getObject(1, UUID.class))) : Optional.empty();
            }
        } catch (SQLException away) {
            throw new IllegalStateException("the directory does not answer", away);
        }
    }
}
