package io.tallygate.portal.tenancy;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.audit.AuditTrail;
import io.tallygate.portal.audit.Change;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.util.List;

/// Runs work inside one tenant. The database is told the tenant first, in the same transaction, so that row-level
/// security binds
/// every statement that follows; Hibernate's own filter is told as well. What the work changes is in the audit log when
/// it commits: one record, written last. Just before that, whoever observes [TenantChanged] hears of it.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class TenantTransactions {
    @Resource(lookup = "java:comp/UserTransaction")
    private UserTransaction transaction;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    @Inject
    private AuditTrail trail;

    @Inject
    private Event<TenantChanged> changed;

    /// Work that may say no with an exception of its own.
    @FunctionalInterface
    public interface Work<T, X extends Exception> {
        T run() throws X;
    }

    /// As [Work], without a result.
    @FunctionalInterface
    public interface Task<X extends Exception> {
        void run() throws X;
    }

    /// Commits when the work returns and rolls back when it throws. Work of the same tenant may be nested and joins;
    /// another
    /// tenant's may not.
    /// @throws IllegalStateException  inside work of another tenant
    public <T, X extends Exception> T inTenant(TenantId tenant, Work<T, X> work) throws X {
        TenantId outer = CurrentTenant.get();
        if (outer != null) {
            if (!outer.equals(tenant)) {
                throw new IllegalStateException("work for tenant " + tenant + " inside that of " + outer);
            }
            return work.run();
        }
        begin();
        CurrentTenant.set(tenant);
        AuditTrail.Recording recording = trail.begin(tenant);
        boolean done = false;
        try {
            entities.createNativeQuery("select set_config('tallygate.tenant', :tenant, true)")
                    .setParameter("tenant", tenant.value().toString())
                    .getSingleResult();
            T result = work.run();
            if (isActive()) {
                List<Change> changes = recording.changes();
                if (!changes.isEmpty()) {
                    changed.fire(new TenantChanged(tenant, changes));
                }
                recording.write();
            }
            done = true;
            return result;
        } finally {
            try {
                end(done);
                if (done) {
                    recording.committed();
                }
            } finally {
                recording.close();
                CurrentTenant.set(null);
            }
        }
    }

    /// As [#inTenant(TenantId, Work)], for work without a result.
    public <X extends Exception> void inTenant(TenantId tenant, Task<X> task) throws X {
        this.<Boolean, X>inTenant(tenant, () -> {
            task.run();
            return true;
        });
    }

    private void begin() {
        try {
            transaction.begin();
        } catch (NotSupportedException | SystemException e) {
            throw new IllegalStateException("no transaction could begin", e);
        }
    }

    private boolean isActive() {
        try {
            return transaction.getStatus() == Status.STATUS_ACTIVE;
        } catch (SystemException e) {
            throw new IllegalStateException("the transaction's state is not known", e);
        }
    }

    private void end(boolean done) {
        try {
            if (done && isActive()) {
                transaction.commit();
            } else {
                transaction.rollback();
                if (done) {
                    throw new IllegalStateException("the transaction was rolled back");
                }
            }
        } catch (RollbackException | HeuristicMixedException | HeuristicRollbackException | SystemException e) {
            throw new IllegalStateException("the transaction did not commit", e);
        }
    }
}
