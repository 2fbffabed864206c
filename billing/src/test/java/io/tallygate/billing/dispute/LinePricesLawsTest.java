package io.tallygate.billing.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.billing.dispute.LinePrices.Step;
import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.invoice.LineKind;
import io.tallygate.billing.money.Money;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LinePricesLawsTest {
    private static final LinePrices TIERS = new LinePrices(List.of(
            new Step(null, true, BigDecimal.ZERO, new BigDecimal("100"), BigDecimal.ZERO),
            new Step(1, false, new BigDecimal("100"), new BigDecimal("1000"), new BigDecimal("0.002")),
            new Step(2, false, new BigDecimal("1000"), null, new BigDecimal("0.000000000001"))));

    @Test
    void a_call_at_the_bound_of_a_tier_belongs_to_the_tier_below_it() {
        assertThat(TIERS.parts(new BigDecimal("99"), BigDecimal.ONE).getFirst().free())
                .isTrue();
        assertThat(TIERS.parts(new BigDecimal("100"), BigDecimal.ONE).getFirst().tier())
                .isEqualTo(1);
        assertThat(TIERS.parts(new BigDecimal("999"), BigDecimal.ONE).getFirst().tier())
                .isEqualTo(1);
        assertThat(TIERS.parts(new BigDecimal("1000"), BigDecimal.ONE)
                        .getFirst()
                        .tier())
                .isEqualTo(2);
        assertThat(TIERS.parts(new BigDecimal("999.5"), BigDecimal.ONE))
                .extracting(CallPart::units)
                .containsExactly(new BigDecimal("0.5"), new BigDecimal("0.5"));
    }

    @Property(tries = 2_000)
    void the_calls_of_a_line_sum_to_it_however_it_is_cut_into_calls(
            @ForAll @Size(max = 40) List<@IntRange(min = 1, max = 120_000) Integer> thousandths) {
        BigDecimal before = BigDecimal.ZERO;
        BigDecimal sum = BigDecimal.ZERO;
        List<CallPart> parts = new ArrayList<>();
        for (int thousandth : thousandths) {
            BigDecimal units = BigDecimal.valueOf(thousandth, 3);
            List<CallPart> of = TIERS.parts(before, units);
            assertThat(of.stream().map(CallPart::units).reduce(BigDecimal.ZERO, BigDecimal::add))
                    .isEqualByComparingTo(units);
            parts.addAll(of);
            before = before.add(units);
        }
        for (CallPart part : parts) {
            sum = sum.add(part.amount());
        }
        BigDecimal first = before.min(new BigDecimal("1000"))
                .subtract(new BigDecimal("100"))
                .max(BigDecimal.ZERO);
        BigDecimal second = before.subtract(new BigDecimal("1000")).max(BigDecimal.ZERO);
        assertThat(sum)
                .isEqualByComparingTo(
                        first.multiply(new BigDecimal("0.002")).add(second.multiply(new BigDecimal("0.000000000001"))));
    }

    @Test
    void a_line_that_steps_explain_gives_each_unit_its_share_and_what_is_of_no_unit_to_none() {
        InvoiceLine line = line("""
            [{"kind":"flat","quantity":"1","unitAmount":"5","amount":"5"},
             {"kind":"usage","tier":1,"to":"100","quantity":"100","unitAmount":"0.02","amount":"2","percentOff":"0.5"},
             {"kind":"usage","tier":2,"from":"100","to":"150","quantity":"1","unitAmount":"4","amount":"4"}]\
            """, "250", "10.50");
        LinePrices prices = LinePrices.of(line);
        assertThat(prices.parts(new BigDecimal("99"), BigDecimal.ONE).getFirst().free())
                .isTrue();
        assertThat(prices.parts(new BigDecimal("100"), BigDecimal.ONE)
                        .getFirst()
                        .unitAmount())
                .as("less its discount")
                .isEqualByComparingTo("0.015");
        assertThat(prices.parts(new BigDecimal("249"), BigDecimal.ONE)
                        .getFirst()
                        .unitAmount())
                .as("of a package")
                .isEqualByComparingTo("0.08");
        assertThat(prices.amount(new BigDecimal("250"))).isEqualByComparingTo("5.5");
        assertThat(Disputes.without(line, BigDecimal.TEN).amount()).isEqualByComparingTo("9.70");
        assertThat(Disputes.without(line, new BigDecimal("250")).amount())
                .as("the fee stays")
                .isEqualByComparingTo("5.00");
    }

    private static InvoiceLine line(String steps, String quantity, String amount) {
        Currency euro = Currency.getInstance("EUR");
        return new InvoiceLine(
                LineKind.USAGE,
                new SubscriptionId(new UUID(1, 1)),
                new UUID(1, 2),
                new UUID(1, 3),
                "calls",
                "Parcels",
                "Growth",
                "",
                Meter.REQUESTS,
                new Period(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z")),
                new BigDecimal(quantity),
                null,
                steps,
                null,
                new Money(new BigDecimal(amount), euro));
    }
}
