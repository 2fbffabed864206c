package io.tallygate.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.billing.Shop;
import io.tallygate.billing.coupon.CouponTerms;
import io.tallygate.billing.coupon.Coupons;
import io.tallygate.billing.coupon.Lasting;
import io.tallygate.billing.coupon.Redemption;
import io.tallygate.billing.coupon.RedemptionRefused;
import io.tallygate.billing.coupon.Reduction;
import io.tallygate.billing.coupon.StoredCoupon;
import io.tallygate.billing.legalentity.LegalEntities;
import io.tallygate.billing.legalentity.LegalEntity.LegalEntityTerms;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.tax.ConsumerTax;
import io.tallygate.billing.tax.TaxRate;
import io.tallygate.billing.tax.TaxRounding;
import io.tallygate.billing.tax.TaxRule;
import io.tallygate.billing.tax.TaxSettings;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Legal entities, taxes, coupons and credit notes over the real store.
class DocumentsTest {
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final Instant SEPTEMBER = Instant.parse("2026-09-01T00:00:00Z");
    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    private static final Clock CLOCK = Shop.clockAt(Shop.NOVEMBER);
    private final Shop shop = new Shop("0.002", "EUR");

    @Test
    void an_entity_with_a_vat_id_charges_the_buyers_rate_and_counts_for_itself() {
        entity("acme", "ACME", "DE123456789", false);
        rate("DE", "19");
        rate("GB", "20");
        tax(new ConsumerTax(null, null, null));
        IssuedInvoice export = bill("50000");
        assertThat(export.number()).hasToString("ACME-2026-00001");
        assertThat(export.total()).hasToString("100.00 EUR");
        assertThat(export.sums().taxes())
                .singleElement()
                .extracting(TaxTotal::reason)
                .isNotNull();
        assertThat(export.seller().details().vatId()).isEqualTo("DE123456789");
        assertThat(export.dueOn()).isEqualTo(export.issuedOn().plusDays(30));
    }

    @Test
    void each_entity_and_kind_of_document_has_a_gapless_series_of_its_own() {
        UUID first = entity("acme", "ACME", null, false);
        UUID second = entity("other", "", null, false);
        List<String> numbers = new ArrayList<>();
        for (UUID entity : List.of(first, second, first)) {
            tax(new ConsumerTax(null, null, entity));
            IssuedInvoice issued = bill("500");
            numbers.add(issued.number().toString());
            credit(issued.id(), null, "0.00")
                    .ifPresent(note -> numbers.add(note.number().toString()));
        }
        assertThat(numbers)
                .containsExactly(
                        "ACME-2026-00001",
                        "ACME-CN-2026-00001",
                        "2026-00001",
                        "CN-2026-00001",
                        "ACME-2026-00002",
                        "ACME-CN-2026-00002");
    }

    @Test
    void coupons_come_off_before_tax_and_their_rest_waits_for_the_next_invoice() {
        coupon("TEN", new Reduction.Amount(euro("10.00")), new Lasting.Once(BigDecimal.ZERO), null);
        redeem("ten");
        IssuedInvoice first = bill("3000"); // 6.00
        assertThat(first.total()).hasToString("0.00 EUR");
        IssuedInvoice second = bill("3000");
        assertThat(second.total()).hasToString("2.00 EUR");
        assertThat(second.sums().coupons()).containsExactly(new Sums.Taken("TEN", euro("4.00")));
        assertThat(bill("3000").total()).hasToString("6.00 EUR");
        assertThat(this.<List<Redemption>>in(store -> coupons(store).of(shop.consumer, true, null, 10)))
                .isEmpty();
    }

    @Test
    void a_limit_of_redemptions_holds_when_a_hundred_try_at_once() throws Exception {
        coupon("FEW", new Reduction.Percent(BigDecimal.TEN), new Lasting.Forever(), 7);
        List<Callable<Boolean>> tries = Collections.nCopies(100, () -> {
            try {
                return in(
                        store -> coupons(store).redeem(UUID.randomUUID(), "FEW").id() != null);
            } catch (RedemptionRefused refused) {
                assertThat(refused.why()).isEqualTo(RedemptionRefused.Why.ALL_REDEEMED);
                return false;
            }
        });
        long redeemed = 0;
        try (var threads = Executors.newFixedThreadPool(16)) {
            for (Future<Boolean> each : threads.invokeAll(tries)) {
                redeemed += each.get() ? 1 : 0;
            }
        }
        assertThat(redeemed).isEqualTo(7);
        StoredCoupon after = in(store -> coupons(store).ofCode("FEW").orElseThrow());
        assertThat(after.redeemed()).isEqualTo(7);
        System.out.printf("100 tries of a coupon for 7: %d redeemed%n", redeemed);
    }

    @Test
    void a_note_gives_back_a_line_and_its_credit_pays_the_next_invoice() {
        IssuedInvoice invoice = bill("50000"); // 100.00
        CreditNote note =
                credit(invoice.id(), Map.of("1", euro("30.00")), "100.00").orElseThrow();
        assertThat(note.number()).hasToString("CN-2026-00001");
        assertThat(note.settlement().credit()).hasToString("30.00 EUR");
        IssuedInvoice next = bill("10000"); // 20.00
        assertThat(next.sums().due()).hasToString("0.00 EUR");
        assertThat(next.sums().credits()).containsExactly(new Sums.Taken("CN-2026-00001", euro("20.00")));
        assertThat(bill("10000").sums().due()).hasToString("10.00 EUR");
        CreditNote read =
                in(store -> new CreditNotes(store, CLOCK).find(note.id()).orElseThrow());
        assertThat(read).isEqualTo(note);
        IssuedDocument document =
                in(store -> new CreditNotes(store, CLOCK).document(note.id()).orElseThrow());
        assertThat(document.fileName()).isEqualTo("credit-note-CN-2026-00001.pdf");
    }

    @Test
    void many_who_credit_one_invoice_at_once_never_give_back_more_than_it_was() throws Exception {
        IssuedInvoice invoice = bill("500"); // 1.00
        List<Callable<Boolean>> tries = Collections.nCopies(8, () -> {
            try {
                return credit(invoice.id(), Map.of("1", euro("0.30")), "0.00").isPresent();
            } catch (MoreThanIsLeft less) {
                return false;
            }
        });
        int made = 0;
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> each : threads.invokeAll(tries)) {
                made += each.get() ? 1 : 0;
            }
        }
        assertThat(made).isEqualTo(3);
        assertThat(credit(invoice.id(), null, "0.00").orElseThrow().amounts().total())
                .hasToString("0.10 EUR");
        assertThat(credit(invoice.id(), null, "0.00")).isEmpty();
    }

    @Test
    void a_note_and_its_use_never_change() throws Exception {
        IssuedInvoice invoice = bill("500");
        credit(invoice.id(), null, "1.00");
        bill("500");
        int refused = 0;
        for (String role : List.of("tallygate_app", "tallygate_owner")) {
            for (String attempt : List.of(
                    "update billing.credit_note set total = 5",
                    "delete from billing.credit_note",
                    "truncate billing.credit_note cascade",
                    "update billing.credit_note_use set amount = 5",
                    "delete from billing.credit_note_use")) {
                try (Connection connection = shop.database.connect(role, shop.tenant);
                        Statement sql = connection.createStatement()) {
                    assertThatThrownBy(() -> sql.execute(attempt))
                            .as("%s: %s", role, attempt)
                            .hasMessageMatching(
                                    role.equals("tallygate_app")
                                            ? "(?s).*permission denied.*"
                                            : "(?s).*what was issued never changes.*");
                    refused++;
                }
            }
        }
        assertThat(refused).isEqualTo(10);
    }

    @Test
    void what_is_given_back_twice_or_out_of_nothing_the_store_refuses() throws Exception {
        IssuedInvoice invoice = bill("500");
        credit(invoice.id(), Map.of("1", euro("0.60")), "1.00");
        String columns = "insert into billing.credit_note (tenant_id, invoice_id, series, number, issued_on, issued_at,"
                + " consumer_id, reason, currency, minor_unit, net, tax_total, total, offset_amount, refund, credit,"
                + " amounts, file_name, media_type, bytes, sha256) select tenant_id, invoice_id, series, %s, issued_on,"
                + " issued_at, consumer_id, reason, currency, minor_unit, net, tax_total, total, offset_amount, refund,"
                + " credit, amounts, file_name, media_type, bytes, sha256 from billing.credit_note";
        refused(columns.formatted("2"), "more is credited than invoice");
        refused(columns.formatted("3"), "credit_note_number_follows");
        refused(
                "insert into billing.credit_note_use (note_id, invoice_id, amount) select id, invoice_id, 0.61 from"
                        + " billing.credit_note",
                "has not so much left");
    }

    private void refused(String statement, String why) throws Exception {
        try (Connection connection = shop.database.connect("tallygate_app", shop.tenant);
                Statement sql = connection.createStatement()) {
            assertThatThrownBy(() -> {
                        sql.execute(statement);
                        connection.commit();
                    })
                    .hasMessageContaining(why);
        }
    }

    private UUID entity(String slug, String series, @Nullable String vatId, boolean taxIncluded) {
        return in(store -> new LegalEntities(store, CLOCK)
                .create(
                        slug,
                        new LegalEntityTerms(
                                "Acme GmbH",
                                List.of("Königsallee 1", "40212 Düsseldorf"),
                                "DE",
                                vatId,
                                "103/1234/5678",
                                "rechnung@acme.example",
                                "DE02120300000000202051",
                                null,
                                series,
                                taxIncluded,
                                TaxRounding.PER_RATE,
                                30),
                        0,
                        false)
                .id());
    }

    private void rate(String country, String percent) {
        in(store -> new TaxSettings(store, CLOCK)
                .add(new TaxRule(
                        country, null, new TaxRate("VAT", new BigDecimal(percent)), LocalDate.of(2026, 1, 1), null)));
    }

    private void tax(ConsumerTax tax) {
        in(store -> {
            new TaxSettings(store, CLOCK).set(shop.consumer, tax);
            return true;
        });
    }

    private void coupon(String code, Reduction reduction, Lasting lasting, @Nullable Integer limit) {
        in(store ->
                coupons(store).create(new CouponTerms(code, code, reduction, lasting, null, SEPTEMBER, null, limit)));
    }

    private void redeem(String code) {
        in(store -> coupons(store).redeem(shop.consumer, code));
    }

    private static Coupons coupons(EntityManager store) {
        return new Coupons(store, CLOCK);
    }

    /// One more application of the same consumer, for one more invoice.
    private IssuedInvoice bill(String calls) {
        var subscription = shop.subscribe(Shop.BERLIN, SEPTEMBER);
        var run = shop.run(
                OCTOBER,
                Shop.NOVEMBER,
                (tenant, which, meter, period, cutOff) ->
                        which.equals(subscription) ? new BigDecimal(calls) : BigDecimal.ZERO);
        return in(store -> {
            Invoices invoices = new Invoices(store, CLOCK);
            return run.invoices().stream()
                    .map(id -> invoices.find(id).orElseThrow())
                    .filter(invoice -> invoice.lines().getFirst().subscription().equals(subscription))
                    .findFirst()
                    .orElseThrow();
        });
    }

    private java.util.Optional<CreditNote> credit(UUID invoice, @Nullable Map<String, Money> items, String paid) {
        return in(store -> {
            Money total = new Invoices(store, CLOCK).find(invoice).orElseThrow().total();
            return new CreditNotes(store, CLOCK)
                    .issue(
                            new CreditNotes.Asked(
                                    invoice, "Counted twice", items, false, total.minus(euro(paid)), euro(paid), null),
                            Shop.BERLIN,
                            Shop.DOCUMENTS::issue);
        });
    }

    private <T> T in(Function<EntityManager, T> work) {
        return shop.database.inTenant(shop.tenant, work);
    }

    private static Money euro(String amount) {
        return new Money(new BigDecimal(amount), EUR);
    }
}
