package io.tallygate.billing.rating;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Price steps as JSON, as an invoice line keeps them: a list of objects, decimals as texts, what is 0 or not
/// there left out. What was written reads as steps of the same values.
public final class PriceSteps {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private PriceSteps() {}

    public static String write(List<PriceStep> steps) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (PriceStep step : steps) {
            ObjectNode json = array.addObject().put("kind", wireName(step.kind()));
            if (step.tier() != null) {
                json.put("tier", step.tier());
            }
            put(json, "from", step.from());
            put(json, "to", step.to());
            json.put("quantity", step.quantity().toPlainString());
            json.put("unitAmount", step.unitAmount().toPlainString());
            json.put("amount", step.amount().toPlainString());
            put(json, "percentOff", step.percentOff());
            put(json, "aboveMaximum", step.aboveMaximum());
        }
        return array.toString();
    }

    private static void put(ObjectNode json, String name, BigDecimal value) {
        if (value.signum() != 0) {
            json.put(name, value.toPlainString());
        }
    }

    /// @throws IllegalArgumentException  when these are no steps
    public static List<PriceStep> read(String text) {
        List<PriceStep> steps = new ArrayList<>();
        try {
            for (JsonNode json : JSON.readTree(text)) {
                steps.add(new PriceStep(
                        PriceStep.Kind.valueOf(json.path("kind")
                                .asText()
                                .toUpperCase(Locale.ROOT)
                                .replace('-', '_')),
                        json.has("tier") ? json.path("tier").intValue() : null,
                        decimal(json, "from"),
                        decimal(json, "to"),
                        decimal(json, "quantity"),
                        decimal(json, "unitAmount"),
                        decimal(json, "amount"),
                        decimal(json, "percentOff"),
                        decimal(json, "aboveMaximum")));
            }
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("no price steps", malformed);
        }
        return steps;
    }

    public static String wireName(PriceStep.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static BigDecimal decimal(JsonNode json, String name) {
        return json.has(name) ? new BigDecimal(json.path(name).asText()) : BigDecimal.ZERO;
    }
}
