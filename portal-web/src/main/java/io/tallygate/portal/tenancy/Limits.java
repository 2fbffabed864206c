package io.tallygate.portal.tenancy;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.input.WrongInput;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.jspecify.annotations.Nullable;

/// The named limits of a tenant: what it may have, and that it has no more. Triggers count what there is, in the
/// transaction that makes it.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Limits {
    /// More is no limit any more, and JSON's numbers stay exact.
    public static final long MOST = 1_000_000_000_000L;

    /// Keeps what is locked for a claim apart from every other advisory lock.
    private static final int LOCKS = 45;

    @Inject
    private TenantTransactions transactions;

    @Inject
    private MinuteCounts minutes;

    @Inject
    private Clock clock;

    @Inject
    private InstallationLimits installation;

    @Inject
    private MetricRegistry metrics;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// How a tenant stands with one limit.
    /// @param used    in the limit's unit; for what is counted by the minute, since the minute began
    /// @param usual   the installation's number
    /// @param ownNumber  whether the operator gave the tenant a number of its own
    public record Standing(Limit limit, long allowed, long used, long usual, boolean ownNumber) {}

    /// In the order of [Limit].
    public List<Standing> of(TenantId tenant) {
        return transactions.inTenant(tenant, () -> {
            Map<String, Long> own = entities.createQuery("from TenantLimit l", TenantLimit.class)
                    .getResultStream()
                    .collect(Collectors.toMap(TenantLimit::name, TenantLimit::allowed));
            return Stream.of(Limit.values())
                    .map(limit -> standing(tenant, limit, own.get(limit.wireName())))
                    .toList();
        });
    }

    public Standing of(TenantId tenant, Limit limit) {
        return transactions.inTenant(
                tenant,
                () -> standing(
                        tenant, limit, find(limit).map(TenantLimit::allowed).orElse(null)));
    }

    private Standing standing(TenantId tenant, Limit limit, @Nullable Long own) {
        long used = switch (limit.kind()) {
            case HELD -> used(limit);
            case IN_A_MINUTE -> minutes.used(tenant, limit);
        };
        long usual = installation.of(limit);
        return new Standing(limit, own == null ? usual : own, used, usual, own != null);
    }

    /// Gives a tenant a number of its own. What it has already stays, also where that is more.
    /// @throws WrongInput  when the number is none
    public void allow(TenantId tenant, Limit limit, long allowed) {
        if (allowed < 0 || allowed > MOST) {
            throw new WrongInput("/allowed", because("A whole number from 0 to {0}.", MOST));
        }
        transactions.inTenant(tenant, () -> {
            var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            find(limit)
                    .ifPresentOrElse(
                            own -> own.allow(allowed, now),
                            () -> entities.persist(new TenantLimit(limit, allowed, now)));
        });
    }

    /// The installation's number holds for the tenant again.
    public void forget(TenantId tenant, Limit limit) {
        transactions.inTenant(tenant, () -> find(limit).ifPresent(entities::remove));
    }

    /// Asks for room for more, before it is made. Claims of one tenant stand in line from here to the end of their
    /// transactions, so that together they never pass the limit.
    /// @throws LimitReached           when there is no room
    /// @throws IllegalStateException  outside a transaction of the tenant
    public void claim(TenantId tenant, Limit limit, long more) {
        if (!tenant.equals(CurrentTenant.get())) {
            throw new IllegalStateException("room is claimed inside a transaction of the tenant");
        }
        entities.createNativeQuery("select 1 from pg_advisory_xact_lock(cast(:locks as integer), hashtext(:tenant))")
                .setParameter("locks", LOCKS)
                .setParameter("tenant", tenant.toString())
                .getSingleResult();
        long allowed = find(limit).map(TenantLimit::allowed).orElseGet(() -> installation.of(limit));
        if (used(limit) + more > allowed) {
            reached(limit);
            throw new LimitReached(limit, allowed);
        }
    }

    /// Notes that a limit was in somebody's way.
    public void reached(Limit limit) {
        metrics.counter("tenant_limits_reached", new Tag("limit", limit.wireName()))
                .inc();
    }

    private Optional<TenantLimit> find(Limit limit) {
        return entities.createQuery("from TenantLimit l where l.name = :name", TenantLimit.class)
                .setParameter("name", limit.wireName())
                .getResultStream()
                .findFirst();
    }

    private long used(Limit limit) {
        List<?> found = entities.createNativeQuery("select used from portal.tenant_use where name = :name", Long.class)
                .setParameter("name", limit.wireName())
                .getResultList();
        return found.isEmpty() ? 0 : (Long) found.getFirst();
    }
}
