package io.tallygate.metering.reading;

import io.tallygate.metering.meter.TenantId;
import java.time.Duration;

/// How much of the store's time a tenant's questions may take. What an invoice is made of is no such question.
public interface ReadingBudget {
    /// Every question is answered, and nobody counts.
    ReadingBudget UNLIMITED = new ReadingBudget() {
        @Override
        public void admit(TenantId tenant) {
            // always
        }

        @Override
        public void spent(TenantId tenant, Duration processorTime) {
            // nobody counts
        }
    };

    /// Asked before a question goes to the store.
    /// @throws ReadingBudgetSpent  when it must wait
    void admit(TenantId tenant);

    /// Told after it was answered.
    /// @param processorTime  at most so much: the time it took, times the threads it could use
    void spent(TenantId tenant, Duration processorTime);
}
