package io.tallygate.metering.reading;

import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Reads usage. Every method computes from unique events when it is asked; all throw [UsageUnavailable] when the
/// store cannot be asked and [UsageQueryInvalid] for what a user asked wrongly. Safe for use by several threads.
public final class UsageReader {
    /// Most dimensions of one query.
    public static final int MAX_DIMENSIONS = 4;

    /// Most points of one series, windows × groups.
    public static final int MAX_POINTS = 10_000;

    /// Most single calls of one page.
    public static final int MAX_REQUESTS = 200;

    public UsageReader(ClickHouseSettings settings) {}

    /// What a plan counts: billable calls only, exact at read time.
    /// @param period  by the calls' end
    /// @return        in the meter's own unit; zero when nothing was used
    public BigDecimal quantity(TenantId tenant, SubscriptionId subscription, Meter meter, Period period) {
        throw new UnsupportedOperationException();
    }

    /// The meter over time; all calls unless the filter names billable ones only.
    public UsageSeries series(UsageQuery query) {
        throw new UnsupportedOperationException();
    }

    public UsageTotals totals(UsageQuery query) {
        throw new UnsupportedOperationException();
    }

    /// Single calls, newest first.
    /// @param limit   1 to [#MAX_REQUESTS]
    /// @param cursor  of the page before, null for the first
    public UsageRequests requests(UsageRequestsQuery query, int limit, @Nullable String cursor) {
        throw new UnsupportedOperationException();
    }

    /// Every call that ended before this moment, at any instance that has ever reported, is in the store.
    /// @param now  the answer when every instance has stopped with an empty journal, or none ever reported
    public Instant completeUpTo(Instant now) {
        throw new UnsupportedOperationException();
    }
}
