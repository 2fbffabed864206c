package io.tallygate.portal.invoice.web;

import io.tallygate.billing.coupon.Reduction;
import io.tallygate.billing.coupon.StoredCoupon;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Formats;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Turns what was typed into the body that the API would take, so that one set of rules checks both.
final class SellingForms {
    private static final List<String> ENTITY =
            List.of("slug", "name", "country", "vatId", "taxNumber", "email", "iban", "bic", "series", "taxRounding");
    private static final List<String> RULE = List.of("country", "taxCode", "name", "percent", "validFrom", "validTo");
    private static final int LONGEST_NUMBER = 9;

    private SellingForms() {}

    static JsonObject json(String kind, Form form) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        switch (kind) {
            case "legal-entities" -> {
                ENTITY.forEach(name -> text(json, form, name));
                json.add("address", lines(form.value("address")));
                number(json, form, "paymentDays");
                json.add("taxIncluded", form.has("taxIncluded")).add("usual", form.has("usual"));
            }
            case "tax-rules" -> RULE.forEach(name -> text(json, form, name));
            default -> coupon(json, form);
        }
        return json.build();
    }

    private static void coupon(JsonObjectBuilder json, Form form) {
        List.of("code", "name", "percent", "lasts").forEach(name -> text(json, form, name));
        if (!form.value("amount").isBlank()) {
            json.add(
                    "amount",
                    Json.createObjectBuilder()
                            .add("amount", form.value("amount").strip())
                            .add("currency", form.value("currency").strip()));
        }
        number(json, form, "invoices");
        number(json, form, "redemptionLimit");
    }

    /// What each coupon takes off, by its id.
    static Map<UUID, String> amounts(List<StoredCoupon> coupons, Formats formats) {
        Map<UUID, String> amounts = new HashMap<>();
        for (StoredCoupon coupon : coupons) {
            amounts.put(
                    coupon.id(),
                    switch (coupon.terms().reduction()) {
                        case Reduction.Amount(var money) -> formats.money(money.amount(), money.currency());
                        case Reduction.Percent(var percent) -> formats.number(percent.stripTrailingZeros()) + " %";
                    });
        }
        return amounts;
    }

    private static void text(JsonObjectBuilder json, Form form, String name) {
        String value = form.value(name).strip();
        if (!value.isEmpty()) {
            json.add(name, value);
        }
    }

    /// What is no number is passed on as it is, to be refused.
    private static void number(JsonObjectBuilder json, Form form, String name) {
        String value = form.value(name).strip();
        if (value.matches("[0-9]{1,9}") && value.length() <= LONGEST_NUMBER) {
            json.add(name, Integer.parseInt(value));
        } else {
            text(json, form, name);
        }
    }

    private static JsonArrayBuilder lines(String text) {
        JsonArrayBuilder lines = Json.createArrayBuilder();
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(lines::add);
        return lines;
    }
}
