package io.tallygate.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.billing.catalog.Discount;
import io.tallygate.billing.catalog.PaymentTerm;
import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.catalog.RateCard;
import io.tallygate.billing.catalog.Spend;
import io.tallygate.billing.period.Share;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Nothing used, more taken back than used, and parts of a unit: what each model makes of them.
class OddQuantitiesTest {
    record Odd(String model, Price price, String none, String half, String negative) {
        @Override
        public String toString() {
            return model + ": nothing " + none + ", half a unit " + half + ", five taken back " + negative;
        }
    }

    private static final List<Price.Tier> TIERS = List.of(
            new Price.Tier(BigDecimal.TEN, new BigDecimal("2"), new BigDecimal("7")),
            new Price.Tier(null, BigDecimal.ONE, null));

    static Stream<Odd> models() {
        return Stream.of(
                new Odd("flat", new Price.Flat(BigDecimal.TEN), "10", "10", "10"),
                new Odd("per unit", new Price.PerUnit(BigDecimal.TEN), "0", "5", "-50"),
                new Odd("graduated", new Price.Graduated(TIERS), "7", "8", "7"),
                new Odd("volume", new Price.Volume(TIERS), "7", "8", "7"),
                new Odd("package", new Price.Package(BigDecimal.TEN, new BigDecimal("15")), "0", "15", "0"),
                new Odd(
                        "percentage",
                        new Price.Percentage(BigDecimal.TEN, BigDecimal.ONE, null, null, null, null),
                        "0",
                        "1.05",
                        "-0.5"),
                new Odd(
                        "graduated percentage",
                        new Price.GraduatedPercentage(
                                List.of(new Price.PercentTier(null, BigDecimal.TEN, BigDecimal.ONE))),
                        "1",
                        "1.05",
                        "1"),
                new Odd("dynamic", new Price.Dynamic(new BigDecimal("1.2")), "0", "0.6", "-6"));
    }

    @ParameterizedTest
    @MethodSource("models")
    void each_model_says_what_odd_quantities_cost(Odd odd) {
        assertThat(amount(odd.price(), List.of())).isEqualByComparingTo(odd.none());
        assertThat(amount(odd.price(), List.of(new BigDecimal("0.5")))).isEqualByComparingTo(odd.half());
        assertThat(amount(odd.price(), List.of(new BigDecimal("-5")))).isEqualByComparingTo(odd.negative());
    }

    private static BigDecimal amount(Price price, List<BigDecimal> values) {
        RateCard card = price instanceof Price.Flat(var amount)
                ? RateCard.flat("fee", "Fee", amount, PaymentTerm.IN_ARREARS)
                : RateCard.metered("units", "Units", "units", price);
        return Rating.rate(card, Usage.transactions(values), RatingContext.WHOLE)
                .amount();
    }

    @Test
    void no_price_price_0_and_all_of_it_off_are_three_things() {
        RateCard sold = RateCard.metered("units", "Units", "units", new Price.PerUnit(BigDecimal.ONE));
        Usage five = Usage.of(new BigDecimal("5"));
        RateCard free = RateCard.metered("units", "Units", "units", new Price.PerUnit(BigDecimal.ZERO));
        RateCard off = sold.withDiscount(new Discount(BigDecimal.ZERO, new BigDecimal("100")));
        RateCard notSold = new RateCard(
                "units",
                "Units",
                "units",
                null,
                sold.cadence(),
                sold.paymentTerm(),
                null,
                BigDecimal.ZERO,
                Discount.NONE,
                new Spend(BigDecimal.TEN, null),
                null,
                null);
        assertThat(Rating.rate(notSold, five, RatingContext.WHOLE)).isEqualTo(Rated.NOTHING);
        Rated zero = Rating.rate(free, five, RatingContext.WHOLE);
        assertThat(zero.amount()).isZero();
        assertThat(zero.steps().getFirst().amount()).isZero();
        Rated discounted = Rating.rate(off, five, RatingContext.WHOLE);
        assertThat(discounted.amount()).isZero();
        assertThat(discounted.steps().getFirst().amount()).isEqualByComparingTo("5");
        assertThat(discounted.discount()).isEqualByComparingTo("5");
    }

    @Test
    void a_part_of_a_month_owes_its_part_of_the_fee_and_of_the_minimum() {
        RateCard fee = RateCard.flat("fee", "Fee", new BigDecimal("100"), PaymentTerm.IN_ADVANCE);
        Rated third = Rating.rate(fee, Usage.NONE, RatingContext.whole(new Share(10, 30)));
        assertThat(third.amount().setScale(12, RoundingMode.DOWN)).isEqualByComparingTo("33.333333333333");
        RateCard least = RateCard.metered("units", "Units", "units", new Price.PerUnit(BigDecimal.ONE))
                .withSpend(new Spend(new BigDecimal("60"), null));
        Rated half = Rating.rate(least, Usage.of(BigDecimal.TEN), RatingContext.whole(new Share(15, 30)));
        assertThat(half.amount()).isEqualByComparingTo("30");
    }

    @Test
    void a_percentage_with_bounds_of_each_refuses_a_sum_alone() {
        RateCard card = RateCard.metered(
                "units",
                "Units",
                "units",
                new Price.Percentage(BigDecimal.TEN, BigDecimal.ZERO, null, null, BigDecimal.ONE, null));
        assertThatThrownBy(() -> Rating.rate(card, Usage.transactions(BigDecimal.TEN, 3), RatingContext.WHOLE))
                .hasMessageContaining("each transaction");
    }
}
