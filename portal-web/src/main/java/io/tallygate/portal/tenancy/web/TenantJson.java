package io.tallygate.portal.tenancy.web;

import io.tallygate.portal.tenancy.Suspension;
import io.tallygate.portal.tenancy.Tenant;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;

/// A tenant as the control API shows it.
final class TenantJson {
    private TenantJson() {}

    /// @param suspensions  the causes for which it is closed; empty when it is open
    static JsonObjectBuilder of(Tenant tenant, List<Suspension> suspensions) {
        JsonArrayBuilder causes = Json.createArrayBuilder();
        suspensions.forEach(suspension -> causes.add(Json.createObjectBuilder()
                .add("by", suspension.cause().wireName())
                .add("reason", suspension.reason())
                .add("since", suspension.since().toString())));
        return Json.createObjectBuilder()
                .add("id", tenant.id().toString())
                .add("slug", tenant.slug())
                .add("name", tenant.name())
                .add("legalName", tenant.legalName())
                .add("address", Json.createArrayBuilder(tenant.address()))
                .add("country", tenant.country())
                .add("timeZone", tenant.timeZone().getId())
                .add("currency", tenant.currency().getCurrencyCode())
                .add("accent", tenant.accent())
                .add("tagline", tenant.tagline())
                .add("keyPrefix", tenant.keyPrefix())
                .add("status", suspensions.isEmpty() ? "active" : "suspended")
                .add("suspensions", causes)
                .add("createdAt", tenant.createdAt().toString());
    }
}
