package io.tallygate.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.billing.Shop;
import io.tallygate.billing.run.RunResult;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InvoicesTest {
    private static final Instant SEPTEMBER = Instant.parse("2026-09-01T00:00:00Z");
    private final Shop shop = new Shop("0.002", "EUR");
    private SubscriptionId subscription;
    private UUID invoice;

    @BeforeEach
    void october_is_billed() {
        subscription = shop.subscribe(Shop.BERLIN, SEPTEMBER);
        RunResult run = shop.run(
                YearMonth.of(2026, 10),
                Shop.NOVEMBER,
                (tenant, which, meter, period, cutOff) -> new BigDecimal("1234"));
        invoice = run.invoices().getFirst();
    }

    @Test
    void what_was_issued_is_read_back_equal() {
        IssuedInvoice read = find();
        IssuedInvoice again = find();
        assertThat(again).isEqualTo(read);
        assertThat(read.lines().getFirst().quantity()).hasToString("1234");
        assertThat(read.issuedOn()).isEqualTo("2026-11-05");
    }

    @Test
    void the_document_is_kept_byte_by_byte_with_its_hash() throws Exception {
        IssuedDocument document =
                inTenant(shop.tenant, invoices -> invoices.document(invoice).orElseThrow());
        assertThat(document.fileName()).isEqualTo("invoice-2026-00001.pdf");
        assertThat(new String(document.bytes(), 0, 5, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("%PDF-");
        assertThat(document.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(document.bytes())));
    }

    @Test
    void neither_the_application_nor_the_owner_can_change_it_by_sql() throws SQLException {
        List<String> attempts = List.of(
                "update billing.invoice set total = 0.01",
                "update billing.invoice set buyer_name = 'Somebody else'",
                "update billing.invoice_line set quantity = 1, amount = 0.00",
                "update billing.invoice_document set bytes = ''",
                "update billing.billed_period set quantity = 1",
                "delete from billing.invoice_document",
                "delete from billing.invoice_line",
                "delete from billing.billed_period",
                "delete from billing.invoice",
                "truncate billing.invoice_document",
                "truncate billing.invoice cascade");
        int refused = 0;
        for (String role : List.of("tallygate_app", "tallygate_owner")) {
            for (String attempt : attempts) {
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
        assertThat(find().total()).hasToString("2.47 EUR");
        System.out.printf("%d of %d attempts to change an issued invoice refused%n", refused, 2 * attempts.size());
    }

    @Test
    void a_line_added_later_or_one_that_does_not_add_up_is_refused() throws SQLException {
        String line =
                "insert into billing.invoice_line select gen_random_uuid(), tenant_id, invoice_id, 2, subscription_id,"
                        + " application_id, plan_version_id, product, plan, meter, period_from - interval '1 year',"
                        + " period_to - interval '1 year', %s, price_model, unit_price, currency, minor_unit, %s"
                        + " from billing.invoice_line";
        assertRefused(line.formatted("1000", "2.00"), "is not the sum of its lines");
        assertRefused(line.formatted("0", "0.00"), "is not the sum of its lines");
        assertRefused(line.formatted("1000", "2.01"), "invoice_line_adds_up");
        assertRefused(line.formatted("1000", "2.000"), "invoice_line_amount_check|invoice_line_check");
        assertRefused(
                line.formatted("1000", "2.00").replace("currency, minor", "'USD', minor"), "invoice_line_one_currency");
    }

    @Test
    void a_gap_or_a_second_use_of_a_number_cannot_be_written() throws SQLException {
        String head = "insert into billing.invoice (id, tenant_id, series, number, issued_on, issued_at, consumer_id,"
            + " seller_name, seller_address, seller_country, buyer_name, buyer_address, language, period_from,"
            + " period_to, time_zone, currency, minor_unit, total, line_count) select gen_random_uuid(), tenant_id,"
            + " series, %d, issued_on, issued_at, consumer_id, seller_name, seller_address, seller_country,"
            + " buyer_name, buyer_address, language, period_from, period_to, time_zone, currency, minor_unit, total,"
            + " line_count from billing.invoice";
        assertRefused(head.formatted(3), "invoice_number_follows");
        assertRefused(head.formatted(1), "invoice_number");
        assertRefused(head.formatted(2), "is not the sum of its lines, or has no document");
    }

    @Test
    void no_instant_of_a_subscription_is_closed_twice() {
        Period november = new Period(Instant.parse("2026-10-31T22:59:59Z"), Instant.parse("2026-11-02T00:00:00Z"));
        assertThatThrownBy(() -> inTenant(shop.tenant, invoices -> {
                    invoices.closeWithoutUsage(subscription, Meter.REQUESTS, november, null);
                    return true;
                }))
                .hasStackTraceContaining("part of this period is closed already");
        Period after = new Period(Instant.parse("2026-10-31T23:00:00Z"), Instant.parse("2026-11-02T00:00:00Z"));
        assertThat(this.<Boolean>inTenant(shop.tenant, invoices -> {
                    invoices.closeWithoutUsage(subscription, Meter.REQUESTS, after, null);
                    return invoices.billed(subscription, Meter.REQUESTS, after).isPresent();
                }))
                .isTrue();
    }

    @Test
    void another_tenant_cannot_find_it_or_list_it() {
        TenantId other = new TenantId(UUID.randomUUID());
        assertThat(this.<Optional<IssuedInvoice>>inTenant(other, invoices -> invoices.find(invoice)))
                .isEmpty();
        assertThat(this.<Optional<IssuedDocument>>inTenant(other, invoices -> invoices.document(invoice)))
                .isEmpty();
        assertThat(this.<List<InvoiceSummary>>inTenant(other, invoices -> invoices.list(null, null, 10)))
                .isEmpty();
    }

    @Test
    void lists_are_newest_first_paged_and_only_the_consumers_own() {
        RunResult september = shop.run(
                YearMonth.of(2026, 9), Shop.NOVEMBER, (tenant, which, meter, period, cutOff) -> new BigDecimal("10"));
        List<InvoiceSummary> first = inTenant(shop.tenant, invoices -> invoices.list(List.of(shop.consumer), null, 1));
        List<InvoiceSummary> second = inTenant(
                shop.tenant,
                invoices ->
                        invoices.list(List.of(shop.consumer), first.getFirst().id(), 5));
        assertThat(first)
                .extracting(InvoiceSummary::id)
                .containsExactly(september.invoices().getFirst());
        assertThat(second).extracting(InvoiceSummary::id).containsExactly(invoice);
        assertThat(this.<List<InvoiceSummary>>inTenant(
                        shop.tenant, invoices -> invoices.list(List.of(UUID.randomUUID()), null, 5)))
                .isEmpty();
        assertThat(this.<List<InvoiceSummary>>inTenant(shop.tenant, invoices -> invoices.list(List.of(), null, 5)))
                .isEmpty();
        assertThat(this.<List<InvoiceSummary>>inTenant(shop.tenant, invoices -> invoices.list(null, null, 5)))
                .hasSize(2);
    }

    private IssuedInvoice find() {
        return inTenant(shop.tenant, invoices -> invoices.find(invoice).orElseThrow());
    }

    private <T> T inTenant(TenantId tenant, java.util.function.Function<Invoices, T> work) {
        return shop.database.inTenant(tenant, store -> work.apply(new Invoices(store, Shop.clockAt(Shop.NOVEMBER))));
    }

    private void assertRefused(String statement, String why) throws SQLException {
        try (Connection connection = shop.database.connect("tallygate_app", shop.tenant);
                Statement sql = connection.createStatement()) {
            assertThatThrownBy(() -> {
                        sql.execute(statement);
                        connection.commit();
                    })
                    .as(statement)
                    .hasMessageMatching("(?s).*(" + why + ").*");
        }
    }
}
