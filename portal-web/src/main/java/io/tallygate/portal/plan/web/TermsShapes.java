package io.tallygate.portal.plan.web;

import io.tallygate.billing.catalog.PaymentTerm;
import io.tallygate.billing.catalog.PlanTerms;
import io.tallygate.billing.catalog.Tiers;
import io.tallygate.billing.period.Cadence;
import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Items;
import io.tallygate.portal.api.openapi.LeftOut;
import io.tallygate.portal.api.openapi.Text;
import io.tallygate.portal.api.openapi.Whole;
import java.math.BigDecimal;
import java.util.List;

/// What a plan costs, as the control API has it. Members that are not set are left out, in bodies and in answers.
final class TermsShapes {
    private static final String DECIMAL = "^[0-9]{1,12}(\\.[0-9]{1,12})?$";

    private TermsShapes() {}

    @About("What a plan sells and for how much, in the tenant's currency.")
    record Terms(
            @Items(most = PlanTerms.MOST_CARDS) List<RateCard> rateCards,

            @LeftOut
            @Text(pattern = DECIMAL, example = "10")
            @About("All lines of a billing period together cost at least this.")
            BigDecimal minimumSpend,

            @LeftOut @Text(pattern = DECIMAL, example = "1000") @About("And at most this.")
            BigDecimal maximumSpend,

            @LeftOut Commitment commitment,

            @LeftOut
            @Items(most = PlanTerms.MOST_PHASES)
            @About("At a subscription's beginning, one after another: a trial, a ramp.")
            List<PlanPhase> phases,

            @LeftOut @Items(most = PlanTerms.MOST_ADD_ONS) @About("What a subscription can have besides.")
            List<AddOn> addOns) {}

    @About("Units are converted, free and discounted units taken off, the rest priced, a percentage taken off, then the"
            + " maximum and the minimum applied.")
    record RateCard(
            @Text(pattern = Text.SLUG, most = 63, example = "requests")
            String key,

            @LeftOut @Text(least = 1, most = 200, example = "Requests") @About("The key when it is left out.")
            String name,

            @LeftOut
            @Text(pattern = Text.SLUG, example = "requests")
            @About("Slug of what is counted; every price but a flat one needs one.")
            String meter,

            @LeftOut @About("Not sold when it is left out, which is not the same as a price of 0.")
            Price price,

            @LeftOut @About("A month when it is left out.") RateCardCadence cadence,

            @LeftOut @About("in-arrears when it is left out; usage can only be that.")
            PaymentTerm paymentTerm,

            @LeftOut UnitConversion conversion,

            @LeftOut @Text(pattern = DECIMAL, example = "1000")
            BigDecimal freeUnits,

            @LeftOut RateCardDiscount discount,
            @LeftOut @Text(pattern = DECIMAL, example = "5") BigDecimal minimumSpend,

            @LeftOut @Text(pattern = DECIMAL, example = "500")
            BigDecimal maximumSpend,

            @LeftOut @Text(pattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$", example = "S-1")
            String taxCode,

            @LeftOut Entitlement entitlement) {}

    @About("A model and what it needs: `flat` an amount; `per-unit` a unitAmount; `graduated` and `volume` tiers;"
            + " `package` its size and amount; `percentage` a rate of each transaction, `graduated-percentage` tiers of"
            + " rates; `dynamic` a multiplier of the value that events bring.")
    record Price(
            @Text(
                    oneOf = {
                        "per-unit",
                        "flat",
                        "graduated",
                        "volume",
                        "package",
                        "percentage",
                        "graduated-percentage",
                        "dynamic"
                    })
            String model,

            @LeftOut @Text(pattern = DECIMAL, example = "9.90")
            BigDecimal amount,

            @LeftOut @Text(pattern = DECIMAL, example = "0.002")
            BigDecimal unitAmount,

            @LeftOut @Items(least = 1, most = Tiers.MOST) List<PriceTier> tiers,

            @LeftOut @Text(pattern = DECIMAL, example = "1000")
            BigDecimal packageSize,

            @LeftOut @Text(pattern = DECIMAL, example = "5") BigDecimal packageAmount,

            @LeftOut @Text(pattern = DECIMAL, example = "2.9")
            BigDecimal ratePercent,

            @LeftOut @Text(pattern = DECIMAL, example = "0.3")
            BigDecimal fixedAmount,

            @LeftOut @Whole(least = 0, most = 1_000_000_000_000L)
            Long freeTransactions,

            @LeftOut @Text(pattern = DECIMAL, example = "100")
            BigDecimal freeValue,

            @LeftOut @Text(pattern = DECIMAL, example = "0.05")
            BigDecimal perTransactionMinimum,

            @LeftOut @Text(pattern = DECIMAL, example = "12")
            BigDecimal perTransactionMaximum,

            @LeftOut @Text(pattern = DECIMAL, example = "1.2")
            BigDecimal multiplier) {}

    @About("Holds the units above the tier before, up to and with its own end.")
    record PriceTier(
            @LeftOut
            @Text(pattern = DECIMAL, example = "1000")
            @About("Inclusive; the last tier, and no other, has none.")
            BigDecimal upTo,

            @LeftOut @Text(pattern = DECIMAL, example = "0.002")
            BigDecimal unitAmount,

            @LeftOut @Text(pattern = DECIMAL, example = "2.9")
            BigDecimal ratePercent,

            @LeftOut @Text(pattern = DECIMAL, example = "5") BigDecimal flatAmount) {}

    @About("Every so many of a unit.")
    record RateCardCadence(
            @LeftOut @Whole(least = 1, most = 1000) Integer count, Cadence.Unit unit) {}

    @About("From the meter's unit to the one that is sold.")
    record UnitConversion(
            @Text(oneOf = {"divide", "multiply"}) String operation,
            @Text(pattern = DECIMAL, example = "1000000") BigDecimal factor,

            @LeftOut @Text(oneOf = {"up", "half-up", "down", "none"})
            String rounding,

            @LeftOut @Whole(least = -12, most = 12) Integer decimals) {}

    record RateCardDiscount(
            @LeftOut @Text(pattern = DECIMAL, example = "100") @About("Units taken off.")
            BigDecimal units,

            @LeftOut @Text(pattern = DECIMAL, example = "10") @About("Of the amount, at most 100.")
            BigDecimal percent) {}

    @About("`included`: may be used. `units`: so many in a billing period. `setting`: a value for the publisher's"
            + " service.")
    record Entitlement(
            @Text(oneOf = {"included", "units", "setting"}) String kind,

            @LeftOut @Text(pattern = DECIMAL, example = "1000")
            BigDecimal units,

            @LeftOut @About("Whether the next unit is refused.")
            Boolean hard,

            @LeftOut @Text(least = 1, most = 200, example = "seats=5")
            String value) {}

    @About("What is missing to it is billed when its term closes.")
    record Commitment(
            @Text(pattern = DECIMAL, example = "1200") BigDecimal amount,
            @LeftOut @About("A year when it is left out.") RateCardCadence term) {}

    record PlanPhase(
            @Text(pattern = Text.SLUG, most = 63, example = "trial")
            String key,

            @Text(least = 1, most = 200, example = "Trial") String name,
            RateCardCadence lasts,

            @LeftOut @Text(pattern = DECIMAL, example = "100") @About("Of every amount; 100 is a free trial.")
            BigDecimal percentOff,

            @LeftOut @Items(most = PlanTerms.MOST_CARDS) @About("The plan's own when they are left out.")
            List<RateCard> rateCards) {}

    record AddOn(
            @Text(pattern = Text.SLUG, most = 63, example = "region")
            String key,

            @Text(least = 1, most = 200, example = "A further region")
            String name,

            @Items(least = 1, most = PlanTerms.MOST_CARDS) List<RateCard> rateCards,
            @LeftOut @Whole(least = 1, most = 1000) Integer most) {}
}
