package io.tallygate.billing.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.billing.dispute.LinePrices.Step;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
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
}
