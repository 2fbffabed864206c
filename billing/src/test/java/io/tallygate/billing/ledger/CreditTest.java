package io.tallygate.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.billing.BillingDatabase;
import io.tallygate.billing.Shop;
import io.tallygate.billing.money.Money;
import io.tallygate.metering.meter.TenantId;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class CreditTest {
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final Instant NOW = Shop.NOVEMBER;

    private final BillingDatabase database = BillingDatabase.shared();
    private final TenantId tenant = new TenantId(UUID.randomUUID());
    private final UUID consumer = UUID.randomUUID();

    @Test
    void one_credit_of_ten_pays_ten_in_all_however_many_invoices_are_issued_at_once() throws Exception {
        UUID account = at(NOW, (credit, orders) -> {
            CreditAccount opened = credit.open(consumer, EUR);
            NewGrant note = NewGrant.of("Credit note 1", BigDecimal.TEN, GrantOrigin.CREDIT_NOTE);
            credit.grant(opened.id(), UUID.randomUUID(), note);
            return opened.id();
        });
        List<Callable<Money>> invoices = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            UUID invoice = UUID.randomUUID();
            Callable<Money> issue =
                    () -> at(NOW, (credit, orders) -> credit.spend(consumer, invoice, fee("7.00"), eur("7.00")));
            invoices.add(issue);
            invoices.add(issue); // and each is issued twice
        }
        Money sum = eur("0.00");
        int paying = 0;
        try (var workers = Executors.newFixedThreadPool(8)) {
            for (Future<Money> each : workers.invokeAll(invoices)) {
                sum = sum.plus(each.get());
                paying += each.get().amount().signum();
            }
        }
        // 7 and 3, each told twice to the two who issued the same
        assertThat(sum).isEqualTo(eur("20.00"));
        assertThat(paying).isEqualTo(4);
        CreditBook book = at(NOW, (credit, orders) -> credit.read(account));
        assertThat(book.balanceAt(NOW)).isEqualTo(eur("0.00"));
        assertThat(book.sumOfAccounts()).isZero();
    }

    @Test
    void what_is_read_again_is_what_was_booked() {
        UUID account = at(NOW, (credit, orders) -> {
            CreditAccount opened = credit.open(consumer, EUR);
            credit.grant(
                    opened.id(),
                    UUID.randomUUID(),
                    new NewGrant(
                            "Monthly",
                            new BigDecimal("12.345"),
                            7,
                            GrantOrigin.PROMOTIONAL,
                            null,
                            NOW.plus(400, ChronoUnit.DAYS),
                            Set.of("requests", "base"),
                            new Recurrence(1, ChronoUnit.MONTHS, NOW, ZoneOffset.UTC)));
            credit.set(opened.id(), CreditMode.CREDIT_ONLY, null);
            credit.spend(consumer, UUID.randomUUID(), fee("20.00"), eur("20.00"));
            return opened.id();
        });
        Instant later = NOW.plus(40, ChronoUnit.DAYS);
        CreditBook book = at(later, (credit, orders) -> credit.read(account));
        assertThat(book.grants()).singleElement().satisfies(grant -> {
            assertThat(grant.amount()).isEqualByComparingTo("12.35");
            assertThat(grant.onlyFor()).containsExactlyInAnyOrder("base", "requests");
            assertThat(grant.recurs()).isNotNull();
        });
        assertThat(book.balanceAt(NOW)).isEqualTo(eur("-7.65"));
        // filled up a month later; credit for chosen lines pays nothing that is owed
        assertThat(book.balanceAt(later)).isEqualTo(eur("4.70"));
    }

    @Test
    void credit_that_is_bought_begins_when_all_of_it_is_paid_and_the_rule_buys_no_more_than_it_may() {
        UUID account = at(NOW, (credit, orders) -> {
            UUID id = credit.open(consumer, EUR).id();
            credit.set(
                    id,
                    CreditMode.CREDIT_THEN_INVOICE,
                    new AutomaticTopUp(BigDecimal.TEN, new BigDecimal("25"), null, new BigDecimal("40")));
            return id;
        });
        CreditPurchase ordered =
                at(NOW, (credit, orders) -> orders.orderByRule(account).orElseThrow());
        assertThat(ordered.amount()).isEqualTo(eur("25.00"));
        assertThat(ordered.reference()).isEqualTo("CR-00001");
        assertThat(this.<Optional<CreditPurchase>>at(NOW, (credit, orders) -> orders.orderByRule(account)))
                .isEmpty();

        assertThat(this.<Money>at(NOW, (credit, orders) -> orders.pay(ordered.id(), eur("20.00"))))
                .isEqualTo(eur("20.00"));
        assertThat(this.<Money>at(NOW, (credit, orders) -> credit.read(account).balanceAt(NOW)))
                .isEqualTo(eur("0.00"));
        assertThat(this.<Money>at(NOW, (credit, orders) -> orders.pay(ordered.id(), eur("20.00"))))
                .isEqualTo(eur("5.00"));
        assertThat(this.<Money>at(NOW, (credit, orders) -> credit.read(account).balanceAt(NOW)))
                .isEqualTo(eur("25.00"));

        at(NOW, (credit, orders) -> credit.spend(consumer, UUID.randomUUID(), fee("20.00"), eur("20.00")));
        assertThat(at(NOW, (credit, orders) -> orders.orderByRule(account))
                        .orElseThrow()
                        .amount())
                .isEqualTo(eur("15.00")); // of the 40 that a month may buy
    }

    @Test
    void a_clock_that_is_behind_does_not_stop_the_book() {
        UUID account = at(NOW, (credit, orders) -> {
            UUID id = credit.open(consumer, EUR).id();
            credit.grant(id, UUID.randomUUID(), NewGrant.of("Ten", BigDecimal.TEN, GrantOrigin.PROMOTIONAL));
            return id;
        });
        Instant behind = NOW.minusSeconds(5);
        assertThat(this.<Money>at(
                        behind,
                        (credit, orders) -> credit.spend(consumer, UUID.randomUUID(), fee("4.00"), eur("4.00"))))
                .isEqualTo(eur("4.00"));
        assertThat(this.<List<Movement>>at(
                        NOW, (credit, orders) -> credit.read(account).movements()))
                .extracting(Movement::at)
                .isSorted();
    }

    @Test
    void the_store_refuses_postings_that_do_not_sum_to_zero_and_any_change() throws SQLException {
        UUID account = at(NOW, (credit, orders) -> {
            UUID id = credit.open(consumer, EUR).id();
            credit.grant(id, UUID.randomUUID(), NewGrant.of("Ten", BigDecimal.TEN, GrantOrigin.PROMOTIONAL));
            return id;
        });
        try (Connection sql = database.connect("tallygate_app", tenant);
                Statement statement = sql.createStatement()) {
            UUID movement = UUID.randomUUID();
            statement.executeUpdate(
                    "insert into billing.credit_movement values ('%s', '%s', '%s', 99, 'k', 'spent', now(), now())"
                            .formatted(movement, tenant, account));
            statement.executeUpdate(
                    "insert into billing.credit_posting values (gen_random_uuid(), '%s', '%s', 1, 'owed', null, 5)"
                            .formatted(tenant, movement));
            assertThatThrownBy(sql::commit).hasMessageContaining("do not sum to zero");
        }
        for (String role : List.of("tallygate_app", "tallygate_owner")) {
            try (Connection sql = database.connect(role, tenant);
                    Statement statement = sql.createStatement()) {
                assertThatThrownBy(() -> statement.executeUpdate("update billing.credit_posting set amount = 1000"))
                        .isInstanceOf(SQLException.class);
            }
            try (Connection sql = database.connect(role, tenant);
                    Statement statement = sql.createStatement()) {
                assertThatThrownBy(() -> statement.executeUpdate("delete from billing.credit_movement"))
                        .isInstanceOf(SQLException.class);
            }
        }
    }

    private <T> T at(Instant now, BiFunction<Credit, CreditPurchases, T> work) {
        return database.inTenant(tenant, store -> {
            Credit credit = new Credit(store, Shop.clockAt(now));
            return work.apply(credit, new CreditPurchases(store, Shop.clockAt(now), credit));
        });
    }

    private static List<PayableLine> fee(String amount) {
        return List.of(new PayableLine(null, eur(amount)));
    }

    private static Money eur(String amount) {
        return new Money(new BigDecimal(amount), EUR);
    }
}
