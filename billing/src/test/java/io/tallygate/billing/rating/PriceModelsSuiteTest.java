package io.tallygate.billing.rating;

import static io.tallygate.billing.rating.PriceModelRow.number;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.catalog.RateCard;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Every row of `billing-price-models.json`, rated by the product's own functions.
class PriceModelsSuiteTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String FILE = "billing-price-models";
    private static final Currency TWO_DECIMALS = Currency.getInstance("EUR");

    /// Where products differ, this one does all of these; a row of another rule is not run before it is
    /// declared here.
    private static final Set<String> FOLLOWED = Set.of(
            "amountCarriedByEvents",
            "amountIsQuantityTimesMultiplierRoundedToCurrency",
            "convertThenRound",
            "convertThenRoundThenFreeUnits",
            "eachPartConvertedAlone",
            "eachRunBillsCumulativeAmountMinusBilled",
            "effectiveUnitAmountIsAmountByFullQuantity",
            "firstTierFlatBelongsToFirstPart",
            "flatBilledOnceWithItsTerm",
            "freeAllowanceEndsAtFirstOfEventsOrTotal",
            "freeUnitsConsumedInOrderOverThePeriod",
            "freeUnitsTakenBeforePackaging",
            "lateUsageBookedOnItsOwnPeriod",
            "maximumSpendCountsEarlierLines",
            "minMaxApplyToPaidPartOfEachTransaction",
            "minimumSpendOnlyOnLastLineOfPeriod",
            "minimumSpendProratedByDays",
            "planCommitmentComparesAllFeesOfThePeriod",
            "proratedShareFollowsTheTierOfTheFullUnits",
            "quantityRoundedBeforePricing",
            "tierChosenByFullQuantityAmountByProratedQuantity",
            "volumeBilledOnlyAtPeriodEnd",
            "zeroUsageChargesFirstTierFlat");

    @Test
    void every_row_comes_out_as_the_table_says() throws Exception {
        JsonNode table = JSON.readTree(
                Path.of("..", "infra", "contracts", "suites", FILE + ".json").toFile());
        List<String> failed = new ArrayList<>();
        Set<String> undeclared = new TreeSet<>();
        int passed = 0;
        for (JsonNode row : table.path("cases")) {
            List<String> rules = rules(row);
            undeclared.addAll(
                    rules.stream().filter(rule -> !FOLLOWED.contains(rule)).toList());
            List<String> wrong = new ArrayList<>();
            try {
                check(new PriceModelRow(row), wrong);
            } catch (RuntimeException error) {
                wrong.add(error.toString());
            }
            if (wrong.isEmpty()) {
                passed++;
            } else {
                failed.add(row.path("id").asText() + ": " + wrong);
            }
        }
        System.out.println("suite " + FILE + ": " + passed + " passed, " + failed.size()
                + " failed, 0 declared rule, of " + table.path("cases").size());
        assertThat(undeclared).as("rules that nobody declared").isEmpty();
        assertThat(failed).isEmpty();
        assertThat(passed).isEqualTo(table.path("cases").size()).isGreaterThan(100);
    }

    private static List<String> rules(JsonNode row) {
        List<String> rules = new ArrayList<>();
        if (row.path("rule").isTextual()) {
            rules.add(row.path("rule").asText());
        }
        row.path("rule").forEach(rule -> rules.add(rule.asText()));
        return rules;
    }

    private static void check(PriceModelRow row, List<String> wrong) {
        if (row.row().has("runs")) {
            GrowingPeriodRows.check(row, wrong);
        } else if (row.row().has("usageAmount") && !row.row().has("quantity")) {
            missing(row, wrong);
        } else {
            rated(row, wrong);
        }
    }

    /// What a plan, or several lines together, must at least come to.
    private static void missing(PriceModelRow row, List<String> wrong) {
        BigDecimal billed = number(row.row(), "usageAmount");
        JsonNode parameters = row.row().path("parameters");
        BigDecimal missing = (parameters.has("minimumCommitment")
                        ? PlanRating.missingToCommitment(
                                billed, number(parameters, "minimumCommitment"), row.minimumShare())
                        : PlanRating.missingToMinimum(billed, row.card().spend(), row.minimumShare()))
                .map(PriceStep::amount)
                .orElse(BigDecimal.ZERO);
        topUp(row.row(), missing, wrong);
    }

    private static void topUp(JsonNode row, BigDecimal missing, List<String> wrong) {
        BigDecimal expected = number(row, "expectedTopUp");
        same("top-up", expected, missing.setScale(Math.max(0, expected.scale()), RoundingMode.HALF_UP), wrong);
        if (row.has("expectedRounded")) {
            same(
                    "rounded",
                    number(row, "expectedRounded"),
                    LineRounding.round(missing, TWO_DECIMALS).amount(),
                    wrong);
        }
    }

    private static void rated(PriceModelRow row, List<String> wrong) {
        JsonNode json = row.row();
        RateCard card = row.card();
        Usage usage = row.usage();
        Rated rated = Rating.rate(card, usage, row.context());
        Integer single = row.singleTier();
        List<PriceStep> steps = single == null
                ? rated.steps()
                : rated.steps().stream()
                        .filter(step -> single.equals(step.tier()))
                        .toList();
        List<BigDecimal> credits = rated.spread(row.credits());
        BigDecimal credited = credits.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal amount = steps.stream()
                .map(PriceStep::total)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .subtract(credited);
        if (json.has("expectedTopUp")) {
            topUp(json, sum(steps, PriceStep.Kind.MINIMUM), wrong);
        } else if (json.has("expectedRounded")) {
            same(
                    "rounded",
                    number(json, "expectedRounded"),
                    LineRounding.round(amount, TWO_DECIMALS).amount(),
                    wrong);
        }
        int decimals = json.path("currencyDecimals").asInt(-1);
        if (json.has("expectedAmount")) {
            same("amount", number(json, "expectedAmount"), rounded(amount, decimals), wrong);
        }
        quantities(json, card, usage, row, rated, wrong);
        parts(json, card, row, steps, wrong);
        if (json.has("expectedLines")) {
            ExpectedLines.check(json.path("expectedLines"), steps, credits, decimals, wrong);
        }
    }

    private static void quantities(
            JsonNode json, RateCard card, Usage usage, PriceModelRow row, Rated rated, List<String> wrong) {
        if (json.has("expectedEffectiveUnitAmount")) {
            same(
                    "effective unit amount",
                    number(json, "expectedEffectiveUnitAmount"),
                    rated.effectiveUnitAmount(row.quantityFull()),
                    wrong);
        }
        if (json.has("expectedConverted")) {
            same(
                    "converted",
                    number(json, "expectedConverted"),
                    card.conversion() == null
                            ? usage.quantity()
                            : card.conversion().converted(usage.quantity()),
                    wrong);
        }
        if (json.has("expectedQuantity")) {
            same("quantity", number(json, "expectedQuantity"), rated.quantity(), wrong);
        }
        if (json.has("expectedQuantityBefore")) {
            same(
                    "quantity before",
                    number(json, "expectedQuantityBefore"),
                    SoldUnits.of(card, usage, row.context().quantityBefore()).before(),
                    wrong);
        }
        if (json.has("expectedDiscount")) {
            same("discount", number(json, "expectedDiscount"), rated.discount(), wrong);
        }
        if (json.has("expectedPackages")) {
            same(
                    "packages",
                    new BigDecimal(json.path("expectedPackages").asInt()),
                    sumOfQuantities(rated.steps()),
                    wrong);
        }
    }

    private static void parts(
            JsonNode json, RateCard card, PriceModelRow row, List<PriceStep> steps, List<String> wrong) {
        if (json.has("expectedTierUnits")) {
            same(
                    "units of the tier",
                    number(json, "expectedTierUnits"),
                    sumOfQuantities(steps.stream()
                            .filter(step -> step.kind() == PriceStep.Kind.USAGE)
                            .toList()),
                    wrong);
        }
        if (json.has("expectedTier")) {
            assertThat(steps).isNotEmpty();
            Integer expected = json.path("expectedTier").asInt();
            if (!steps.stream().allMatch(step -> expected.equals(step.tier()))) {
                wrong.add("tier: expected " + expected + ", steps " + steps);
            }
        }
        if (json.has("expectedTotalAtEnd")) {
            BigDecimal atEnd = number(json, "quantityBefore").add(number(json, "quantity"));
            same(
                    "total at the end",
                    number(json, "expectedTotalAtEnd"),
                    Rating.rate(card, Usage.of(atEnd), RatingContext.WHOLE).amount(),
                    wrong);
        }
        if (json.has("expectedRanges") && card.price() instanceof Price.Graduated(var tiers)) {
            BigDecimal before = row.context().quantityBefore();
            List<String> ranges =
                    TierPricing.slices(TierPricing.Band.of(tiers), before, before.add(number(json, "quantity")))
                            .stream()
                            .filter(slice -> slice.units().signum() != 0)
                            .map(slice -> slice.tier() + " " + slice.units().toPlainString() + " "
                                    + slice.startsAtTierBound())
                            .toList();
            List<String> expected = new ArrayList<>();
            json.path("expectedRanges")
                    .forEach(range -> expected.add(range.path("tier").asInt() + " "
                            + range.path("units").asText() + " "
                            + range.path("startsAtTierBound").asBoolean()));
            if (!ranges.equals(expected)) {
                wrong.add("ranges: expected " + expected + ", are " + ranges);
            }
        }
    }

    private static BigDecimal sum(List<PriceStep> steps, PriceStep.Kind kind) {
        return steps.stream()
                .filter(step -> step.kind() == kind)
                .map(PriceStep::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal sumOfQuantities(List<PriceStep> steps) {
        return steps.stream().map(PriceStep::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    static BigDecimal rounded(BigDecimal exact, int decimals) {
        return decimals < 0 ? exact : exact.setScale(decimals, RoundingMode.HALF_UP);
    }

    static void same(String what, BigDecimal expected, BigDecimal is, List<String> wrong) {
        if (expected.compareTo(is) != 0) {
            wrong.add(what + ": expected " + expected.toPlainString() + ", is " + is.toPlainString());
        }
    }
}
