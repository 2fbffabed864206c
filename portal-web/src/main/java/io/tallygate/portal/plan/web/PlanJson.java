package io.tallygate.portal.plan.web;

import io.tallygate.billing.catalog.RateLimit;
import io.tallygate.portal.plan.PlanView;
import io.tallygate.portal.plan.ProductView;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
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
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", plan.id().toString())
                .add("product", plan.product().toString())
                .add("slug", plan.slug())
                .add("name", plan.name())
                .add("description", plan.description())
                .add("planVersion", plan.planVersion().toString())
                .add("version", plan.version())
                .add("status", plan.status().name().toLowerCase(Locale.ROOT))
                .add(
                        "unitPrice",
                        Json.createObjectBuilder()
                                .add("amount", plan.unitPrice().toPlainString())
                                .add("currency", plan.currency().getCurrencyCode()));
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
