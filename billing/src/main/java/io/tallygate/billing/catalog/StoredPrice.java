package io.tallygate.billing.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// A price in the document of the terms: its model and what the model needs.
final class StoredPrice {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private StoredPrice() {}

    static ObjectNode write(Price price) {
        ObjectNode json = NODES.objectNode().put("model", price.model());
        return switch (price) {
            case Price.Flat(var amount) -> json.put("amount", amount.toPlainString());
            case Price.PerUnit(var unitAmount) -> json.put("unitAmount", unitAmount.toPlainString());
            case Price.Graduated(var tiers) -> json.set("tiers", tiers(tiers));
            case Price.Volume(var tiers) -> json.set("tiers", tiers(tiers));
            case Price.Package(var size, var amount) ->
                json.put("packageSize", size.toPlainString()).put("packageAmount", amount.toPlainString());
            case Price.Percentage percentage -> percentage(json, percentage);
            case Price.GraduatedPercentage(var tiers) -> {
                ArrayNode array = json.putArray("tiers");
                tiers.forEach(tier -> array.addObject()
                        .put("upTo", text(tier.upTo()))
                        .put("ratePercent", tier.ratePercent().toPlainString())
                        .put("flatAmount", text(tier.flatAmount())));
                yield json;
            }
            case Price.Dynamic(var multiplier) -> json.put("multiplier", multiplier.toPlainString());
        };
    }

    private static ArrayNode tiers(Iterable<Price.Tier> tiers) {
        ArrayNode array = NODES.arrayNode();
        tiers.forEach(tier -> array.addObject()
                .put("upTo", text(tier.upTo()))
                .put("unitAmount", text(tier.unitAmount()))
                .put("flatAmount", text(tier.flatAmount())));
        return array;
    }

    private static ObjectNode percentage(ObjectNode json, Price.Percentage price) {
        return json.put("ratePercent", price.ratePercent().toPlainString())
                .put("fixedAmount", price.fixedAmount().toPlainString())
                .put("freeTransactions", price.freeTransactions())
                .put("freeValue", text(price.freeValue()))
                .put("perTransactionMinimum", text(price.least()))
                .put("perTransactionMaximum", text(price.most()));
    }

    static Price read(JsonNode json) {
        String model = json.path("model").asText();
        return switch (model) {
            case Price.Flat.MODEL -> new Price.Flat(decimal(json, "amount"));
            case Price.PerUnit.MODEL -> new Price.PerUnit(decimal(json, "unitAmount"));
            case Price.Graduated.MODEL ->
                new Price.Graduated(TermsDocument.list(json.path("tiers"), StoredPrice::tier));
            case Price.Volume.MODEL -> new Price.Volume(TermsDocument.list(json.path("tiers"), StoredPrice::tier));
            case Price.Package.MODEL -> new Price.Package(decimal(json, "packageSize"), decimal(json, "packageAmount"));
            case Price.Percentage.MODEL ->
                new Price.Percentage(
                        decimal(json, "ratePercent"),
                        decimal(json, "fixedAmount"),
                        json.path("freeTransactions").isIntegralNumber()
                                ? json.path("freeTransactions").longValue()
                                : null,
                        optional(json, "freeValue"),
                        optional(json, "perTransactionMinimum"),
                        optional(json, "perTransactionMaximum"));
            case Price.GraduatedPercentage.MODEL ->
                new Price.GraduatedPercentage(TermsDocument.list(
                        json.path("tiers"),
                        tier -> new Price.PercentTier(
                                optional(tier, "upTo"), decimal(tier, "ratePercent"), optional(tier, "flatAmount"))));
            case Price.Dynamic.MODEL -> new Price.Dynamic(decimal(json, "multiplier"));
            default -> throw new IllegalArgumentException("unknown price model: " + model);
        };
    }

    private static Price.Tier tier(JsonNode tier) {
        return new Price.Tier(optional(tier, "upTo"), optional(tier, "unitAmount"), optional(tier, "flatAmount"));
    }

    static @Nullable String text(@Nullable BigDecimal value) {
        return value == null ? null : value.toPlainString();
    }

    static @Nullable BigDecimal optional(JsonNode json, String member) {
        JsonNode value = json.path(member);
        return value.isTextual() ? new BigDecimal(value.textValue()) : null;
    }

    static BigDecimal decimal(JsonNode json, String member) {
        BigDecimal value = optional(json, member);
        if (value == null) {
            throw new IllegalArgumentException("no decimal: " + member);
        }
        return value;
    }
}
