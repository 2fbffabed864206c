package io.tallygate.portal.usage;

import io.tallygate.metering.archive.UsageArchive;
import io.tallygate.metering.archive.UsageRetention;
import io.tallygate.metering.clickhouse.ClickHouseFailure;
import io.tallygate.metering.clickhouse.ClickHouseMigrations;
import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.completeness.Completeness;
import io.tallygate.metering.completeness.InstanceMark;
import io.tallygate.metering.deadletter.DeadLetters;
import io.tallygate.metering.meter.Aggregation;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.MeterDefinition;
import io.tallygate.metering.meter.MeterSource;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.reading.BilledCalls;
import io.tallygate.metering.reading.MeterQuery;
import io.tallygate.metering.reading.MeterReader;
import io.tallygate.metering.reading.SeriesTable;
import io.tallygate.metering.reading.UsageFilter;
import io.tallygate.metering.reading.UsageQuery;
import io.tallygate.metering.reading.UsageReader;
import io.tallygate.metering.reading.UsageRequests;
import io.tallygate.metering.reading.UsageRequestsQuery;
import io.tallygate.metering.reading.UsageSeries;
import io.tallygate.metering.reading.UsageTotals;
import io.tallygate.metering.reading.UsageUnavailable;
import io.tallygate.metering.reconciliation.Reconciliation;
import io.tallygate.metering.rollup.UsageRollups;
import io.tallygate.portal.gatewayconfig.GatewayGroups;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
    private final Completeness completeness;
    private final DeadLetters letters;
    private final Reconciliation reconciliation;
    private final Clock clock;
    private final GatewayGroups groups;
    private volatile boolean ready;

    @Inject
    public Usage(
            @ConfigProperty(name = "TALLYGATE_CLICKHOUSE_URL", defaultValue = "http://localhost:8123") String url,
            @ConfigProperty(name = "TALLYGATE_CLICKHOUSE_DATABASE", defaultValue = "tallygate") String database,
            @ConfigProperty(name = "TALLYGATE_CLICKHOUSE_USER") java.util.Optional<String> user,
            @ConfigProperty(name = "TALLYGATE_CLICKHOUSE_PASSWORD") java.util.Optional<String> password,
            @ConfigProperty(name = "TALLYGATE_CLICKHOUSE_CLUSTER") java.util.Optional<String> cluster,
            Clock clock,
            QueryBudget budget,
            GatewayGroups groups) {
        this.settings = new ClickHouseSettings(URI.create(url), database, user.orElse(""), password.orElse(""))
                .onCluster(cluster.orElse(""));
        this.reader = new UsageReader(settings, budget);
        this.completeness = new Completeness(settings);
        this.letters = new DeadLetters(settings);
        this.reconciliation = new Reconciliation(settings);
        this.clock = clock;
        this.groups = groups;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected Usage() {
        this.settings = null;
        this.reader = null;
        this.completeness = null;
        this.letters = null;
        this.reconciliation = null;
        this.clock = null;
        this.groups = null;
    }

    void start(@Observes Startup event) {
        try {
            reader();
        } catch (UsageUnavailable later) {
            LOG.warn("The usage store does not answer yet; its tables are made when it does: {}", later.getMessage());
        }
    }

    /// Billable units only, exact.
    /// @param cutOff  of [#cutOff]: only what was stored by then; null: all that is there
    public BigDecimal quantity(
            TenantId tenant, SubscriptionId subscription, Meter meter, Period period, @Nullable Instant cutOff) {
        return cutOff == null
                ? reader().quantity(tenant, subscription, meter, period)
                : quantity(tenant, subscription, definition(meter), period, cutOff);
    }

    /// The same of any meter.
    public BigDecimal quantity(
            TenantId tenant,
            SubscriptionId subscription,
            MeterDefinition meter,
            Period period,
            @Nullable Instant cutOff) {
        MeterQuery query = MeterQuery.of(tenant, meter, period)
                .withSubscription(subscription)
                .billable();
        return reader().meters().quantity(cutOff == null ? query : query.stored(MeterQuery.Stored.upTo(cutOff)));
    }

    /// The same of many subscriptions, in one question; those without usage are not in the answer.
    /// @param subscriptions  at most [io.tallygate.metering.reading.MeterReader#MOST_AMONG]
    public Map<SubscriptionId, BigDecimal> quantities(
            TenantId tenant,
            Collection<SubscriptionId> subscriptions,
            MeterDefinition meter,
            Period period,
            @Nullable Instant cutOff) {
        MeterQuery query = MeterQuery.of(tenant, meter, period).billable();
        return reader().meters()
                .quantities(cutOff == null ? query : query.stored(MeterQuery.Stored.upTo(cutOff)), subscriptions);
    }

    /// A moment such that whoever reads as of it, whenever, gets the same.
    public Instant cutOff() {
        return reader().meters().cutOff();
    }

    /// What every tenant has.
    /// @throws IllegalArgumentException  for one that a tenant defined itself
    public static MeterDefinition definition(Meter meter) {
        if (!meter.equals(Meter.REQUESTS)) {
            throw new IllegalArgumentException("not every tenant has the meter " + meter.slug());
        }
        return new MeterDefinition(
                meter.slug(),
                "Requests",
                MeterSource.REQUESTS,
                null,
                Aggregation.COUNT,
                null,
                Map.of(),
                Map.of(),
                Map.of(),
                meter.unit());
    }

    MeterReader meters() {
        return reader().meters();
    }

    /// What could not be counted.
    public DeadLetters letters() {
        var _ = reader();
        return letters;
    }

    /// What journals held against what the store holds.
    public Reconciliation reconciliation() {
        var _ = reader();
        return reconciliation;
    }

    /// @throws UsageUnavailable  when it does not
    public void mustAnswer() {
        var _ = reader().completeUpTo(clock.instant());
    }

    /// A month of calls (UTC, by their end), each once, as a Parquet file.
    public void parquet(TenantId tenant, YearMonth month, OutputStream out) throws IOException {
        try (UsageArchive archive = new UsageArchive(settings)) {
            archive.parquet(tenant, month, out);
        }
    }

    /// Deletes what is older than its tenant keeps it.
    public void forget(Map<TenantId, Integer> days, Instant now) {
        var _ = reader();
        try (UsageRetention retention = new UsageRetention(settings)) {
            retention.apply(days, now);
        }
    }

    void rollUp() {
        var _ = reader();
        try (UsageRollups rollups = new UsageRollups(settings)) {
            rollups.refresh();
        }
    }

    byte[] arrow(SeriesTable table) {
        return reader().arrow(table);
    }

    /// Calls over time for a chart: hours and days that have passed are read from roll-ups.
    public UsageSeries chart(UsageQuery query) {
        return reader().charts().calls(query);
    }

    /// … and what they come to.
    public UsageTotals totals(UsageQuery query) {
        return reader().charts().totals(query);
    }

    /// The single calls behind billed quantities.
    public BilledCalls billedCalls() {
        return reader().billedCalls();
    }

    public UsageRequests requests(UsageRequestsQuery query, int limit, @Nullable String cursor) {
        return reader().requests(query, limit, cursor);
    }

    /// What has arrived after a place, oldest first. A call is shown when all that ended before it have arrived;
    /// an instance that is away holds the others up for seconds only, and what it reports later is in [#requests].
    /// @param after  of an answer's cursor, or [#followingStart]
    public UsageRequests following(TenantId tenant, UsageFilter filter, int limit, String after) {
        Instant from = UsageReader.momentOf(after);
        Instant to = settled(tenant);
        return from.isBefore(to)
                ? reader().following(new UsageRequestsQuery(tenant, filter, new Period(from, to)), limit, after)
                : new UsageRequests(List.of(), after);
    }

    /// Where following begins that shows what settles from now on.
    public String followingStart(TenantId tenant) {
        return UsageReader.placeBefore(settled(tenant));
    }

    private Instant settled(TenantId tenant) {
        Instant patient = clock.instant().minus(LONGEST_WAIT_FOR_AN_INSTANCE);
        Instant complete = completeUntil(tenant);
        return complete.isBefore(patient) ? patient : complete;
    }

    /// Calls to the tenant that ended before this moment are all counted: no gateway of its groups holds any back.
    public Instant completeUntil(TenantId tenant) {
        return Completeness.until(marks(tenant), clock.instant());
    }

    /// What the gateways of the tenant's groups said last, those that hold back most first. One that takes its
    /// configuration from here and has reported no usage yet holds back all since it began.
    public List<InstanceMark> marks(TenantId tenant) {
        var _ = reader();
        List<String> names = GatewayGroups.of(tenant);
        List<Completeness.Running> running = groups.instances().stream()
                .filter(instance -> names.contains(instance.group()))
                .map(instance -> new Completeness.Running(instance.instance(), instance.group(), instance.startedAt()))
                .toList();
        return Completeness.with(completeness.marks(names), running);
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
