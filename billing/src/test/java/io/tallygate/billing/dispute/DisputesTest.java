package io.tallygate.billing.dispute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.billing.Shop;
import io.tallygate.billing.invoice.Invoices;
import io.tallygate.billing.invoice.IssuedInvoice;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class DisputesTest {
    private static final LinePrices PRICE = LinePrices.perUnit(new BigDecimal("0.004"));

    private final Shop shop = new Shop("0.004", "EUR");

    @Test
    void the_draft_credits_the_line_as_it_would_have_been_and_keeps_the_calls() {
        IssuedInvoice invoice = issued(); // 1000 calls: 4.00
        List<LineCall> calls = calls(1, 3);
        Dispute dispute = in(disputes -> disputes.open(invoice, 1, "Retries of our own", calls));
        assertThat(dispute.billed()).hasToString("4.00 EUR");
        assertThat(dispute.corrected()).hasToString("3.99 EUR"); // 997 × 0.004 = 3.988
        assertThat(dispute.credit()).hasToString("0.01 EUR");
        assertThat(this.<List<Disputes.Evidence>>in(disputes -> disputes.evidence(dispute.id())))
                .extracting(Disputes.Evidence::call)
                .containsExactlyElementsOf(calls.stream().map(LineCall::call).toList());
        assertThat(this.<List<Dispute>>in(disputes -> disputes.list(invoice.id(), null, null, 10)))
                .containsExactly(dispute);
        assertThat(this.<List<Dispute>>in(disputes -> disputes.list(null, List.of(UUID.randomUUID()), null, 10)))
                .isEmpty();
    }

    @Test
    void a_call_is_credited_once_unless_the_dispute_was_rejected() {
        IssuedInvoice invoice = issued();
        List<LineCall> calls = calls(1, 200);
        Dispute first = in(disputes -> disputes.open(invoice, 1, "Wrong", calls));
        assertThatThrownBy(() -> in(disputes -> disputes.open(invoice, 1, "Wrong", calls.subList(5, 6))))
                .isInstanceOfSatisfying(
                        DisputeRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(DisputeRefused.Reason.DISPUTED_ALREADY));
        assertThat(in(disputes -> disputes.decide(first.id(), false))
                        .orElseThrow()
                        .state())
                .isEqualTo(Dispute.State.REJECTED);
        assertThatThrownBy(() -> in(disputes -> disputes.decide(first.id(), true)))
                .isInstanceOf(DisputeRefused.class);
        assertThat(in(disputes -> disputes.open(invoice, 1, "Wrong", calls.subList(5, 6)))
                        .units())
                .isEqualByComparingTo("1");
    }

    @Test
    void all_disputes_of_a_line_together_never_credit_more_than_the_line() {
        IssuedInvoice invoice = issued();
        BigDecimal credited = BigDecimal.ZERO;
        for (int i = 0; i < 5; i++) {
            int first = i * 200 + 1;
            credited = credited.add(in(disputes -> disputes.open(invoice, 1, "Wrong", calls(first, 200)))
                    .credit()
                    .amount());
        }
        assertThat(credited).isEqualByComparingTo("4.00");
        assertThatThrownBy(() -> in(disputes -> disputes.open(invoice, 1, "Wrong", calls(1001, 1))))
                .isInstanceOf(DisputeRefused.class);
    }

    private List<LineCall> calls(int first, int count) {
        List<LineCall> calls = new ArrayList<>();
        for (int place = first; place < first + count; place++) {
            calls.add(new LineCall(
                    new UUID(7, place),
                    Instant.parse("2026-10-01T00:00:00Z").plusSeconds(place),
                    "GET",
                    "getOrder",
                    200,
                    BigDecimal.ONE,
                    BigDecimal.valueOf(place),
                    PRICE.parts(BigDecimal.valueOf(place - 1L), BigDecimal.ONE)));
        }
        return calls;
    }

    private IssuedInvoice issued() {
        shop.subscribe(Shop.BERLIN, Instant.parse("2026-09-01T00:00:00Z"));
        UUID id = shop.run(
                        YearMonth.of(2026, 10),
                        Shop.NOVEMBER,
                        (tenant, subscription, meter, period, cutOff) -> new BigDecimal("1000"))
                .invoices()
                .getFirst();
        return shop.database.inTenant(
                shop.tenant,
                store -> new Invoices(store, Shop.clockAt(Shop.NOVEMBER))
                        .find(id)
                        .orElseThrow());
    }

    private <T> T in(Function<Disputes, T> work) {
        return shop.database.inTenant(
                shop.tenant, store -> work.apply(new Disputes(store, Shop.clockAt(Shop.NOVEMBER))));
    }
}
