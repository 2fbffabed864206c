package io.tallygate.billing.rating;

import io.tallygate.billing.catalog.Discount;
import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.catalog.RateCard;
import io.tallygate.billing.catalog.Spend;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/// Prices, rate cards and quantities as property tests want them: of every model, with tiers anywhere.
public final class AnyPrice {
    private AnyPrice() {}

    public static Arbitrary<BigDecimal> amount() {
        return Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, new BigDecimal("50"))
                .ofScale(6);
    }

    /// From 0, of three decimals; often small, so that the first tiers matter.
    public static Arbitrary<BigDecimal> quantity() {
        return Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, new BigDecimal("3000"))
                .ofScale(3);
    }

    private static Arbitrary<BigDecimal> percent() {
        return Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, new BigDecimal("100"))
                .ofScale(2);
    }

    private static Arbitrary<List<Price.Tier>> tiers() {
        return Combinators.combine(
                        Arbitraries.integers()
                                .between(1, 500)
                                .list()
                                .ofMinSize(0)
                                .ofMaxSize(4),
                        amount().injectNull(0.2).list().ofSize(5),
                        amount().injectNull(0.4).list().ofSize(5))
                .as((widths, units, flats) -> {
                    List<Price.Tier> tiers = new ArrayList<>();
                    int end = 0;
                    for (int at = 0; at <= widths.size(); at++) {
                        boolean last = at == widths.size();
                        end += last ? 0 : widths.get(at);
                        tiers.add(new Price.Tier(last ? null : new BigDecimal(end), units.get(at), flats.get(at)));
                    }
                    return tiers;
                });
    }

    private static Arbitrary<Price> graduatedPercentage() {
        return Combinators.combine(tiers(), percent().list().ofSize(5)).as((tiers, rates) -> {
            List<Price.PercentTier> percents = new ArrayList<>();
            for (int at = 0; at < tiers.size(); at++) {
                percents.add(new Price.PercentTier(
                        tiers.get(at).upTo(), rates.get(at), tiers.get(at).flatAmount()));
            }
            return new Price.GraduatedPercentage(percents);
        });
    }

    /// Those whose units are priced in the order in which they are used, so that a period can be billed in parts.
    public static Arbitrary<Price> inOrder() {
        return Arbitraries.oneOf(
                amount().map(Price.PerUnit::new),
                tiers().map(Price.Graduated::new),
                Combinators.combine(Arbitraries.integers().between(1, 200), amount())
                        .as((size, amount) -> new Price.Package(new BigDecimal(size), amount)),
                graduatedPercentage(),
                amount().map(Price.Dynamic::new));
    }

    public static Arbitrary<Price> metered() {
        return Arbitraries.oneOf(inOrder(), tiers().map(Price.Volume::new), percentage());
    }

    public static Arbitrary<Price> percentage() {
        return Combinators.combine(
                        percent(),
                        amount(),
                        Arbitraries.longs().between(0, 5).injectNull(0.5),
                        quantity().injectNull(0.5),
                        amount().injectNull(0.5),
                        amount().injectNull(0.5))
                .as((rate, fixed, count, value, least, most) -> new Price.Percentage(
                        rate,
                        fixed,
                        count,
                        value,
                        least == null || most == null ? least : least.min(most),
                        least == null || most == null ? most : least.max(most)));
    }

    public static Arbitrary<RateCard> card(Arbitrary<Price> prices) {
        return Combinators.combine(
                        prices,
                        Arbitraries.integers().between(0, 300),
                        percent().injectNull(0.5),
                        Arbitraries.integers().between(0, 5000).injectNull(0.5),
                        Arbitraries.integers().between(0, 20000).injectNull(0.5))
                .as((price, free, off, minimum, maximum) -> {
                    RateCard card = RateCard.metered("units", "Units", "units", price)
                            .withDiscount(new Discount(BigDecimal.ZERO, off == null ? BigDecimal.ZERO : off))
                            .withSpend(spend(minimum, maximum));
                    return price instanceof Price.Percentage ? card : card.withFreeUnits(new BigDecimal(free));
                });
    }

    private static Spend spend(@Nullable Integer minimum, @Nullable Integer maximum) {
        BigDecimal least = minimum == null ? null : new BigDecimal(minimum);
        BigDecimal most = maximum == null ? null : new BigDecimal(maximum);
        return least == null || most == null ? new Spend(least, most) : new Spend(least.min(most), least.max(most));
    }
}
