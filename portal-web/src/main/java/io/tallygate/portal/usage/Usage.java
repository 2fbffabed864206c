package io.tallygate.portal.usage;

import io.tallygate.metering.clickhouse.ClickHouseFailure;
import io.tallygate.metering.clickhouse.ClickHouseMigrations;
import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.reading.UsageFilter;
import io.tallygate.metering.reading.UsageQuery;
import io.tallygate.metering.reading.UsageReader;
import io.tallygate.metering.reading.UsageRequests;
import io.tallygate.metering.reading.UsageRequestsQuery;
import io.tallygate.metering.reading.UsageSeries;
import io.tallygate.metering.reading.UsageTotals;
import io.tallygate.metering.reading.UsageUnavailable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The usage store as the portal reads it. The store may be away when the portal starts: its tables are
/// brought up to date at the first moment that it answers.
@ApplicationScoped
public class Usage {
    private static final Duration LONGEST_WAIT_FOR_AN_INSTANCE = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Usage.class);

    private final ClickHouseSettings settings;
    private final UsageReader reader;
    private final Clock clock;
    private volatile boolean ready;

    @Inject
    public Usage(
            @ConfigProperty(name = "TALLYGATE_CLICKHOUSE_URL", defaultValue = "http://localhost:8123") String url,
            @ConfigProperty(name = "TALLYGATE_CLICKHOUSE_DATABASE", defaultValue = "tallygate") String database,
            @ConfigProperty(name = "TALLYGATE_CLICKHOUSE_USER") java.util.Optional<String> user,
            @ConfigProperty(name = "TALLYGATE_CLICKHOUSE_PASSWORD") java.util.Optional<String> password,
            @ConfigProperty(name = "TALLYGATE_CLICKHOUSE_CLUSTER") java.util.Optional<String> cluster,
            Clock clock,
            QueryBudget budget) {
        this.settings = new ClickHouseSettings(URI.create(url), database, user.orElse(""), password.orElse(""))
                .onCluster(cluster.orElse(""));
        this.reader = new UsageReader(settings, budget);
        this.clock = clock;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected Usage() {
        this.settings = null;
        this.reader = null;
        this.clock = null;
    }

    void start(@Observes Startup event) {
        try {
            reader();
        } catch (UsageUnavailable later) {
            LOG.warn("The usage store does not answer yet; its tables are made when it does: {}", later.getMessage());
        }
    }

    /// Billable units only, exact.
    public BigDecimal quantity(TenantId tenant, SubscriptionId subscription, Meter meter, Period period) {
        return reader().quantity(tenant, subscription, meter, period);
    }

    public UsageSeries series(UsageQuery query) {
        return reader().series(query);
    }

    public UsageTotals totals(UsageQuery query) {
        return reader().totals(query);
    }

    public UsageRequests requests(UsageRequestsQuery query, int limit, @Nullable String cursor) {
        return reader().requests(query, limit, cursor);
    }

    /// What has arrived after a place, oldest first. A call is shown when all that ended before it have arrived;
    /// an instance that is away holds the others up for seconds only, and what it reports later is in [#requests].
    /// @param after  of an answer's cursor, or [#followingStart]
    public UsageRequests following(TenantId tenant, UsageFilter filter, int limit, String after) {
        Instant from = UsageReader.momentOf(after);
        Instant to = settled();
        return from.isBefore(to)
                ? reader().following(new UsageRequestsQuery(tenant, filter, new Period(from, to)), limit, after)
                : new UsageRequests(List.of(), after);
    }

    /// Where following begins that shows what settles from now on.
    public String followingStart() {
        return UsageReader.placeBefore(settled());
    }

    private Instant settled() {
        Instant patient = clock.instant().minus(LONGEST_WAIT_FOR_AN_INSTANCE);
        Instant complete = completeUpTo();
        return complete.isBefore(patient) ? patient : complete;
    }

    /// Calls that ended before this moment are all counted.
    public Instant completeUpTo() {
        return reader().completeUpTo(clock.instant());
    }

    private UsageReader reader() {
        if (!ready) {
            try {
                new ClickHouseMigrations(settings).migrate();
            } catch (ClickHouseFailure away) {
                throw new UsageUnavailable("The usage store does not answer.", away);
            }
            ready = true;
        }
        return reader;
    }
}
