package io.tallygate.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tallygate.billing.catalog.Discount;
import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.catalog.RateCard;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Cases 145, 147 and 153 of `bug-cases.md`.
class PriceBugCasesTest {
    @ParameterizedTest(name = "case 145: {0} units lie in tier {1} up to {2} units, and cost {3}")
    @CsvSource({"249.5, 1, 249.5, 499.0", "250, 1, 250, 500", "250.5, 2, 0.5, 500.5", "251, 2, 1, 501"})
    void case_145_a_tier_to_250_holds_unit_250_whole(
            BigDecimal units, int lastTier, BigDecimal unitsOfIt, BigDecimal amount) {
        Price price = new Price.Graduated(List.of(tier("250", "2", null), tier(null, "1", null)));
        Rated rated = Rating.rate(card(price), Usage.of(units), RatingContext.WHOLE);
        PriceStep last = rated.steps().getLast();
        assertThat(last.tier()).isEqualTo(lastTier);
        assertThat(last.quantity()).isEqualByComparingTo(unitsOfIt);
        assertThat(rated.amount()).isEqualByComparingTo(amount);
    }

    @Test
    void case_147_flat_and_unit_tiers_mixed() {
        Price price = new Price.Graduated(
                List.of(tier("5", null, "100"), tier("10", null, "50"), tier("15", "5", null), tier(null, "1", null)));
        Rated rated = Rating.rate(card(price), Usage.of(new BigDecimal("22")), RatingContext.WHOLE);
        assertThat(rated.amount()).isEqualByComparingTo("182");
        assertThat(rated.steps())
                .extracting(PriceStep::tier, step -> step.amount().intValueExact())
                .containsExactly(tuple(1, 100), tuple(2, 50), tuple(3, 25), tuple(4, 7));
    }

    @ParameterizedTest(name = "case 153: {0} used, {1} of them free, cost {2}")
    @CsvSource({"5, 8, 0", "8, 8, 0", "9, 8, 10", "0, 8, 0"})
    void case_153_a_discount_of_units_never_makes_a_line_negative(BigDecimal used, BigDecimal off, BigDecimal amount) {
        RateCard card = card(new Price.PerUnit(BigDecimal.TEN)).withDiscount(new Discount(off, BigDecimal.ZERO));
        Rated rated = Rating.rate(card, Usage.of(used), RatingContext.WHOLE);
        assertThat(rated.amount()).isEqualByComparingTo(amount);
        assertThat(rated.freeUnits()).isEqualByComparingTo(used.min(off));
    }

    private static RateCard card(Price price) {
        return RateCard.metered("units", "Units", "units", price);
    }

    private static Price.Tier tier(@Nullable String upTo, @Nullable String unit, @Nullable String flat) {
        return new Price.Tier(decimal(upTo), decimal(unit), decimal(flat));
    }

    private static @Nullable BigDecimal decimal(@Nullable String text) {
        return text == null ? null : new BigDecimal(text);
    }
}
