package io.tallygate.portal.usage;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.reading.ReadingBudget;
import io.tallygate.metering.reading.ReadingBudgetSpent;
import io.tallygate.portal.tenancy.Limit;
import io.tallygate.portal.tenancy.Limits;
import io.tallygate.portal.tenancy.MinuteCounts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/// Each tenant's questions about usage may take so much of the store's processors in a minute. A question is let in
/// while anything is left, so the last one of a minute may take more; the store itself ends it after ten seconds.
@ApplicationScoped
public class QueryBudget implements ReadingBudget {
    private static final long MICROS_PER_MILLI = 1_000;

    private final MinuteCounts counts;
    private final Limits limits;

    @SuppressWarnings("NullAway") // for the proxy only
    protected QueryBudget() {
        this(null, null);
    }

    @Inject
    public QueryBudget(MinuteCounts counts, Limits limits) {
        this.counts = counts;
        this.limits = limits;
    }

    @Override
    public void admit(TenantId tenant) {
        MinuteCounts.Taken now = counts.take(tenant, Limit.USAGE_QUERY_MILLIS, 0);
        if (now.left() == 0) {
            limits.reached(Limit.USAGE_QUERY_MILLIS);
            throw new ReadingBudgetSpent((now.endsInMillis() + 999) / 1000);
        }
    }

    @Override
    public void spent(TenantId tenant, Duration processorTime) {
        counts.add(
                tenant,
                Limit.USAGE_QUERY_MILLIS,
                (processorTime.toNanos() / MICROS_PER_MILLI + MICROS_PER_MILLI - 1) / MICROS_PER_MILLI);
    }
}
