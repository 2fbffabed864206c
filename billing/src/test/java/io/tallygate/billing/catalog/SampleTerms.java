package io.tallygate.billing.catalog;

import io.tallygate.billing.period.Cadence;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;

/// Terms with one of everything.
public final class SampleTerms {
    private static final BigDecimal TEN = BigDecimal.TEN;

    private SampleTerms() {}

    public static PlanTerms everything() {
        List<Price.Tier> tiers = List.of(
                new Price.Tier(new BigDecimal("250"), new BigDecimal("0.000000000001"), null),
                new Price.Tier(new BigDecimal("1000.5"), null, new BigDecimal("5")),
                new Price.Tier(null, new BigDecimal("0.5"), TEN));
        RateCard calls = RateCard.metered("requests", "Requests", "requests", new Price.Graduated(tiers))
                .withFreeUnits(new BigDecimal("1000"))
                .withDiscount(new Discount(new BigDecimal("5"), new BigDecimal("12.5")))
                .withSpend(new Spend(TEN, new BigDecimal("99.99")));
        RateCard bytes = RateCard.metered("traffic", "Traffic", "bytes-out", new Price.Package(TEN, TEN))
                .withConversion(new UnitConversion(
                        UnitConversion.Operation.DIVIDE,
                        new BigDecimal("1000000"),
                        UnitConversion.Rounding.HALF_UP,
                        2));
        RateCard seats = new RateCard(
                "support",
                "Support",
                null,
                null,
                Cadence.YEARLY,
                PaymentTerm.IN_ADVANCE,
                null,
                BigDecimal.ZERO,
                Discount.NONE,
                Spend.UNBOUNDED,
                "S-1.a",
                new Entitlement.Setting("seats=5"));
        return new PlanTerms(
                Currency.getInstance("EUR"),
                List.of(
                        calls,
                        bytes,
                        seats,
                        RateCard.flat("setup", "Setup", TEN, PaymentTerm.ONE_OFF),
                        RateCard.metered("volume", "Volume", "v", new Price.Volume(tiers)),
                        RateCard.metered(
                                "fees",
                                "Fees",
                                "turnover",
                                new Price.Percentage(new BigDecimal("2.9"), new BigDecimal("0.3"), 3L, TEN, null, TEN)),
                        RateCard.metered(
                                "share",
                                "Share",
                                "turnover",
                                new Price.GraduatedPercentage(
                                        List.of(new Price.PercentTier(null, new BigDecimal("1.25"), null)))),
                        RateCard.metered("model", "Model cost", "cost", new Price.Dynamic(new BigDecimal("1.2")))),
                new Quota(1000),
                new RateLimit(5, 1),
                new Spend(new BigDecimal("1.5"), new BigDecimal("1000")),
                new Commitment(new BigDecimal("12000"), Cadence.YEARLY),
                List.of(
                        Phase.trial(new Cadence(14, Cadence.Unit.DAY)),
                        new Phase(
                                "ramp",
                                "Ramp",
                                new Cadence(3, Cadence.Unit.MONTH),
                                BigDecimal.ZERO,
                                List.of(RateCard.metered(
                                        "requests", "Requests", "requests", new Price.PerUnit(BigDecimal.ONE))))),
                List.of(new AddOn(
                        "region",
                        "A region",
                        List.of(RateCard.flat("fee", "Region", TEN, PaymentTerm.IN_ADVANCE)),
                        3)));
    }
}
