package io.tallygate.billing.rating;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.billing.catalog.Discount;
import io.tallygate.billing.catalog.PaymentTerm;
import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.catalog.RateCard;
import io.tallygate.billing.catalog.Spend;
import io.tallygate.billing.catalog.UnitConversion;
import io.tallygate.billing.period.Share;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A row of `billing-price-models.json` as the product's own types.
record PriceModelRow(JsonNode row) {
    String id() {
        return row.path("id").asText();
    }

    private JsonNode parameters() {
        return row.path("parameters");
    }

    RateCard card() {
        Price price = price();
        RateCard card = price instanceof Price.Flat(var amount)
                ? RateCard.flat(
                        "card",
                        "Card",
                        amount,
                        parameters().path("paymentTerm").asText().equals("arrears")
                                ? PaymentTerm.IN_ARREARS
                                : PaymentTerm.IN_ADVANCE)
                : RateCard.metered("card", "Card", "units", price);
        UnitConversion conversion = conversion();
        if (conversion != null) {
            card = card.withConversion(conversion);
        }
        if (parameters().has("freeUnits") && !(price instanceof Price.Percentage)) {
            card = card.withFreeUnits(number(parameters(), "freeUnits"));
        }
        return card.withDiscount(new Discount(BigDecimal.ZERO, or(parameters(), "discountPercent", BigDecimal.ZERO)))
                .withSpend(new Spend(optional(parameters(), "minimumSpend"), optional(parameters(), "maximumSpend")));
    }

    private Price price() {
        return switch (row.path("model").asText()) {
            case "flat" -> new Price.Flat(or(parameters(), "amount", BigDecimal.ZERO));
            case "perUnit" -> new Price.PerUnit(or(parameters(), "unitAmount", BigDecimal.ZERO));
            case "graduated" -> new Price.Graduated(tiers());
            case "volume" -> new Price.Volume(tiers());
            case "package" ->
                new Price.Package(number(parameters(), "packageSize"), number(parameters(), "packageAmount"));
            case "percentage" ->
                new Price.Percentage(
                        number(parameters(), "ratePercent"),
                        or(parameters(), "fixedAmountPerTransaction", BigDecimal.ZERO),
                        parameters().has("freeEvents")
                                ? parameters().path("freeEvents").asLong()
                                : null,
                        optional(parameters(), "freeUnits"),
                        optional(parameters(), "perTransactionMin"),
                        optional(parameters(), "perTransactionMax"));
            case "graduatedPercentage" -> new Price.GraduatedPercentage(percentTiers());
            case "dynamic" -> new Price.Dynamic(or(parameters(), "multiplier", BigDecimal.ONE));
            default -> throw new IllegalArgumentException("model of " + id());
        };
    }

    private List<Price.Tier> tiers() {
        List<Price.Tier> tiers = new ArrayList<>();
        JsonNode single = parameters().path("singleTier");
        if (single.isObject()) {
            BigDecimal above = number(single, "above");
            if (above.signum() > 0) {
                tiers.add(new Price.Tier(above, BigDecimal.ZERO, null));
            }
            tiers.add(tier(single));
            tiers.add(new Price.Tier(null, BigDecimal.ZERO, null));
        }
        parameters().path("tiers").forEach(tier -> tiers.add(tier(tier)));
        return tiers;
    }

    private static Price.Tier tier(JsonNode tier) {
        return new Price.Tier(optional(tier, "upTo"), optional(tier, "unitAmount"), optional(tier, "flatAmount"));
    }

    private List<Price.PercentTier> percentTiers() {
        List<Price.PercentTier> tiers = new ArrayList<>();
        JsonNode single = parameters().path("singleTier");
        if (single.isObject()) {
            BigDecimal above = number(single, "above");
            if (above.signum() > 0) {
                tiers.add(new Price.PercentTier(above, BigDecimal.ZERO, null));
            }
            tiers.add(percentTier(single));
            tiers.add(new Price.PercentTier(null, BigDecimal.ZERO, null));
        }
        parameters().path("tiers").forEach(tier -> tiers.add(percentTier(tier)));
        return tiers;
    }

    private static Price.PercentTier percentTier(JsonNode tier) {
        return new Price.PercentTier(optional(tier, "upTo"), number(tier, "ratePercent"), optional(tier, "flatAmount"));
    }

    /// The tier of which alone the row asks, from 1.
    @Nullable
    Integer singleTier() {
        JsonNode single = parameters().path("singleTier");
        return single.isObject() ? (number(single, "above").signum() > 0 ? 2 : 1) : null;
    }

    private @Nullable UnitConversion conversion() {
        JsonNode rounding = parameters().path("quantityRounding");
        if (rounding.isObject()) {
            return new UnitConversion(
                    UnitConversion.Operation.MULTIPLY,
                    BigDecimal.ONE,
                    rounding(rounding.path("mode").asText()),
                    rounding.path("decimals").asInt());
        }
        JsonNode conversion = parameters().path("unitConversion");
        return conversion.isObject()
                ? new UnitConversion(
                        conversion.path("operation").asText().equals("divide")
                                ? UnitConversion.Operation.DIVIDE
                                : UnitConversion.Operation.MULTIPLY,
                        number(conversion, "factor"),
                        rounding(conversion.path("rounding").asText()),
                        conversion.path("decimals").asInt())
                : null;
    }

    private static UnitConversion.Rounding rounding(String name) {
        return name.equals("halfUp") ? UnitConversion.Rounding.HALF_UP : UnitConversion.Rounding.ofWireName(name);
    }

    Usage usage() {
        if (row.has("events")) {
            return events();
        }
        BigDecimal quantity = or(row, "quantity", BigDecimal.ZERO);
        if (row.has("quantityFull")) {
            return Usage.prorated(number(row, "quantityFull"), quantity);
        }
        return parameters().path("amountCarriedByEvents").isTextual()
                ? Usage.carrying(quantity, number(parameters(), "amountCarriedByEvents"))
                : Usage.of(quantity);
    }

    private Usage events() {
        List<BigDecimal> values = new ArrayList<>();
        List<Usage.Change> changes = new ArrayList<>();
        BigDecimal units = BigDecimal.ZERO;
        BigDecimal carried = BigDecimal.ZERO;
        for (JsonNode event : row.path("events")) {
            if (event.has("value")) {
                values.add(number(event, "value"));
            } else if (event.has("proratedUnits")) {
                changes.add(new Usage.Change(number(event, "units"), number(event, "proratedUnits")));
            } else {
                units = units.add(number(event, "units"));
                carried = carried.add(number(event, "amount"));
            }
        }
        return switch (row.path("model").asText()) {
            case "percentage" -> Usage.transactions(values);
            case "dynamic" -> Usage.carrying(units, carried);
            default -> Usage.changes(changes);
        };
    }

    RatingContext context() {
        boolean before = row.has("quantityBefore") || row.has("billedBefore");
        RatingContext.Part part = switch (row.path("position").asText()) {
            case "middle" -> before ? RatingContext.Part.MIDDLE : RatingContext.Part.FIRST;
            case "last" -> RatingContext.Part.LAST;
            case "whole" -> RatingContext.Part.WHOLE;
            default -> before ? RatingContext.Part.MIDDLE : RatingContext.Part.WHOLE;
        };
        RatingContext context = new RatingContext(
                part,
                or(row, "quantityBefore", BigDecimal.ZERO),
                or(row, "billedBefore", BigDecimal.ZERO),
                minimumShare(),
                true);
        return row.path("minimumIgnored").asBoolean() ? context.withoutMinimum() : context;
    }

    Share minimumShare() {
        String[] share = parameters().path("minimumProration").asText("1/1").split("/");
        return new Share(Long.parseLong(share[0]), Long.parseLong(share[1]));
    }

    BigDecimal quantityFull() {
        return row.has("quantityFull") ? number(row, "quantityFull") : number(row, "quantity");
    }

    /// 0 where it gives none, or they are not to be used.
    BigDecimal credits() {
        BigDecimal credits = BigDecimal.ZERO;
        if (!row.path("creditsIgnored").asBoolean()) {
            for (JsonNode credit : row.path("creditsToApply")) {
                credits = credits.add(new BigDecimal(credit.asText()));
            }
        }
        return credits;
    }

    static BigDecimal number(JsonNode json, String name) {
        return new BigDecimal(json.path(name).asText());
    }

    static @Nullable BigDecimal optional(JsonNode json, String name) {
        return json.path(name).isTextual() ? number(json, name) : null;
    }

    static BigDecimal or(JsonNode json, String name, BigDecimal otherwise) {
        BigDecimal value = optional(json, name);
        return value == null ? otherwise : value;
    }
}
