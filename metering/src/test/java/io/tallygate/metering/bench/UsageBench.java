package io.tallygate.metering.bench;

import static io.tallygate.metering.bench.BenchFigures.percentile;

import io.tallygate.metering.clickhouse.ClickHouse;
import io.tallygate.metering.clickhouse.ClickHouseMigrations;
import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.clickhouse.RunningClickHouse;
import io.tallygate.metering.meter.Aggregation;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.MeterDefinition;
import io.tallygate.metering.meter.MeterSource;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.reading.Dimension;
import io.tallygate.metering.reading.MeterQuery;
import io.tallygate.metering.reading.UsageFilter;
import io.tallygate.metering.reading.UsageQuery;
import io.tallygate.metering.reading.UsageReader;
import io.tallygate.metering.reading.Window;
import io.tallygate.metering.rollup.UsageRollups;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntConsumer;

/// `infra/bench usage [--rows 47000000]`: a month of calls of 20 tenants and 10,000 subscriptions, made inside of the
/// engine, in the order in which calls arrive; then what closing the month takes, one subscription's chart and one
/// tenant's, and the same again when two of a hundred calls lie there twice. The bounds are those of 47,000,000 calls
/// on two processors.
public final class UsageBench {
    private static final int TENANTS = 20;
    private static final int SUBSCRIPTIONS = 500;
    private static final Instant FROM = Instant.parse("2026-10-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-11-01T00:00:00Z");
    private static final Period MONTH = new Period(FROM, TO);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(4);
    private static final int ROUNDS = 3;
    private static final int SAMPLES = 60;
    private static final MeterDefinition REQUESTS = new MeterDefinition(
            "requests",
            "Requests",
            MeterSource.REQUESTS,
            null,
            Aggregation.SUM,
            null,
            Map.of(),
            Map.of(),
            Map.of(),
            "call");

    /// Each value is a function of the call's number; numbers grow with time.
    private static final String SEED = """
        INSERT INTO usage_event (id, tenant, environment, subscription, consumer, application, credential, product,
            plan_version, api, api_version, route, operation, method, status, outcome, billable, started_at, ended_at,
            latency_micros, upstream_micros, request_bytes, response_bytes, gateway_group, instance,
            configuration_revision, region, stored_at)
        WITH sipHash64(number) AS chance, chance % 20 AS t, intDiv(chance, 20) % 500 AS s,
            intDiv(chance, 10000) AS more,
            n -> reinterpretAsUUID(bitShiftLeft(toUInt128(n), 64)) AS uuid,
            toInt64({from:Int64} + intDiv(number * {nanos:UInt64}, 1000)) AS micros
        SELECT reinterpretAsUUID(sipHash128(number)), uuid(1 + t) AS one, 'live', uuid(1000 * (1 + t) + s) AS buyer,
            uuid(s % 200), buyer, buyer, one, one, uuid(more % 3) AS sold, sold, sold,
            concat('operation', toString(more % 40)), if(more % 4 = 0, 'POST', 'GET'),
            multiIf(more % 100 < 93, 200, more % 100 < 98, 404, 500) AS answered, 'answered', answered < 400,
            fromUnixTimestamp64Micro(micros - latency, 'UTC'), fromUnixTimestamp64Micro(micros, 'UTC'),
            toUInt32(2000 + more % 997 * (1 + intDiv(more, 1000) % 97)) AS latency, latency - 300, more % 2000,
            more % 20000, 'shared', concat('0123456789a', toString(more % 3)), 7, 'eu',
            fromUnixTimestamp64Micro(micros + 700000, 'UTC')
        FROM numbers({first:UInt64}, {count:UInt64}) SETTINGS insert_deduplicate = 0\
        """;

    private final RunningClickHouse clickHouse;
    private final ClickHouseSettings settings;
    private final UsageReader reader;
    private final long rows;
    private final BenchFigures figures = new BenchFigures("usage");
    private final Map<String, Double> before = new HashMap<>();

    private UsageBench(RunningClickHouse clickHouse, ClickHouseSettings settings, long rows) {
        this.clickHouse = clickHouse;
        this.settings = settings;
        this.reader = new UsageReader(settings);
        this.rows = rows;
    }

    public static void main(String[] arguments) throws Exception {
        long rows = arguments.length > 1 && arguments[0].equals("--rows") ? Long.parseLong(arguments[1]) : 47_000_000;
        Path directory = Files.createTempDirectory("bench-usage");
        UsageBench bench = null;
        try (RunningClickHouse clickHouse = RunningClickHouse.start(directory)) {
            bench = new UsageBench(clickHouse, clickHouse.newDatabase().patient(Duration.ofMinutes(10)), rows);
            bench.run();
            bench.figures.print("engineMemoryPeak", clickHouse.memoryPeak() / 1048576.0, "MiB");
        } finally {
            delete(directory);
        }
        bench.figures.exit();
    }

    private void run() throws Exception {
        new ClickHouseMigrations(settings).migrate();
        figures.print("calls", rows, "1");
        figures.print("seeding", seconds(this::seed), "s");
        figures.print("seedingProcessor", clickHouse.processorSeconds(), "s");
        figures.print("merging", seconds(this::settle), "s");
        figures.print("parts", number("SELECT count() FROM system.parts WHERE active AND table = 'usage_event'"), "1");
        figures.print(
                "disk",
                number("SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND table = 'usage_event'")
                        / 1048576.0,
                "MiB");
        samples("tenantWeekOfCalls", 10, this::tenantWeek);
        try (UsageRollups rollups = new UsageRollups(settings)) {
            figures.print("rollingUp", seconds(rollups::refresh), "s");
            Map<SubscriptionId, BigDecimal> once = measured("", 1);
            figures.print("duplicates", duplicates(), "1");
            figures.print("rollingUpAgain", seconds(rollups::refresh), "s");
            Map<SubscriptionId, BigDecimal> twice = measured("WithDuplicates", 1.5);
            figures.atMost("subscriptionsWithOtherTotals", once.equals(twice) ? 0 : 1, 0, "1");
        }
    }

    private void seed() throws Exception {
        seed(settings, rows);
    }

    /// October 2026: tenants 1 to 20, each with subscriptions from 1000 times its number on, all ids of small numbers.
    static void seed(ClickHouseSettings settings, long rows) throws Exception {
        long step = 2_000_000;
        try (ClickHouse client = new ClickHouse(settings)) {
            for (long first = 0; first < rows; first += step) {
                client.execute(
                        SEED,
                        Map.of(
                                "from", String.valueOf(FROM.getEpochSecond() * 1_000_000),
                                "nanos",
                                        String.valueOf(
                                                Duration.between(FROM, TO).toNanos() / rows),
                                "first", String.valueOf(first),
                                "count", String.valueOf(Math.min(step, rows - first))));
            }
        }
    }

    /// Until nothing is merged any more, for a bounded time.
    private void settle() throws Exception {
        long giveUp = System.nanoTime() + SETTLED_WITHIN.toNanos();
        int idle = 0;
        while (idle < 4 && System.nanoTime() < giveUp) {
            Thread.sleep(500);
            idle = number("SELECT count() FROM system.merges") == 0 ? idle + 1 : 0;
        }
    }

    /// Two of a hundred calls are stored again, under the same ids.
    private long duplicates() throws Exception {
        try (ClickHouse client = new ClickHouse(settings)) {
            client.execute("SYSTEM STOP MERGES usage_event", Map.of());
            client.execute(
                    "INSERT INTO usage_event SELECT * REPLACE (now64(6) AS stored_at, 18446744073709551615 -"
                            + " toUInt64(toUnixTimestamp64Micro(now64(6))) AS precedence) FROM usage_event WHERE"
                            + " cityHash64(id) % 50 = 0 SETTINGS insert_deduplicate = 0",
                    Map.of());
        }
        return number("SELECT count() FROM usage_event") - rows;
    }

    private Map<SubscriptionId, BigDecimal> measured(String suffix, double factor) throws Exception {
        Map<SubscriptionId, BigDecimal> totals = new HashMap<>();
        List<Double> closing = new ArrayList<>();
        Instant cutOff = reader.meters().cutOff();
        double processor = clickHouse.processorSeconds();
        for (int round = 0; round < ROUNDS; round++) {
            totals.clear();
            closing.add(seconds(() -> close(cutOff, totals)));
        }
        figures.print(
                "closingTheMonth" + suffix + "Processor", (clickHouse.processorSeconds() - processor) / ROUNDS, "s");
        figures.print("subscriptions" + suffix, totals.size(), "1");
        double median = percentile(closing, 50);
        if (suffix.isEmpty()) {
            figures.atMost("closingTheMonth", median, 4, "s");
        } else {
            figures.print("closingTheMonth" + suffix, median, "s");
        }
        bound("closingTheMonth", median, suffix, factor);
        bound(
                "subscriptionMonthP95",
                samples("subscriptionMonth" + suffix, SAMPLES, this::subscriptionMonth),
                suffix,
                factor);
        bound("tenantWeekP95", samples("tenantWeek" + suffix, SAMPLES, this::tenantWeek), suffix, factor);
        return totals;
    }

    private void bound(String figure, double value, String suffix, double factor) {
        if (suffix.isEmpty()) {
            before.put(figure, value);
            if (figure.startsWith("subscriptionMonth")) {
                figures.atMost(figure, value, 60, "ms");
            } else if (figure.startsWith("tenantWeek")) {
                figures.atMost(figure, value, 250, "ms");
            }
        } else {
            figures.atMost(figure + suffix + "Factor", value / before.getOrDefault(figure, value), factor, "1");
        }
    }

    private void close(Instant cutOff, Map<SubscriptionId, BigDecimal> totals) {
        for (int tenant = 0; tenant < TENANTS; tenant++) {
            totals.putAll(reader.meters()
                    .quantities(MeterQuery.of(tenant(tenant), REQUESTS, MONTH)
                            .billable()
                            .stored(MeterQuery.Stored.upTo(cutOff))));
        }
    }

    private void subscriptionMonth(int sample) {
        Random random = new Random(sample);
        int tenant = random.nextInt(TENANTS);
        UUID subscription = new UUID(0, 1000L * (1 + tenant) + random.nextInt(SUBSCRIPTIONS));
        reader.charts()
                .series(new UsageQuery(
                        tenant(tenant),
                        UsageFilter.everything().withSubscription(subscription),
                        Meter.REQUESTS,
                        MONTH,
                        Window.DAY,
                        BERLIN,
                        List.of()));
    }

    private void tenantWeek(int sample) {
        Random random = new Random(sample);
        Instant from = FROM.plus(Duration.ofDays(random.nextInt(24)));
        UsageQuery query = new UsageQuery(
                tenant(random.nextInt(TENANTS)),
                UsageFilter.everything(),
                Meter.REQUESTS,
                new Period(from, from.plus(Duration.ofDays(7))),
                Window.HOUR,
                ZoneOffset.UTC,
                List.of());
        reader.charts().series(query);
        reader.charts()
                .top(
                        new UsageQuery(
                                query.tenant(),
                                query.filter(),
                                query.meter(),
                                query.period(),
                                query.window(),
                                query.zone(),
                                List.of(Dimension.OPERATION)),
                        10);
    }

    private static TenantId tenant(int number) {
        return new TenantId(new UUID(0, 1L + number));
    }

    /// @return the 95th of a hundred, in milliseconds
    private double samples(String figure, int count, IntConsumer one) throws Exception {
        for (int i = 0; i < 5; i++) {
            one.accept(1_000 + i); // warms the client
        }
        List<Double> millis = new ArrayList<>();
        double processor = clickHouse.processorSeconds();
        for (int i = 0; i < count; i++) {
            int sample = i;
            millis.add(1_000 * seconds(() -> one.accept(sample)));
        }
        figures.print(figure + "Processor", 1_000 * (clickHouse.processorSeconds() - processor) / count, "ms");
        figures.print(figure + "P50", percentile(millis, 50), "ms");
        figures.print(figure + "P95", percentile(millis, 95), "ms");
        return percentile(millis, 95);
    }

    private interface Step {
        void run() throws Exception;
    }

    private static double seconds(Step step) throws Exception {
        long began = System.nanoTime();
        step.run();
        return (System.nanoTime() - began) / 1e9;
    }

    private long number(String statement) throws Exception {
        try (ClickHouse client = new ClickHouse(settings)) {
            return client.rows(statement, Map.of()).getFirst().get(0).asLong();
        }
    }

    static void delete(Path directory) throws Exception {
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
