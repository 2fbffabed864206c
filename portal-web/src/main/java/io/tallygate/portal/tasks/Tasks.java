package io.tallygate.portal.tasks;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.tasks.store.WaitingTasks;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Where a room asks for work to be done later.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Tasks {
    @Inject
    private WaitingTasks waiting;

    @Inject
    private TaskStart running;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    private TransactionSynchronizationRegistry transactions;

    /// Asks for work as part of the caller's tenant transaction: it waits once that commits, and is forgotten when it
    /// rolls back. The same instance of a task that waits already, or runs, is left as it is.
    ///
    /// @param instance  tells the works of one task and tenant apart. Of instances that share what is before their
    ///                  first slash (a lane) only one runs at a time.
    /// @param data      handed to the task; no secrets
    /// @param at        not sooner than this
    /// @return          whether it is new
    /// @throws IllegalStateException  outside a transaction
    public boolean later(TenantTask task, TenantId tenant, String instance, String data, Instant at) {
        if (transactions.getTransactionStatus() != Status.STATUS_ACTIVE) {
            throw new IllegalStateException("work for later is asked for inside a transaction");
        }
        if (instance.isEmpty()
                || instance.length() > TaskLimits.LONGEST_INSTANCE
                || data.getBytes(StandardCharsets.UTF_8).length > TaskLimits.LARGEST_DATA_BYTES) {
            throw new IllegalArgumentException("work that cannot be kept: " + task.name() + " " + instance);
        }
        transactions.registerInterposedSynchronization(new LookAfterCommit());
        return waiting.add(task.name(), tenant, instance, data, at);
    }

    private final class LookAfterCommit implements Synchronization {
        @Override
        public void beforeCompletion() {
            // it is written already
        }

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                running.look();
            }
        }
    }
}
