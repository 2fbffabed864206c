package io.tallygate.portal.gatewayconfig.store;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.gatewayconfig.Kind;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.UUID;

/// Collects the changes of a transaction and writes them just before it commits, in one call of the database
/// function `write_gateway_changes`. That function locks the group's row to number the changes, so all writers
/// of a group queue there: taken last, the lock is held for the commit only, and no transaction that holds it
/// ever waits for another row.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class ChangeWriter {
    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    private TransactionSynchronizationRegistry transactions;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    public void put(TenantId tenant, Kind kind, UUID id, JsonObject value) {
        pending(tenant).put(kind, id, value);
    }

    public void delete(TenantId tenant, Kind kind, UUID id) {
        pending(tenant).delete(kind, id);
    }

    private PendingChanges pending(TenantId tenant) {
        if (transactions.getTransactionStatus() != Status.STATUS_ACTIVE) {
            throw new IllegalStateException("gateway configuration changes only inside a transaction");
        }
        if (transactions.getResource(PendingChanges.class) instanceof PendingChanges pending) {
            pending.mustBeOf(tenant);
            return pending;
        }
        PendingChanges pending = new PendingChanges(tenant);
        transactions.putResource(PendingChanges.class, pending);
        transactions.registerInterposedSynchronization(new WriteBeforeCommit(pending));
        return pending;
    }

    private final class WriteBeforeCommit implements Synchronization {
        private final PendingChanges pending;

        WriteBeforeCommit(PendingChanges pending) {
            this.pending = pending;
        }

        @Override
        public void beforeCompletion() {
            try {
                entities.flush();
                entities.createNativeQuery(
                                "select portal.write_gateway_changes(cast(:tenant as uuid), cast(:changes as jsonb))")
                        .setParameter("tenant", pending.tenant().toString())
                        .setParameter("changes", pending.toJson())
                        .getSingleResult();
            } catch (RuntimeException failed) {
                // committing without the change would leave gateways behind for ever
                transactions.setRollbackOnly();
                throw failed;
            }
        }

        @Override
        public void afterCompletion(int status) {
            // the announcement is the database's: NOTIFY is part of the transaction
        }
    }
}
