package io.tallygate.billing.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.billing.Shop;
import io.tallygate.billing.catalog.Catalog;
import io.tallygate.billing.invoice.DraftInvoice;
import io.tallygate.billing.invoice.Invoices;
import io.tallygate.billing.invoice.IssuedInvoice;
import io.tallygate.billing.period.BillingPeriods;
import io.tallygate.billing.period.Share;
import io.tallygate.billing.subscription.Subscription;
import io.tallygate.billing.subscription.Subscriptions;
import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.reading.UsageUnavailable;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BillingRunTest {
    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    private static final Instant SEPTEMBER = Instant.parse("2026-09-01T00:00:00Z");
    private final Shop shop = new Shop("0.002", "EUR");

    @Test
    void a_month_becomes_an_invoice_whose_line_is_calls_times_price() {
        SubscriptionId subscription = shop.subscribe(Shop.BERLIN, SEPTEMBER);
        RunResult result = shop.run(OCTOBER, Shop.NOVEMBER, calls("1234"));
        assertThat(result.issued()).isEqualTo(1);
        IssuedInvoice invoice = invoice(result.invoices().getFirst());
        assertThat(invoice.number()).hasToString("2026-00001");
        assertThat(invoice.lines()).singleElement().satisfies(line -> {
            assertThat(line.subscription()).isEqualTo(subscription);
            assertThat(line.quantity()).isEqualTo(new BigDecimal("1234"));
            assertThat(line.unitPrice()).isEqualTo(new BigDecimal("0.002"));
            assertThat(line.amount()).hasToString("2.47 EUR"); // 2.468
            assertThat(line.period()).isEqualTo(BillingPeriods.month(OCTOBER, Shop.BERLIN));
        });
        assertThat(invoice.total()).hasToString("2.47 EUR");
        assertThat(invoice.seller()).isEqualTo(shop.seller());
        assertThat(invoice.buyer()).isEqualTo(shop.buyer(shop.consumer));
    }

    @Test
    void a_repeated_run_bills_nothing_again_whatever_the_store_says_by_then() {
        shop.subscribe(List.of(SEPTEMBER, SEPTEMBER, SEPTEMBER), Shop.BERLIN);
        RunResult first = shop.run(OCTOBER, Shop.NOVEMBER, calls("500"));
        RunResult again = shop.run(OCTOBER, Shop.NOVEMBER, calls("999"));
        assertThat(first.issued()).isEqualTo(3);
        assertThat(again.issued()).isZero();
        assertThat(again.alreadyIssued()).isEqualTo(3);
        assertThat(again.invoices()).isEqualTo(first.invoices());
        assertThat(invoice(first.invoices().getFirst()).total()).hasToString("1.00 EUR");
    }

    @Test
    void a_month_is_refused_until_it_and_its_grace_are_over_in_every_zone() {
        shop.subscribe(Shop.BERLIN, SEPTEMBER);
        shop.subscribe(ZoneId.of("Pacific/Pago_Pago"), SEPTEMBER);
        Instant lastEnd = Instant.parse("2026-11-01T11:00:00Z"); // on Pago Pago
        Instant grace = lastEnd.plus(BillingSettings.DEFAULT.collectionWait());
        for (Instant early : List.of(SEPTEMBER, lastEnd.minusSeconds(1), lastEnd, grace.minusNanos(1000))) {
            assertThatThrownBy(() -> shop.run(OCTOBER, early, calls("5")))
                    .as("%s", early)
                    .isInstanceOfSatisfying(
                            PeriodStillOpen.class,
                            open -> assertThat(open.closesAt()).isEqualTo(grace));
        }
        assertThat(shop.run(OCTOBER, grace, calls("5")).issued()).isEqualTo(2);
    }

    @Test
    void a_month_waits_for_every_gateway_until_somebody_says_why_it_need_not() {
        shop.subscribe(Shop.BERLIN, SEPTEMBER);
        Instant end = BillingPeriods.month(OCTOBER, Shop.BERLIN).to();
        Instant collected = end.plus(BillingSettings.DEFAULT.collectionWait());
        MeteredUsage held = completeUntil(collected.minusSeconds(1));
        assertThatThrownBy(() -> shop.run(OCTOBER, end.plus(Duration.ofDays(300)), held))
                .isInstanceOf(PeriodStillOpen.class)
                .hasMessageContaining("complete up to 2026-10-31T23:59:59Z");
        assertThatThrownBy(() -> shop.run(OCTOBER, end.minusSeconds(1), held, "Its disk burnt."))
                .isInstanceOf(PeriodStillOpen.class);
        RunResult anyway = shop.run(OCTOBER, end, held, "Its disk burnt.");
        assertThat(anyway.issued()).isEqualTo(1);
        assertThat(anyway.run().overrideReason()).isEqualTo("Its disk burnt.");
        assertThat(anyway.run().completeUntil()).isEqualTo(collected.minusSeconds(1));
        Shop other = new Shop("0.002", "EUR");
        other.subscribe(Shop.BERLIN, SEPTEMBER);
        RunResult usual = other.run(OCTOBER, collected, completeUntil(collected), "Just in case.");
        assertThat(usual.issued()).isEqualTo(1);
        assertThat(usual.run().overrideReason()).as("nothing was overridden").isNull();
    }

    @Test
    void whoever_closes_a_month_again_reads_as_of_the_same_moment() {
        shop.subscribe(Shop.BERLIN, SEPTEMBER);
        List<Instant> asked = new CopyOnWriteArrayList<>();
        MeteredUsage usage = (tenant, subscription, meter, period, cutOff) -> {
            asked.add(Objects.requireNonNull(cutOff));
            return BigDecimal.TEN;
        };
        RunResult first = shop.run(OCTOBER, Shop.NOVEMBER, usage);
        shop.subscribe(Shop.BERLIN, SEPTEMBER.plusSeconds(1)); // dated back, after the month was closed
        RunResult again = shop.run(OCTOBER, Shop.NOVEMBER.plusSeconds(86_400), usage);
        assertThat(again.issued()).isEqualTo(1);
        assertThat(again.run()).isEqualTo(first.run());
        assertThat(asked).containsExactly(Shop.NOVEMBER, Shop.NOVEMBER);
    }

    @Test
    void a_subscription_is_billed_only_for_the_time_it_ran() {
        Instant middle = Instant.parse("2026-10-14T09:30:00Z");
        SubscriptionId late = shop.subscribe(Shop.BERLIN, middle);
        SubscriptionId next = shop.subscribe(Shop.BERLIN, Instant.parse("2026-10-31T23:00:00Z"));
        SubscriptionId cancelled = shop.subscribe(Shop.BERLIN, SEPTEMBER);
        Instant end = Instant.parse("2026-10-20T12:00:00Z");
        shop.database.inTenant(shop.tenant, store -> {
            Subscriptions subscriptions = new Subscriptions(store, Shop.clockAt(end));
            return subscriptions.cancel(subscriptions.find(cancelled).orElseThrow());
        });
        Map<SubscriptionId, Period> asked = new ConcurrentHashMap<>();
        RunResult result = shop.run(OCTOBER, Shop.NOVEMBER, (tenant, subscription, meter, period, cutOff) -> {
            asked.put(subscription, period);
            return BigDecimal.TEN;
        });
        Period october = BillingPeriods.month(OCTOBER, Shop.BERLIN);
        assertThat(asked)
                .containsOnly(
                        Map.entry(late, new Period(middle, october.to())),
                        Map.entry(cancelled, new Period(october.from(), end)));
        assertThat(asked).doesNotContainKey(next);
        assertThat(result.issued()).isEqualTo(2);
    }

    /// Of `infra/contracts/suites/bug-cases.md`: a call of the last minute that arrives two days after the end.
    @Test
    void case_127_usage_of_an_ended_subscription_that_arrives_in_the_grace_is_on_its_final_invoice() {
        SubscriptionId subscription = shop.subscribe(Shop.BERLIN, SEPTEMBER);
        Instant end = Instant.parse("2026-10-10T12:00:00Z");
        shop.database.inTenant(shop.tenant, store -> {
            Subscriptions subscriptions = new Subscriptions(store, Shop.clockAt(end));
            return subscriptions.cancel(subscriptions.find(subscription).orElseThrow());
        });
        Map<Instant, Instant> arrivals = Map.of(
                Instant.parse("2026-10-09T08:00:00Z"),
                Instant.parse("2026-10-09T08:00:01Z"),
                Instant.parse("2026-10-10T11:59:00Z"),
                Instant.parse("2026-10-12T09:00:00Z"),
                end,
                Instant.parse("2026-10-10T12:00:01Z")); // after the end: none of its
        Instant run = Shop.NOVEMBER;
        RunResult result = shop.run(
                OCTOBER,
                run,
                (tenant, of, meter, period, cutOff) -> BigDecimal.valueOf(arrivals.entrySet().stream()
                        .filter(call -> !call.getValue().isAfter(run)
                                && !call.getKey().isBefore(period.from())
                                && call.getKey().isBefore(period.to()))
                        .count()));
        assertThat(result.issued()).isEqualTo(1);
        assertThat(invoice(result.invoices().getFirst()).lines())
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.quantity()).isEqualTo(new BigDecimal("2"));
                    assertThat(line.period().to()).isEqualTo(end);
                });
    }

    @Test
    void what_is_used_in_test_is_never_billed() {
        shop.subscribe(Shop.BERLIN, SEPTEMBER);
        SubscriptionId test = shop.subscribe(Environment.TEST, List.of(SEPTEMBER), Shop.BERLIN)
                .getFirst();
        RunResult result = shop.run(OCTOBER, Shop.NOVEMBER, (tenant, subscription, meter, period, cutOff) -> {
            assertThat(subscription).isNotEqualTo(test);
            return BigDecimal.TEN;
        });
        assertThat(result.issued()).isEqualTo(1);
        assertThat(result.withoutUsage()).isZero();
        assertThatThrownBy(() -> shop.database.inTenant(
                        shop.tenant,
                        store -> store.createNativeQuery(
                                        "insert into billing.billed_period (id, tenant_id, subscription_id, meter,"
                                                + " period_from, period_to, quantity, closed_at) values"
                                                + " (uuidv7(), '" + shop.tenant
                                                + "', '"
                                                + test + "', 'requests', '2026-10-01', '2026-11-01', 0, '2026-11-02')")
                                .executeUpdate()))
                .as("the store would not let it happen either")
                .hasStackTraceContaining("billed_period_is_live");
    }

    @Test
    void a_month_without_usage_is_closed_without_an_invoice_or_a_number() {
        shop.subscribe(Shop.BERLIN, SEPTEMBER);
        RunResult nothing = shop.run(OCTOBER, Shop.NOVEMBER, calls("0"));
        assertThat(nothing.withoutUsage()).isEqualTo(1);
        assertThat(nothing.invoices()).isEmpty();
        assertThat(shop.run(OCTOBER, Shop.NOVEMBER, calls("7")).withoutUsage()).isEqualTo(1);
        RunResult september = shop.run(YearMonth.of(2026, 9), Shop.NOVEMBER, calls("1"));
        IssuedInvoice tiny = invoice(september.invoices().getFirst());
        assertThat(tiny.number()).hasToString("2026-00001");
        assertThat(tiny.total()).as("used, and worth less than a cent").hasToString("0.00 EUR");
    }

    @Test
    void a_run_that_breaks_off_is_finished_by_the_next_one_without_a_gap() throws SQLException {
        shop.subscribe(Collections.nCopies(10, SEPTEMBER), Shop.BERLIN);
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(() -> shop.run(OCTOBER, Shop.NOVEMBER, (tenant, subscription, meter, period, cutOff) -> {
                    if (asked.incrementAndGet() == 5) {
                        throw new UsageUnavailable("the store went away", new java.io.IOException("reset"));
                    }
                    return BigDecimal.TEN;
                }))
                .isInstanceOf(UsageUnavailable.class);
        RunResult rest = shop.run(OCTOBER, Shop.NOVEMBER, calls("10"));
        assertThat(rest.issued()).as("usage is read before anything is billed").isEqualTo(10);
        assertThat(numbers()).isEqualTo(oneTo(10));
    }

    @Test
    void two_runs_at_once_bill_each_subscription_exactly_once() throws Exception {
        int count = 60;
        shop.subscribe(Collections.nCopies(count, SEPTEMBER), Shop.BERLIN);
        Callable<RunResult> run =
                () -> shop.run(OCTOBER, Shop.NOVEMBER, (tenant, subscription, meter, period, cutOff) -> {
                    LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(3_000_000));
                    return BigDecimal.TEN;
                });
        List<RunResult> results = atOnce(Collections.nCopies(3, run));
        assertThat(results.stream().mapToInt(RunResult::issued).sum()).isEqualTo(count);
        assertThat(results).allSatisfy(result -> {
            assertThat(result.issued() + result.alreadyIssued()).isEqualTo(count);
            assertThat(result.invoices()).isEqualTo(results.getFirst().invoices());
        });
        assertThat(numbers()).isEqualTo(oneTo(count));
        System.out.printf(
                "3 runs at once over %d subscriptions issued %s: %d invoices%n",
                count,
                results.stream().map(RunResult::issued).toList(),
                numbers().size());
    }

    @Test
    void numbers_have_no_gap_with_eight_threads_and_transactions_that_fail() throws Exception {
        int each = 15;
        List<SubscriptionId> all = shop.subscribe(Collections.nCopies(8 * each, SEPTEMBER), Shop.BERLIN);
        AtomicInteger failed = new AtomicInteger();
        List<Callable<Integer>> threads = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            List<SubscriptionId> own = all.subList(thread * each, (thread + 1) * each);
            threads.add(() -> {
                for (SubscriptionId subscription : own) {
                    while (!issueOrFail(subscription)) {
                        failed.incrementAndGet();
                    }
                }
                return own.size();
            });
        }
        long began = System.nanoTime();
        atOnce(threads);
        double seconds = (System.nanoTime() - began) / 1e9;
        assertThat(numbers()).isEqualTo(oneTo(8 * each));
        assertThat(failed.get()).isPositive();
        System.out.printf(
                "8 threads issued %d invoices without a gap, %d transactions rolled back after taking a number, %.1f"
                        + " s%n",
                8 * each, failed.get(), seconds);
    }

    @Test
    void the_preview_is_what_the_run_bills() {
        SubscriptionId subscription = shop.subscribe(Shop.BERLIN, SEPTEMBER);
        MeteredUsage usage = calls("321");
        DraftInvoice preview = shop.database.inTenant(shop.tenant, store -> {
            Instant inOctober = Instant.parse("2026-10-31T22:59:59Z");
            return new InvoicePreview(store, Shop.clockAt(inOctober), usage)
                    .of(
                            shop.tenant,
                            new Subscriptions(store, Shop.clockAt(inOctober))
                                    .find(subscription)
                                    .orElseThrow(),
                            shop)
                    .orElseThrow();
        });
        IssuedInvoice billed =
                invoice(shop.run(OCTOBER, Shop.NOVEMBER, usage).invoices().getFirst());
        assertThat(preview.lines()).isEqualTo(billed.lines());
        assertThat(preview.total()).isEqualTo(billed.total()).hasToString("0.64 EUR");
    }

    @Test
    void every_currency_is_rounded_to_its_own_minor_unit() {
        Map<String, String> totals = new TreeMap<>();
        for (String currency : List.of("JPY", "EUR", "KWD")) {
            Shop one = new Shop("0.333333333333", currency);
            one.subscribe(Shop.BERLIN, SEPTEMBER);
            RunResult result = one.run(OCTOBER, Shop.NOVEMBER, calls("47000000"));
            totals.put(
                    currency,
                    one.database
                            .inTenant(
                                    one.tenant,
                                    store -> new Invoices(store, Shop.clockAt(Shop.NOVEMBER))
                                            .find(result.invoices().getFirst())
                                            .orElseThrow())
                            .total()
                            .toString());
        }
        assertThat(totals)
                .containsExactly(
                        Map.entry("EUR", "15666666.67 EUR"),
                        Map.entry("JPY", "15666667 JPY"),
                        Map.entry("KWD", "15666666.667 KWD"));
    }

    private boolean issueOrFail(SubscriptionId id) {
        try {
            return shop.database.inTenant(shop.tenant, store -> {
                Clock clock = Shop.clockAt(Shop.NOVEMBER);
                Subscription held =
                        new Subscriptions(store, clock).findLocked(id).orElseThrow();
                Contract contract = new Drafting(new Catalog(store, clock))
                        .contract(held, new Subscriptions(store, clock).history(held));
                Period month = BillingPeriods.month(OCTOBER, Shop.BERLIN);
                UsedPart part = new UsedPart(shop.planVersion, 0, Meter.REQUESTS, month, Share.WHOLE, BigDecimal.TEN);
                DraftInvoice draft = Drafting.draft(held, contract, CardLines.of(contract, List.of(part)), month, shop);
                new Invoices(store, Shop.clockAt(Shop.NOVEMBER)).issue(draft, Shop.BERLIN, null, Shop.DOCUMENTS::issue);
                if (ThreadLocalRandom.current().nextInt(4) == 0) {
                    throw new IllegalStateException("the process died after it took a number");
                }
                return true;
            });
        } catch (IllegalStateException died) {
            return false;
        }
    }

    private static MeteredUsage calls(String quantity) {
        return (tenant, subscription, meter, period, cutOff) -> new BigDecimal(quantity);
    }

    private static MeteredUsage completeUntil(Instant moment) {
        return new MeteredUsage() {
            @Override
            public BigDecimal quantity(
                    TenantId tenant,
                    SubscriptionId subscription,
                    Meter meter,
                    Period period,
                    @Nullable Instant cutOff) {
                return BigDecimal.TEN;
            }

            @Override
            public Instant completeUntil(TenantId tenant, Instant now) {
                return moment;
            }
        };
    }

    private IssuedInvoice invoice(UUID id) {
        return shop.database.inTenant(
                shop.tenant,
                store -> new Invoices(store, Shop.clockAt(Shop.NOVEMBER))
                        .find(id)
                        .orElseThrow());
    }

    private List<Long> numbers() throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (Connection connection = shop.database.connectAsAdministrator();
                var sql = connection.prepareStatement(
                        "select number from billing.invoice where tenant_id = ? order by number")) {
            sql.setObject(1, shop.tenant.value());
            try (var rows = sql.executeQuery()) {
                while (rows.next()) {
                    numbers.add(rows.getLong(1));
                }
            }
        }
        return numbers;
    }

    private static List<Long> oneTo(int last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static <T> List<T> atOnce(List<Callable<T>> work) throws Exception {
        try (var threads = Executors.newFixedThreadPool(work.size())) {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(work)) {
                results.add(future.get());
            }
            return results;
        }
    }
}
