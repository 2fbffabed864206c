package io.tallygate.billing.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.billing.period.Cadence;
import io.tallygate.billing.rating.AnyPrice;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlanTermsTest {
    private static final Currency EUR = Currency.getInstance("EUR");

    @Provide
    Arbitrary<RateCard> cards() {
        return AnyPrice.card(AnyPrice.metered());
    }

    @Property(tries = 500)
    void the_document_loses_nothing(@ForAll @Size(max = 1) List<@From("cards") RateCard> cards) {
        PlanTerms terms = new PlanTerms(EUR, cards, null, null, Spend.UNBOUNDED, null, List.of(), List.of());
        assertThat(TermsDocument.read(TermsDocument.write(terms), EUR, null, null))
                .isEqualTo(terms);
    }

    @Test
    void the_document_holds_one_of_everything() {
        PlanTerms terms = SampleTerms.everything();
        assertThat(TermsDocument.read(TermsDocument.write(terms), EUR, terms.quota(), terms.rateLimit()))
                .isEqualTo(terms);
        assertThatThrownBy(() -> TermsDocument.read("{\"format\":\"terms/9\"}", EUR, null, null))
                .hasMessageContaining("terms/9");
    }

    @Test
    void a_trial_shows_prices_and_charges_nothing_not_even_a_minimum() {
        RateCard card = RateCard.metered("requests", "Requests", "requests", new Price.PerUnit(BigDecimal.TEN))
                .withDiscount(new Discount(BigDecimal.ZERO, new BigDecimal("20")))
                .withSpend(new Spend(BigDecimal.ONE, null));
        Phase ramp = new Phase("ramp", "Ramp", Cadence.MONTHLY, new BigDecimal("50"), null);
        PlanTerms terms = new PlanTerms(
                EUR,
                List.of(card),
                null,
                null,
                Spend.UNBOUNDED,
                null,
                List.of(Phase.trial(Cadence.WEEKLY), ramp),
                List.of());
        RateCard inTrial = terms.cardsIn(0).getFirst();
        assertThat(inTrial.price()).isEqualTo(card.price());
        assertThat(inTrial.discount().percent()).isEqualByComparingTo("100");
        assertThat(inTrial.spend().minimum()).isNull();
        assertThat(terms.cardsIn(1).getFirst().discount().percent()).isEqualByComparingTo("60");
        assertThat(terms.cardsIn(2)).containsExactly(card);
    }

    @Test
    void what_cannot_be_sold_is_refused() {
        assertThatThrownBy(() -> new Price.Graduated(List.of())).hasMessageContaining("1 to 100 tiers");
        assertThatThrownBy(() -> new Price.Volume(List.of(tier("5"), tier("5"), tier(null))))
                .hasMessageContaining("tier 2");
        assertThatThrownBy(() -> new Price.Volume(List.of(tier("5")))).hasMessageContaining("no end");
        assertThatThrownBy(() -> RateCard.flat("fee", "Fee", new BigDecimal("-1"), PaymentTerm.IN_ADVANCE))
                .hasMessageContaining("negative");
        assertThatThrownBy(() -> new Spend(BigDecimal.TEN, BigDecimal.ONE)).hasMessageContaining("above");
        RateCard card = RateCard.metered("a", "A", "requests", new Price.PerUnit(BigDecimal.ONE));
        assertThatThrownBy(() -> terms(List.of(card, card))).hasMessageContaining("two of one key");
        assertThatThrownBy(() -> terms(List.of(card.withSpend(new Spend(new BigDecimal("0.001"), null)))))
                .as("a bound that nobody can pay")
                .hasMessageContaining("decimals");
        assertThatThrownBy(() -> new RateCard(
                        "a",
                        "A",
                        null,
                        card.price(),
                        card.cadence(),
                        card.paymentTerm(),
                        null,
                        BigDecimal.ZERO,
                        Discount.NONE,
                        Spend.UNBOUNDED,
                        null,
                        null))
                .hasMessageContaining("needs a meter");
    }

    private static PlanTerms terms(List<RateCard> cards) {
        return new PlanTerms(EUR, cards, null, null, Spend.UNBOUNDED, null, List.of(), List.of());
    }

    private static Price.Tier tier(@Nullable String upTo) {
        return new Price.Tier(upTo == null ? null : new BigDecimal(upTo), BigDecimal.ONE, null);
    }
}
