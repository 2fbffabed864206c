package io.tallygate.portal.plan.web;

import io.tallygate.billing.catalog.RateLimit;
import io.tallygate.portal.plan.PlanView;
import io.tallygate.portal.plan.ProductView;
import io.tallygate.portal.plan.TermsText;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.UUID;

/// Products and plans as the control API writes them.
final class PlanJson {
    private PlanJson() {}

    static JsonObjectBuilder product(ProductView product) {
        JsonArrayBuilder apis = Json.createArrayBuilder();
        product.apis().stream().map(UUID::toString).forEach(apis::add);
        return Json.createObjectBuilder()
                .add("id", product.id().toString())
                .add("slug", product.slug())
                .add("name", product.name())
                .add("description", product.description())
                .add("apis", apis)
                .add("createdAt", product.createdAt().toString());
    }

    static JsonObjectBuilder plan(PlanView plan) {
        return withTerms(
                Json.createObjectBuilder()
                        .add("id", plan.id().toString())
                        .add("product", plan.product().toString())
                        .add("slug", plan.slug())
                        .add("name", plan.name())
                        .add("description", plan.description())
                        .add("planVersion", plan.planVersion().toString()),
                plan);
    }

    static JsonObjectBuilder version(PlanView plan) {
        return withTerms(
                Json.createObjectBuilder()
                        .add("id", plan.planVersion().toString())
                        .add("product", plan.product().toString())
                        .add("plan", plan.id().toString()),
                plan);
    }

    private static JsonObjectBuilder withTerms(JsonObjectBuilder json, PlanView plan) {
        json.add("version", plan.version()).add("status", plan.status().name().toLowerCase(Locale.ROOT));
        UUID consumer = plan.consumer();
        if (consumer == null) {
            json.addNull("consumer");
        } else {
            json.add("consumer", consumer.toString());
        }
        json.add("currency", plan.currency().getCurrencyCode());
        BigDecimal unitPrice = plan.unitPrice();
        if (unitPrice == null) {
            json.addNull("unitPrice");
        } else {
            json.add(
                    "unitPrice",
                    Json.createObjectBuilder()
                            .add("amount", unitPrice.toPlainString())
                            .add("currency", plan.currency().getCurrencyCode()));
        }
        json.add("terms", TermsText.of(plan.terms()));
        Long quota = plan.monthlyQuota();
        if (quota == null) {
            json.addNull("quota");
        } else {
            json.add("quota", Json.createObjectBuilder().add("calls", quota).add("period", "month"));
        }
        RateLimit rate = plan.rateLimit();
        if (rate == null) {
            json.addNull("rateLimit");
        } else {
            json.add(
                    "rateLimit",
                    Json.createObjectBuilder().add("calls", rate.calls()).add("seconds", rate.seconds()));
        }
        return json;
    }
}
