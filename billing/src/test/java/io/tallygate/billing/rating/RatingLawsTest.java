package io.tallygate.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.catalog.RateCard;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/// What holds of every price, whatever is used.
class RatingLawsTest {
    private static final int TRIES = 1000;

    @Provide
    Arbitrary<RateCard> cards() {
        return AnyPrice.card(AnyPrice.metered());
    }

    @Provide
    Arbitrary<RateCard> cardsInOrder() {
        return AnyPrice.card(AnyPrice.inOrder());
    }

    @Provide
    Arbitrary<RateCard> cardsOfUnits() {
        return AnyPrice.card(AnyPrice.metered().filter(price -> !(price instanceof Price.Percentage)));
    }

    @Provide
    Arbitrary<RateCard> cardsOfTransactions() {
        return AnyPrice.card(AnyPrice.percentage());
    }

    @Provide
    Arbitrary<BigDecimal> quantities() {
        return AnyPrice.quantity();
    }

    @Provide
    Arbitrary<Currency> currencies() {
        return Arbitraries.of(Currency.getInstance("JPY"), Currency.getInstance("EUR"), Currency.getInstance("KWD"));
    }

    @Property(tries = TRIES)
    void steps_explain_the_amount(@ForAll("cards") RateCard card, @ForAll("quantities") BigDecimal quantity) {
        Rated rated = Rating.rate(card, Usage.transactions(List.of(quantity)), RatingContext.WHOLE);
        BigDecimal sum = BigDecimal.ZERO;
        for (PriceStep step : rated.steps()) {
            assertThat(step.quantity().multiply(step.unitAmount())).isEqualByComparingTo(step.amount());
            assertThat(step.total()).isEqualByComparingTo(step.amount().subtract(step.discount()));
            sum = sum.add(step.total());
        }
        assertThat(sum).isEqualByComparingTo(rated.amount());
        assertThat(PriceSteps.write(PriceSteps.read(PriceSteps.write(rated.steps()))))
                .isEqualTo(PriceSteps.write(rated.steps()));
        assertThat(rated.quantity().add(rated.freeUnits())).isEqualByComparingTo(quantity);
        assertThat(Rating.rate(card, Usage.transactions(List.of(quantity)), RatingContext.WHOLE))
                .isEqualTo(rated);
    }

    @Property(tries = TRIES)
    void a_card_stays_within_its_bounds(@ForAll("cards") RateCard card, @ForAll("quantities") BigDecimal quantity) {
        BigDecimal amount = Rating.rate(card, Usage.transactions(List.of(quantity)), RatingContext.WHOLE)
                .amount();
        assertThat(amount).isNotNegative();
        if (card.spend().maximum() != null) {
            assertThat(amount).isLessThanOrEqualTo(card.spend().maximum());
        }
        if (card.spend().minimum() != null) {
            assertThat(amount).isGreaterThanOrEqualTo(card.spend().minimum());
        }
    }

    @Property(tries = TRIES)
    void more_use_never_costs_less(
            @ForAll("cardsInOrder") RateCard card,
            @ForAll("quantities") BigDecimal quantity,
            @ForAll("quantities") BigDecimal more) {
        assertThat(Rating.rate(card, Usage.of(quantity.add(more)), RatingContext.WHOLE)
                        .amount())
                .isGreaterThanOrEqualTo(Rating.rate(card, Usage.of(quantity), RatingContext.WHOLE)
                        .amount());
    }

    @Property(tries = TRIES)
    void a_period_billed_in_parts_costs_what_it_costs_whole(
            @ForAll("cardsInOrder") RateCard card,
            @ForAll @Size(min = 2, max = 6) List<@From("quantities") BigDecimal> parts) {
        BigDecimal quantity = BigDecimal.ZERO;
        BigDecimal billed = BigDecimal.ZERO;
        for (int at = 0; at < parts.size(); at++) {
            RatingContext.Part part = at == 0
                    ? RatingContext.Part.FIRST
                    : at == parts.size() - 1 ? RatingContext.Part.LAST : RatingContext.Part.MIDDLE;
            billed = billed.add(Rating.rate(card, Usage.of(parts.get(at)), RatingContext.part(part, quantity, billed))
                    .amount());
            quantity = quantity.add(parts.get(at));
        }
        assertThat(billed)
                .isEqualByComparingTo(Rating.rate(card, Usage.of(quantity), RatingContext.WHOLE)
                        .amount());
    }

    @Property(tries = TRIES)
    void documents_of_a_growing_period_add_up_and_a_rerun_adds_nothing(
            @ForAll("cardsOfUnits") RateCard card,
            @ForAll @Size(min = 1, max = 5) List<@From("quantities") BigDecimal> toDate,
            @ForAll("currencies") Currency currency) {
        BigDecimal billed = BigDecimal.ZERO;
        for (int at = 0; at < toDate.size(); at++) {
            boolean closing = at == toDate.size() - 1;
            billed = billed.add(CumulativeRating.next(card, Usage.of(toDate.get(at)), billed, currency, closing)
                    .amount()
                    .amount());
        }
        Usage all = Usage.of(toDate.getLast());
        assertThat(billed)
                .isEqualByComparingTo(LineRounding.round(Rating.rate(card, all, RatingContext.WHOLE), currency)
                        .amount());
        assertThat(CumulativeRating.next(card, all, billed, currency, true)
                        .amount()
                        .amount())
                .isZero();
    }

    @Property(tries = TRIES)
    void late_usage_leads_from_what_was_billed_to_what_is_right(
            @ForAll("cardsOfUnits") RateCard card,
            @ForAll("quantities") BigDecimal before,
            @ForAll("quantities") BigDecimal now) {
        Rated billed = Rating.rate(card, Usage.of(before), RatingContext.WHOLE);
        Rated right = Rating.rate(card, Usage.of(now), RatingContext.WHOLE);
        List<PriceStep> change = LateUsage.difference(right.steps(), billed.steps());
        assertThat(change.stream().map(PriceStep::total).reduce(billed.amount(), BigDecimal::add))
                .isEqualByComparingTo(right.amount());
        assertThat(LateUsage.difference(billed.steps(), billed.steps())).isEmpty();
        assertThat(change)
                .filteredOn(step -> step.kind() != PriceStep.Kind.MINIMUM)
                .allSatisfy(step ->
                        assertThat(step.quantity().multiply(step.unitAmount())).isEqualByComparingTo(step.amount()));
    }

    @Property(tries = TRIES)
    void transactions_without_a_bound_of_each_need_only_their_sum(
            @ForAll("cardsOfTransactions") RateCard card,
            @ForAll @Size(max = 6) List<@From("quantities") BigDecimal> values) {
        if (!(card.price() instanceof Price.Percentage price) || price.needsEachTransaction()) {
            return;
        }
        Usage each = Usage.transactions(values);
        assertThat(Rating.rate(card, Usage.transactions(each.quantity(), values.size()), RatingContext.WHOLE))
                .isEqualTo(Rating.rate(card, each, RatingContext.WHOLE));
    }

    @Property(tries = TRIES)
    void a_credit_never_exceeds_the_line(
            @ForAll("cards") RateCard card,
            @ForAll("quantities") BigDecimal quantity,
            @ForAll("quantities") BigDecimal credit) {
        Rated rated = Rating.rate(card, Usage.transactions(List.of(quantity)), RatingContext.WHOLE);
        List<BigDecimal> spread = new ArrayList<>(rated.spread(credit));
        assertThat(spread).hasSameSizeAs(rated.steps());
        BigDecimal used = spread.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(used).isLessThanOrEqualTo(credit);
        BigDecimal positive = rated.steps().stream()
                .map(step -> step.total().max(BigDecimal.ZERO))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(used).isEqualByComparingTo(credit.min(positive));
    }

    @Property(tries = TRIES)
    void a_line_is_rounded_by_at_most_half_a_minor_unit(
            @ForAll("quantities") BigDecimal quantity,
            @ForAll("cardsInOrder") RateCard card,
            @ForAll("currencies") Currency currency) {
        Rated rated = Rating.rate(card, Usage.of(quantity), RatingContext.WHOLE);
        BigDecimal rounded = LineRounding.round(rated, currency).amount();
        BigDecimal half = new BigDecimal("0.5").movePointLeft(currency.getDefaultFractionDigits());
        assertThat(rounded.subtract(rated.amount()).abs()).isLessThanOrEqualTo(half);
    }
}
