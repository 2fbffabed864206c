package io.tallygate.billing.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.billing.period.Cadence;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads a rate card from the document of the terms. What the store holds was checked when it was written:
/// anything wrong is an error of ours.
final class StoredCard {
    private StoredCard() {}

    static RateCard read(JsonNode json) {
        return new RateCard(
                json.path("key").asText(),
                json.path("name").asText(),
                json.path("meter").textValue(),
                json.path("price").isObject() ? StoredPrice.read(json.path("price")) : null,
                cadence(json.path("cadence")),
                PaymentTerm.ofWireName(json.path("paymentTerm").asText()),
                conversion(json.path("conversion")),
                decimal(json, "freeUnits"),
                new Discount(decimal(json.path("discount"), "units"), decimal(json.path("discount"), "percent")),
                spend(json),
                json.path("taxCode").textValue(),
                entitlement(json.path("entitlement")));
    }

    static Spend spend(JsonNode json) {
        return new Spend(StoredPrice.optional(json, "minimumSpend"), StoredPrice.optional(json, "maximumSpend"));
    }

    static Cadence cadence(JsonNode json) {
        return new Cadence(
                json.path("count").intValue(),
                Cadence.Unit.valueOf(json.path("unit").asText().toUpperCase(Locale.ROOT)));
    }

    static BigDecimal decimal(JsonNode json, String member) {
        return StoredPrice.decimal(json, member);
    }

    private static @Nullable UnitConversion conversion(JsonNode json) {
        return json.isObject()
                ? new UnitConversion(
                        UnitConversion.Operation.valueOf(
                                json.path("operation").asText().toUpperCase(Locale.ROOT)),
                        decimal(json, "factor"),
                        UnitConversion.Rounding.ofWireName(json.path("rounding").asText()),
                        json.path("decimals").intValue())
                : null;
    }

    private static @Nullable Entitlement entitlement(JsonNode json) {
        return switch (json.path("kind").asText()) {
            case "included" -> new Entitlement.Included();
            case "units" ->
                new Entitlement.Units(decimal(json, "units"), json.path("hard").booleanValue());
            case "setting" -> new Entitlement.Setting(json.path("value").asText());
            default -> null;
        };
    }
}
