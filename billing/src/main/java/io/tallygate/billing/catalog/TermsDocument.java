package io.tallygate.billing.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.billing.period.Cadence;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The terms of a plan version as one JSON document: how they are stored, and how the API writes them. `format`
/// is `terms/1`; a later form gets another name and this one stays readable for ever, since subscriptions stay
/// pinned to it. Decimals are texts. Currency, quota and rate limit are columns of their own and not in it.
public final class TermsDocument {
    public static final String FORMAT = "terms/1";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private TermsDocument() {}

    public static String write(PlanTerms terms) {
        ObjectNode document = NODES.objectNode();
        document.put("format", FORMAT);
        document.set("rateCards", array(terms.cards(), TermsDocument::card));
        spend(document, terms.spend());
        Commitment commitment = terms.commitment();
        document.set("commitment", commitment == null ? NODES.nullNode() : commitment(commitment));
        document.set("phases", array(terms.phases(), TermsDocument::phase));
        document.set("addOns", array(terms.addOns(), TermsDocument::addOn));
        return document.toString();
    }

    /// @throws IllegalArgumentException  when it is not such a document
    public static PlanTerms read(String text, Currency currency, @Nullable Quota quota, @Nullable RateLimit rateLimit) {
        JsonNode document;
        try {
            document = JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("not a JSON document", malformed);
        }
        if (!document.path("format").asText().equals(FORMAT)) {
            throw new IllegalArgumentException(
                    "unknown form of terms: " + document.path("format").asText());
        }
        return new PlanTerms(
                currency,
                list(document.path("rateCards"), StoredCard::read),
                quota,
                rateLimit,
                StoredCard.spend(document),
                document.path("commitment").isObject()
                        ? new Commitment(
                                StoredCard.decimal(document.path("commitment"), "amount"),
                                StoredCard.cadence(document.path("commitment").path("term")))
                        : null,
                list(document.path("phases"), TermsDocument::phase),
                list(document.path("addOns"), TermsDocument::addOn));
    }

    private static Phase phase(JsonNode phase) {
        return new Phase(
                phase.path("key").asText(),
                phase.path("name").asText(),
                StoredCard.cadence(phase.path("lasts")),
                StoredCard.decimal(phase, "percentOff"),
                phase.path("rateCards").isArray() ? list(phase.path("rateCards"), StoredCard::read) : null);
    }

    private static AddOn addOn(JsonNode addOn) {
        return new AddOn(
                addOn.path("key").asText(),
                addOn.path("name").asText(),
                list(addOn.path("rateCards"), StoredCard::read),
                addOn.path("most").asInt());
    }

    private static ObjectNode phase(Phase phase) {
        ObjectNode json = NODES.objectNode().put("key", phase.key()).put("name", phase.name());
        json.set("lasts", cadence(phase.lasts()));
        json.put("percentOff", phase.percentOff().toPlainString());
        List<RateCard> cards = phase.cards();
        json.set("rateCards", cards == null ? NODES.nullNode() : array(cards, TermsDocument::card));
        return json;
    }

    private static ObjectNode addOn(AddOn addOn) {
        ObjectNode json = NODES.objectNode().put("key", addOn.key()).put("name", addOn.name());
        json.set("rateCards", array(addOn.cards(), TermsDocument::card));
        return json.put("most", addOn.most());
    }

    private static ObjectNode commitment(Commitment commitment) {
        ObjectNode json = NODES.objectNode().put("amount", commitment.amount().toPlainString());
        json.set("term", cadence(commitment.term()));
        return json;
    }

    private static ObjectNode card(RateCard card) {
        ObjectNode json = NODES.objectNode()
                .put("key", card.key())
                .put("name", card.name())
                .put("meter", card.meter());
        Price price = card.price();
        json.set("price", price == null ? NODES.nullNode() : StoredPrice.write(price));
        json.set("cadence", cadence(card.cadence()));
        json.put("paymentTerm", card.paymentTerm().wireName());
        UnitConversion conversion = card.conversion();
        json.set("conversion", conversion == null ? NODES.nullNode() : conversion(conversion));
        json.put("freeUnits", card.freeUnits().toPlainString());
        json.set(
                "discount",
                NODES.objectNode()
                        .put("units", card.discount().units().toPlainString())
                        .put("percent", card.discount().percent().toPlainString()));
        spend(json, card.spend());
        json.put("taxCode", card.taxCode());
        Entitlement entitlement = card.entitlement();
        json.set("entitlement", entitlement == null ? NODES.nullNode() : entitlement(entitlement));
        return json;
    }

    private static ObjectNode conversion(UnitConversion conversion) {
        return NODES.objectNode()
                .put("operation", conversion.operation().name().toLowerCase(Locale.ROOT))
                .put("factor", conversion.factor().toPlainString())
                .put("rounding", conversion.rounding().wireName())
                .put("decimals", conversion.decimals());
    }

    private static ObjectNode entitlement(Entitlement entitlement) {
        ObjectNode json = NODES.objectNode();
        return switch (entitlement) {
            case Entitlement.Included() -> json.put("kind", "included");
            case Entitlement.Units(var units, var hard) ->
                json.put("kind", "units").put("units", units.toPlainString()).put("hard", hard);
            case Entitlement.Setting(var value) -> json.put("kind", "setting").put("value", value);
        };
    }

    private static ObjectNode cadence(Cadence cadence) {
        return NODES.objectNode()
                .put("count", cadence.count())
                .put("unit", cadence.unit().name().toLowerCase(Locale.ROOT));
    }

    private static void spend(ObjectNode json, Spend spend) {
        json.put("minimumSpend", StoredPrice.text(spend.minimum()));
        json.put("maximumSpend", StoredPrice.text(spend.maximum()));
    }

    private static <T> ArrayNode array(List<T> items, Function<T, ObjectNode> write) {
        ArrayNode array = NODES.arrayNode();
        items.forEach(item -> array.add(write.apply(item)));
        return array;
    }

    static <T> List<T> list(JsonNode array, Function<JsonNode, T> read) {
        List<T> items = new ArrayList<>();
        array.forEach(item -> items.add(read.apply(item)));
        return items;
    }
}
