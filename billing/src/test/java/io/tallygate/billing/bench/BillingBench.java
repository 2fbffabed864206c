package io.tallygate.billing.bench;

import io.tallygate.billing.BillingDatabase;
import io.tallygate.billing.Shop;
import io.tallygate.billing.catalog.Catalog;
import io.tallygate.billing.catalog.Plan;
import io.tallygate.billing.catalog.PlanVersion;
import io.tallygate.billing.catalog.Product;
import io.tallygate.billing.invoice.Buyer;
import io.tallygate.billing.invoice.Seller;
import io.tallygate.billing.run.BillingRun;
import io.tallygate.billing.run.BillingSettings;
import io.tallygate.billing.run.MeteredUsage;
import io.tallygate.billing.run.Parties;
import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.meter.Aggregation;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.MeterDefinition;
import io.tallygate.metering.meter.MeterSource;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.reading.MeterQuery;
import io.tallygate.metering.reading.UsageReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// `infra/bench billing [--rows 47000000]`: 20 tenants with 500 subscriptions each close a month of calls, to drafts:
/// all
/// quantities read from ClickHouse as of one moment, priced, and written to PostgreSQL by two workers. The bound is
/// that of
/// 47,000,000 calls on two processors.
public final class BillingBench implements Parties {
    private static final int TENANTS = 20;
    private static final int SUBSCRIPTIONS = 500;
    private static final int WORKERS = 2;
    private static final long BOUND_SECONDS = 60;
    private static final Instant NOW = Instant.parse("2026-11-02T00:00:00Z");
    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);

    private final BillingDatabase database = BillingDatabase.shared();

    public static void main(String[] arguments) throws Exception {
        String rows = arguments.length > 1 && arguments[0].equals("--rows") ? arguments[1] : "47000000";
        Process month = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx1g",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.tallygate.metering.bench.SeededMonth",
                        rows)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int missed;
        try (BufferedReader said = month.inputReader()) {
            missed = new BillingBench().run(settings(said), rows);
        } finally {
            month.getOutputStream().close();
            month.waitFor();
        }
        System.exit(missed);
    }

    private static ClickHouseSettings settings(BufferedReader said) throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith("ready ")) {
                String[] words = line.split(" ");
                return new ClickHouseSettings(
                                URI.create(words[1]), words[2], words[3].replace("'", ""), words[4].replace("'", ""))
                        .patient(Duration.ofMinutes(5));
            }
        }
        throw new IOException("the month of calls did not come");
    }

    private int run(ClickHouseSettings settings, String rows) throws Exception {
        for (int tenant = 0; tenant < TENANTS; tenant++) {
            sell(tenant);
        }
        print("calls", rows, "1");
        print("subscriptions", String.valueOf(TENANTS * SUBSCRIPTIONS), "1");
        try (UsageReader reader = new UsageReader(settings)) {
            MeteredUsage usage = new Metered(reader);
            long first = closing(usage);
            print("closingToDrafts", seconds(first), "s");
            print("closingToDraftsBound", String.valueOf(BOUND_SECONDS), "s");
            print("drafts", one("select count(*) from billing.run_draft where total is not null"), "1");
            String sum = one("select sum(total) from billing.run_draft");
            print("draftsTogether", sum, "EUR");
            String calls = one("select sum((part ->> 'quantity')::numeric) from billing.run_draft,"
                    + " jsonb_array_elements(parts) part");
            print("billableCalls", calls, "1");
            print("closingAgain", seconds(closing(usage)), "s");
            boolean same = sum.equals(one("select sum(total) from billing.run_draft"));
            print("sameAgain", same ? "1" : "0", "1");
            return first > BOUND_SECONDS * 1_000_000_000L || !same ? 1 : 0;
        }
    }

    private long closing(MeteredUsage usage) throws Exception {
        List<Callable<Integer>> work = new ArrayList<>();
        for (int number = 0; number < TENANTS; number++) {
            TenantId tenant = tenant(number);
            work.add(() -> database.asWorker(tenant, (store, transactions) -> {
                new BillingRun(store, transactions, Shop.clockAt(NOW), BillingSettings.DEFAULT, usage, Shop.DOCUMENTS)
                        .draft(tenant, OCTOBER, this, null);
                return 1;
            }));
        }
        long began = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(WORKERS)) {
            for (Future<Integer> each : threads.invokeAll(work)) {
                each.get();
            }
        }
        return System.nanoTime() - began;
    }

    private void sell(int number) throws SQLException {
        TenantId tenant = tenant(number);
        UUID[] ids = database.inTenant(tenant, store -> {
            Catalog catalog = new Catalog(store, Shop.clockAt(NOW));
            Product product = catalog.createProduct("orders", "Orders", "", List.of(new UUID(0, 1)));
            Plan plan = catalog.createPlan(product, "starter", "Starter", "");
            PlanVersion version = catalog.draft(plan, Shop.terms("0.002", "EUR"));
            catalog.publish(version);
            return new UUID[] {product.id(), version.id()};
        });
        try (Connection administrator = database.connectAsAdministrator();
                var insert = administrator.prepareStatement(
                        "insert into billing.subscription (id, tenant_id, consumer_id, application_id, product_id,"
                            + " plan_version_id, time_zone, status, starts_at, created_at) values (?, ?, ?, ?, ?, ?,"
                            + " 'UTC', 'active', '2026-01-01', '2026-01-01')")) {
            for (int each = 0; each < SUBSCRIPTIONS; each++) {
                UUID id = new UUID(0, 1000L * (1 + number) + each);
                insert.setObject(1, id);
                insert.setObject(2, tenant.value());
                insert.setObject(3, id);
                insert.setObject(4, id);
                insert.setObject(5, ids[0]);
                insert.setObject(6, ids[1]);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static TenantId tenant(int number) {
        return new TenantId(new UUID(0, 1L + number));
    }

    private String one(String question) throws SQLException {
        try (Connection administrator = database.connectAsAdministrator();
                var rows = administrator.createStatement().executeQuery(question)) {
            rows.next();
            return rows.getBigDecimal(1).toPlainString();
        }
    }

    private static String seconds(long nanos) {
        return BigDecimal.valueOf(nanos / 1_000_000, 3).toPlainString();
    }

    private static void print(String figure, String value, String unit) {
        System.out.printf(
                "{\"bench\":\"billing\",\"subject\":\"tallygate\",\"figure\":\"%s\",\"value\":%s,\"unit\":\"%s\"}%n",
                figure, value, unit);
    }

    /// As the portal asks.
    private record Metered(UsageReader reader) implements MeteredUsage {
        private static final MeterDefinition REQUESTS = new MeterDefinition(
                "requests",
                "Requests",
                MeterSource.REQUESTS,
                null,
                Aggregation.COUNT,
                null,
                Map.of(),
                Map.of(),
                Map.of(),
                "call");

        @Override
        public BigDecimal quantity(
                TenantId tenant, SubscriptionId subscription, Meter meter, Period period, @Nullable Instant cutOff) {
            return quantities(tenant, List.of(subscription), meter, period, cutOff)
                    .getOrDefault(subscription, BigDecimal.ZERO);
        }

        @Override
        public Map<SubscriptionId, BigDecimal> quantities(
                TenantId tenant,
                Collection<SubscriptionId> subscriptions,
                Meter meter,
                Period period,
                @Nullable Instant cutOff) {
            MeterQuery query = MeterQuery.of(tenant, REQUESTS, period).billable();
            return reader.meters()
                    .quantities(cutOff == null ? query : query.stored(MeterQuery.Stored.upTo(cutOff)), subscriptions);
        }

        @Override
        public Instant cutOff(Instant now) {
            return reader.meters().cutOff();
        }
    }

    @Override
    public Seller seller() {
        return new Seller("Acme", List.of("1 High Street"), "DE");
    }

    @Override
    public ZoneId sellerTimeZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Buyer buyer(UUID consumer) {
        return new Buyer("Globex", List.of(), "GB", "en");
    }
}
