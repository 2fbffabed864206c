package io.tallygate.billing.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.billing.Shop;
import io.tallygate.billing.invoice.IssuedDocument;
import io.tallygate.billing.invoice.IssuedInvoice;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Of `infra/contracts/suites/bug-cases.md` 157, and more: many workers bill the same subscriptions while workers die,
/// at
/// every place where one can: its connection cut while a statement runs, before a commit, and after a commit that it
/// did
/// not hear of. `-Dtallygate.billing.subscriptions=10000` is the long form.
class ManyWorkersTest {
    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    private static final Instant SEPTEMBER = Instant.parse("2026-09-01T00:00:00Z");
    private static final int WORKERS = 16;
    private static final int SUBSCRIPTIONS = Integer.getInteger("tallygate.billing.subscriptions", 120);

    private final Shop shop = new Shop("0.002", "EUR");
    private final AtomicInteger deaths = new AtomicInteger();

    @Test
    void case_157_sixteen_workers_with_random_kills_make_one_invoice_a_subscription_without_a_gap() throws Exception {
        shop.subscribe(Collections.nCopies(SUBSCRIPTIONS, SEPTEMBER), Shop.BERLIN);
        AtomicBoolean over = new AtomicBoolean();
        Thread killer = Thread.ofPlatform().start(() -> cutConnections(over));
        long began = System.nanoTime();
        List<Callable<RunResult>> workers = new ArrayList<>();
        for (int number = 0; number < WORKERS; number++) {
            Random random = new Random(number);
            workers.add(() -> worker(random));
        }
        List<RunResult> results = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(WORKERS)) {
            for (Future<RunResult> future : threads.invokeAll(workers)) {
                results.add(future.get());
            }
        } finally {
            over.set(true);
            killer.join();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        assertThat(deaths.get()).isPositive();
        assertThat(results)
                .allSatisfy(result -> assertThat(result.invoices())
                        .hasSize(SUBSCRIPTIONS)
                        .isEqualTo(results.getFirst().invoices()));
        assertThat(number("select count(*) from billing.invoice where tenant_id = ?"))
                .isEqualTo(SUBSCRIPTIONS);
        assertThat(number("select count(distinct number) from billing.invoice where tenant_id = ?"))
                .isEqualTo(SUBSCRIPTIONS);
        assertThat(number("select max(number) from billing.invoice where tenant_id = ?"))
                .isEqualTo(SUBSCRIPTIONS);
        assertThat(number("select count(distinct subscription_id) from billing.invoice_line where tenant_id = ?"))
                .isEqualTo(SUBSCRIPTIONS);
        assertThat(number("select count(*) from billing.run_draft where tenant_id = ? and invoice_id is not null"))
                .isEqualTo(SUBSCRIPTIONS);
        System.out.printf(
                "%d workers billed %d subscriptions in %.1f s, %d of them died on the way: %d invoices, numbers 1 to"
                        + " %d%n",
                WORKERS,
                SUBSCRIPTIONS,
                seconds,
                deaths.get(),
                results.getFirst().invoices().size(),
                SUBSCRIPTIONS);
    }

    /// Whoever dies is followed by another.
    private RunResult worker(Random random) {
        while (true) {
            try {
                return shop.database.asWorker(
                        shop.tenant,
                        (store, transactions) -> new BillingRun(
                                        store,
                                        mortal(transactions, random),
                                        Shop.clockAt(Shop.NOVEMBER),
                                        BillingSettings.DEFAULT,
                                        (tenant, subscription, meter, period, cutOff) -> BigDecimal.valueOf(1
                                                + Math.floorMod(
                                                        subscription.value().hashCode(), 1000)),
                                        ManyWorkersTest::paper)
                                .close(shop.tenant, OCTOBER, shop, null));
            } catch (RuntimeException died) {
                deaths.incrementAndGet();
            }
        }
    }

    private static Transactions mortal(Transactions transactions, Random random) {
        return new Transactions() {
            @Override
            public <T> T run(Supplier<T> work) {
                int fate = random.nextInt(200);
                T result = transactions.run(() -> {
                    T done = work.get();
                    if (fate == 0) {
                        throw new IllegalStateException("died before the commit");
                    }
                    return done;
                });
                if (fate == 1) {
                    throw new IllegalStateException("died after the commit");
                }
                return result;
            }
        };
    }

    /// One of those that are at work in a transaction of this tenant's, ten times a second.
    private void cutConnections(AtomicBoolean over) {
        try (Connection administrator = shop.database.connectAsAdministrator();
                Statement sql = administrator.createStatement()) {
            while (!over.get()) {
                LockSupport.parkNanos(100_000_000);
                sql.execute("select pg_terminate_backend(pid) from (select pid from pg_stat_activity where usename ="
                        + " 'tallygate_app' and state <> 'idle' order by random() limit 1) one");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static IssuedDocument paper(IssuedInvoice invoice) {
        byte[] bytes = invoice.number().toString().getBytes(UTF_8);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new IssuedDocument(
                    "invoice.pdf", "application/pdf", bytes, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private long number(String question) throws SQLException {
        try (Connection connection = shop.database.connectAsAdministrator();
                var sql = connection.prepareStatement(question)) {
            sql.setObject(1, shop.tenant.value());
            try (ResultSet rows = sql.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
