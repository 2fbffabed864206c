package io.tallygate.billing.payment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.billing.Shop;
import io.tallygate.billing.invoice.Invoices;
import io.tallygate.billing.invoice.IssuedInvoice;
import io.tallygate.billing.invoice.Settlement;
import io.tallygate.billing.invoice.SettlementState;
import io.tallygate.billing.invoice.Settlements;
import io.tallygate.billing.ledger.Credit;
import io.tallygate.billing.ledger.CreditAccount;
import io.tallygate.billing.ledger.GrantOrigin;
import io.tallygate.billing.ledger.NewGrant;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.payment.banktransfer.BankAccount;
import io.tallygate.billing.payment.banktransfer.BankEntry;
import io.tallygate.billing.payment.banktransfer.BankStatements;
import io.tallygate.billing.payment.banktransfer.BankTransfer;
import io.tallygate.billing.payment.banktransfer.Iban;
import io.tallygate.billing.payment.banktransfer.ImportResult;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PaymentsTest {
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final Instant SEPTEMBER = Instant.parse("2026-09-01T00:00:00Z");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 5);

    private final Shop shop = new Shop("0.01", "EUR");

    @Test
    void a_payment_settles_in_part_then_in_full_and_what_is_too_much_is_credit() {
        IssuedInvoice invoice = issued("10000"); // 100.00
        assertThat(settlement(invoice).state()).isEqualTo(SettlementState.OPEN);
        pay(invoice, "first", "40.00");
        assertThat(settlement(invoice).state()).isEqualTo(SettlementState.PART_PAID);
        assertThat(settlement(invoice).due()).isEqualTo(eur("60.00"));
        pay(invoice, "first", "40.00"); // told again
        assertThat(settlement(invoice).due()).isEqualTo(eur("60.00"));
        Payment last = pay(invoice, "second", "75.00");
        assertThat(settlement(invoice).state()).isEqualTo(SettlementState.SETTLED);
        assertThat(last.shares())
                .extracting(Payment.Part::amount)
                .containsExactlyInAnyOrder(eur("60.00"), eur("15.00"));
        assertThat(balance()).isEqualTo(eur("15.00"));
        assertThat(this.<List<Payment>>in(parts -> parts.payments.list(invoice.id(), null, null, 10)))
                .hasSize(2);
        assertThat(this.<List<OpenItem>>in(parts -> parts.payments.open(null))).isEmpty();
    }

    @Test
    void paid_by_many_at_once_an_invoice_takes_its_due_and_the_rest_is_credit() throws Exception {
        IssuedInvoice invoice = issued("10000");
        List<Callable<Payment>> payers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String key = "p" + i;
            payers.add(() -> pay(invoice, key, "30.00"));
        }
        try (var workers = Executors.newFixedThreadPool(8)) {
            for (Future<Payment> each : workers.invokeAll(payers)) {
                assertThat(each.get().amount()).isEqualTo(eur("30.00"));
            }
        }
        assertThat(settlement(invoice).paid()).isEqualTo(eur("100.00"));
        assertThat(balance()).isEqualTo(eur("140.00"));
    }

    @Test
    void credit_pays_an_invoice_when_it_is_issued_and_only_the_rest_is_due() {
        in(parts -> {
            CreditAccount account = parts.credit.open(shop.consumer, EUR);
            return parts.credit.grant(
                    account.id(),
                    UUID.randomUUID(),
                    NewGrant.of("Welcome", new BigDecimal("30"), GrantOrigin.PROMOTIONAL));
        });
        IssuedInvoice invoice = issued("10000");
        Settlement settlement = settlement(invoice);
        assertThat(settlement.prepaid()).isEqualTo(eur("30.00"));
        assertThat(settlement.due()).isEqualTo(eur("70.00"));
        assertThat(balance()).isEqualTo(eur("0.00"));
    }

    @Test
    void a_statement_books_what_quotes_a_number_once_and_keeps_the_rest_for_a_person() {
        IssuedInvoice invoice = issued("10000");
        String file = """
            Date,Amount,Currency,Payer,Reference
            2026-11-04,60.00,EUR,Globex,"Invoice %s, first part"
            2026-11-05,45.00,EUR,Globex,%s second
            2026-11-05,12.00,EUR,Somebody,thanks
            2026-11-05,-3.00,EUR,Bank,fees
            """.formatted(invoice.number(), invoice.number());
        ImportResult first = take(file);
        assertThat(first.booked()).isEqualTo(2);
        assertThat(first.open()).isEqualTo(1);
        assertThat(first.outgoing()).isEqualTo(1);
        assertThat(settlement(invoice).state()).isEqualTo(SettlementState.SETTLED);
        assertThat(balance()).isEqualTo(eur("5.00"));
        ImportResult again = take(file + "2026-11-06,1.00,EUR,Globex,more\n");
        assertThat(again.known()).isEqualTo(4);
        assertThat(again.open()).isEqualTo(1);
        assertThat(balance()).isEqualTo(eur("5.00"));

        List<BankEntry> open = in(parts -> parts.statements.entries(BankEntry.State.OPEN, null, 10));
        assertThat(open).hasSize(2);
        UUID twelve = open.get(1).id();
        assertThat(this.<Optional<Payment>>in(parts -> parts.statements.book(twelve, shop.consumer, List.of())))
                .isPresent();
        assertThat(this.<Optional<Payment>>in(parts -> parts.statements.book(twelve, shop.consumer, List.of())))
                .isEmpty();
        assertThat(balance()).isEqualTo(eur("17.00"));
        assertThat(this.<Boolean>in(
                        parts -> parts.statements.setAside(open.getFirst().id())))
                .isTrue();
        assertThat(this.<List<BankEntry>>in(parts -> parts.statements.entries(BankEntry.State.OPEN, null, 10)))
                .isEmpty();
    }

    @Test
    void the_details_that_a_payer_needs_stand_ready() {
        BankAccount account = new BankAccount("Acme GmbH", new Iban("de89 3704 0044 0532 0130 00"), null);
        in(parts -> {
            parts.statements.account(shop.tenant.value(), account);
            return null;
        });
        BankAccount kept =
                in(parts -> parts.statements.account(shop.tenant.value())).orElseThrow();
        PaymentStart start =
                new BankTransfer(kept).start(new PaymentRequest(shop.consumer, "2026-00001", eur("100.00"), TODAY));
        assertThat(start)
                .isInstanceOfSatisfying(
                        PaymentStart.PayerTransfers.class,
                        transfer -> assertThat(transfer.details())
                                .containsEntry("iban", "DE89 3704 0044 0532 0130 00")
                                .containsEntry("reference", "2026-00001")
                                .containsEntry("amount", "100.00 EUR"));
        assertThat(Iban.isValid("DE88370400440532013000")).isFalse();
    }

    private static final class Parts {
        final Settlements settlements;
        final Credit credit;
        final Payments payments;
        final BankStatements statements;

        Parts(EntityManager store, Clock clock) {
            settlements = new Settlements(
                    store, clock, (invoice, before, now) -> assertThat(now).isNotEqualTo(before));
            credit = new Credit(store, clock);
            payments = new Payments(store, clock, settlements);
            statements = new BankStatements(store, clock, payments);
        }
    }

    private <T> T in(Function<Parts, T> work) {
        Clock clock = Shop.clockAt(Shop.NOVEMBER);
        return shop.database.inTenant(shop.tenant, store -> work.apply(new Parts(store, clock)));
    }

    private IssuedInvoice issued(String calls) {
        shop.subscribe(Shop.BERLIN, SEPTEMBER);
        UUID id = shop.run(
                        YearMonth.of(2026, 10),
                        Shop.NOVEMBER,
                        (tenant, subscription, meter, period, cutOff) -> new BigDecimal(calls))
                .invoices()
                .getFirst();
        return shop.database.inTenant(
                shop.tenant,
                store -> new Invoices(store, Shop.clockAt(Shop.NOVEMBER))
                        .find(id)
                        .orElseThrow());
    }

    private Payment pay(IssuedInvoice invoice, String key, String amount) {
        return in(parts -> parts.payments.book(
                new NewPayment(shop.consumer, NewPayment.MANUAL, key, eur(amount), TODAY, "", ""),
                parts.payments.open(shop.consumer).stream()
                        .filter(item -> item.id().equals(invoice.id()))
                        .toList()));
    }

    private Settlement settlement(IssuedInvoice invoice) {
        return in(parts -> parts.settlements.of(invoice.id())).orElseThrow();
    }

    private Money balance() {
        return in(parts -> {
            CreditAccount account = parts.credit.accounts(shop.consumer).getFirst();
            return parts.credit.read(account.id()).balanceAt(Shop.NOVEMBER);
        });
    }

    private ImportResult take(String file) {
        return in(parts -> parts.statements.take(file.getBytes(UTF_8), EUR));
    }

    private static Money eur(String amount) {
        return new Money(new BigDecimal(amount), EUR);
    }
}
