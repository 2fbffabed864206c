package io.tallygate.billing.invoice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.tax.LineTax;
import io.tallygate.billing.tax.TaxCategory;
import io.tallygate.billing.tax.TaxRate;
import io.tallygate.billing.tax.TaxRounding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Sums and amounts of notes as the store keeps them. Decimals are texts: nobody may round them on the way.
public final class SumsJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SumsJson() {}

    public static String write(Sums sums) {
        ObjectNode json = JSON.createObjectNode()
                .put("format", "sums/1")
                .put("taxIncluded", sums.taxIncluded())
                .put("rounding", sums.rounding().name());
        ArrayNode lines = json.putArray("lines");
        for (Sums.Line line : sums.lines()) {
            tax(
                    lines.addObject()
                            .put("key", line.key())
                            .put("amount", text(line.amount()))
                            .put("alreadyBilled", text(line.alreadyBilled()))
                            .put("couponShare", line.couponShare().toPlainString()),
                    line.tax());
        }
        taken(json.putArray("coupons"), sums.coupons());
        taxes(json.putArray("taxes"), sums.taxes());
        taken(json.putArray("credits"), sums.credits());
        return json.put("prepaid", text(sums.prepaid())).toString();
    }

    public static Sums read(String text, Currency currency) {
        JsonNode json = tree(text);
        return new Sums(
                currency,
                json.path("taxIncluded").asBoolean(),
                TaxRounding.valueOf(json.path("rounding").asText()),
                list(
                        json.path("lines"),
                        line -> new Sums.Line(
                                line.path("key").asText(),
                                money(line.path("amount"), currency),
                                money(line.path("alreadyBilled"), currency),
                                new BigDecimal(line.path("couponShare").asText()),
                                tax(line))),
                list(json.path("coupons"), each -> taken(each, currency)),
                list(json.path("taxes"), each -> total(each, currency)),
                list(json.path("credits"), each -> taken(each, currency)),
                money(json.path("prepaid"), currency));
    }

    public static String write(NoteAmounts note) {
        ObjectNode json = JSON.createObjectNode().put("format", "note/1");
        ObjectNode items = json.putObject("items");
        note.items().forEach((line, amount) -> items.put(line, text(amount)));
        taxes(json.putArray("taxes"), note.taxes());
        return json.put("couponShare", text(note.couponShare()))
                .put("net", text(note.net()))
                .toString();
    }

    public static NoteAmounts readNote(String text, Currency currency) {
        JsonNode json = tree(text);
        java.util.Map<String, Money> items = new java.util.LinkedHashMap<>();
        json.path("items").properties().forEach(item -> items.put(item.getKey(), money(item.getValue(), currency)));
        List<TaxTotal> taxes = list(json.path("taxes"), each -> total(each, currency));
        Money net = money(json.path("net"), currency);
        Money tax = taxes.stream().map(TaxTotal::tax).reduce(Money.zero(currency), Money::plus);
        return new NoteAmounts(items, money(json.path("couponShare"), currency), net, taxes, tax, net.plus(tax));
    }

    private static void tax(ObjectNode into, LineTax tax) {
        into.put("category", tax.category().name());
        ArrayNode rates = into.putArray("rates");
        tax.rates().forEach(rate -> rate(rates.addObject(), rate));
        into.put("reason", tax.reason());
        into.put("givenTax", tax.given() == null ? null : tax.given().toPlainString());
    }

    private static LineTax tax(JsonNode line) {
        return new LineTax(
                TaxCategory.valueOf(line.path("category").asText()),
                list(line.path("rates"), SumsJson::rate),
                optional(line.path("reason")),
                line.path("givenTax").isTextual()
                        ? new BigDecimal(line.path("givenTax").asText())
                        : null);
    }

    private static void rate(ObjectNode into, TaxRate rate) {
        into.put("name", rate.name()).put("percent", rate.percent().toPlainString());
    }

    private static TaxRate rate(JsonNode json) {
        return new TaxRate(
                json.path("name").asText(), new BigDecimal(json.path("percent").asText()));
    }

    private static void taxes(ArrayNode into, List<TaxTotal> taxes) {
        for (TaxTotal total : taxes) {
            ObjectNode json = into.addObject()
                    .put("category", total.category().name())
                    .put("base", text(total.base()))
                    .put("tax", text(total.tax()))
                    .put("reason", total.reason());
            if (total.rate() != null) {
                rate(json.putObject("rate"), total.rate());
            }
        }
    }

    private static TaxTotal total(JsonNode json, Currency currency) {
        return new TaxTotal(
                TaxCategory.valueOf(json.path("category").asText()),
                json.has("rate") ? rate(json.path("rate")) : null,
                money(json.path("base"), currency),
                money(json.path("tax"), currency),
                optional(json.path("reason")));
    }

    private static void taken(ArrayNode into, List<Sums.Taken> taken) {
        taken.forEach(each -> into.addObject().put("name", each.name()).put("amount", text(each.amount())));
    }

    private static Sums.Taken taken(JsonNode json, Currency currency) {
        return new Sums.Taken(json.path("name").asText(), money(json.path("amount"), currency));
    }

    private static @Nullable String optional(JsonNode json) {
        return json.isTextual() ? json.asText() : null;
    }

    private static String text(Money money) {
        return money.amount().toPlainString();
    }

    private static Money money(JsonNode json, Currency currency) {
        return new Money(new BigDecimal(json.asText()), currency);
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> read) {
        List<T> list = new ArrayList<>();
        array.forEach(each -> list.add(read.apply(each)));
        return list;
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds sums that cannot be read", e);
        }
    }
}
