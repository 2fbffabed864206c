package io.tallygate.portal.retention;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How long a tenant keeps its usage: all of it, or so many days.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Retentions {
    /// A month that is closed late must still be there.
    public static final int FEWEST_DAYS = 100;

    public static final int MOST_DAYS = 3_660;

    @Inject
    private TenantTransactions transactions;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// @return null: all of it
    public @Nullable Integer days(TenantId tenant) {
        return transactions
                .inTenant(tenant, () -> found(LockModeType.NONE).map(Retention::days))
                .orElse(null);
    }

    /// As [#days], until the caller's transaction ends nobody else changes it.
    public @Nullable Integer hold() {
        return found(LockModeType.PESSIMISTIC_WRITE).map(Retention::days).orElse(null);
    }

    /// Usage of earlier days is deleted with the next clean-up.
    /// @param days  null: all of it
    /// @throws WrongInput  when that is none
    public void keep(TenantId tenant, @Nullable Integer days) {
        if (days != null && (days < FEWEST_DAYS || days > MOST_DAYS)) {
            throw new WrongInput("/days", because("A whole number from {0} to {1}.", FEWEST_DAYS, MOST_DAYS));
        }
        transactions.inTenant(tenant, () -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            Optional<Retention> there = found(LockModeType.PESSIMISTIC_WRITE);
            if (days == null) {
                there.ifPresent(entities::remove);
            } else {
                there.ifPresentOrElse(kept -> kept.keep(days, now), () -> entities.persist(new Retention(days, now)));
            }
            entities.flush();
        });
    }

    private Optional<Retention> found(LockModeType lock) {
        return entities.createQuery("from Retention r", Retention.class)
                .setLockMode(lock)
                .getResultStream()
                .findFirst();
    }
}
