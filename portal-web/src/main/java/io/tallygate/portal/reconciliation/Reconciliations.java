package io.tallygate.portal.reconciliation;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.tasks.Tasks;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Comparisons of a tenant: asked for, made in the background, read. From the first one on another is made every night.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Reconciliations {
    /// The longest stretch that one comparison takes.
    public static final Duration LONGEST = Duration.ofDays(62);

    @Inject
    private TenantTransactions transactions;

    @Inject
    private Tasks tasks;

    @Inject
    private Instance<CompareTask> task;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// @param from  null: 31 days before `to`; cut to whole hours
    /// @param to    null: now; cut to whole hours
    /// @throws io.tallygate.portal.input.WrongInput  pointing at what cannot be
    public Comparison ask(TenantId tenant, @Nullable Instant from, @Nullable Instant to) {
        Instant now = clock.instant();
        Instant end = (to == null ? now : to).truncatedTo(ChronoUnit.HOURS);
        Instant begin = (from == null ? end.minus(Duration.ofDays(31)) : from).truncatedTo(ChronoUnit.HOURS);
        InputCheck check = new InputCheck();
        if (!begin.isBefore(end)) {
            check.refuse("/from", because("Must be at least an hour before the end."));
        } else if (Duration.between(begin, end).compareTo(LONGEST) > 0) {
            check.refuse("/from", because("At most {0} days before the end.", LONGEST.toDays()));
        }
        check.done();
        return transactions.inTenant(tenant, () -> {
            Comparison comparison = make(new Period(begin, end));
            tasks.later(
                    task.get(),
                    tenant,
                    "compare/" + comparison.id(),
                    comparison.id().toString(),
                    now);
            nightly(tenant, now);
            return comparison;
        });
    }

    private Comparison make(Period period) {
        Comparison comparison = new Comparison(period, clock.instant().truncatedTo(ChronoUnit.MICROS));
        entities.persist(comparison);
        entities.flush();
        return comparison;
    }

    /// The two days before tonight, again tomorrow; where one waits already nothing is changed.
    private void nightly(TenantId tenant, Instant now) {
        Instant night = now.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(26));
        tasks.later(task.get(), tenant, "nightly", CompareTask.NIGHTLY, night);
    }

    /// A comparison of the two days before now, and the next night's.
    UUID tonight(TenantId tenant) {
        Instant now = clock.instant();
        Instant end = now.truncatedTo(ChronoUnit.HOURS);
        return transactions.inTenant(tenant, () -> {
            UUID id = make(new Period(end.minus(Duration.ofDays(2)), end)).id();
            tasks.later(task.get(), tenant, "compare/" + id, id.toString(), now);
            // the work that runs now has the other name of the two, which are told apart
            tasks.later(
                    task.get(),
                    tenant,
                    "nightly-" + now.truncatedTo(ChronoUnit.DAYS).getEpochSecond(),
                    CompareTask.NIGHTLY,
                    now.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(26)));
            return id;
        });
    }

    /// Newest first.
    /// @param before  the last id of the page before; null for the first page
    public List<Comparison> list(TenantId tenant, @Nullable UUID before, int limit) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery(
                                "from Comparison c where :before is null or c.id < :before order by c.id desc",
                                Comparison.class)
                        .setParameter("before", before)
                        .setMaxResults(limit)
                        .getResultList());
    }

    public Optional<Comparison> find(TenantId tenant, UUID id) {
        return transactions.inTenant(tenant, () -> Optional.ofNullable(entities.find(Comparison.class, id)));
    }

    /// In the order in which they were found.
    /// @param after  the last id of the page before; null for the first page
    public List<Difference> differences(TenantId tenant, UUID comparison, @Nullable UUID after, int limit) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery(
                                "from Difference d where d.reconciliationId = :comparison and (:after is null or d.id >"
                                        + " :after) order by d.id",
                                Difference.class)
                        .setParameter("comparison", comparison)
                        .setParameter("after", after)
                        .setMaxResults(limit)
                        .getResultList());
    }
}
