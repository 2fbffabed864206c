package io.tallygate.portal.tenancy.web;

import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.tenancy.Tenant;
import io.tallygate.portal.tenancy.Tenants;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

/// `/api/v1/tenants/{t}`: one tenant. A class of its own: Jakarta REST picks classes by their whole path first, and
/// would
/// not look for a longer path in the list's class when another class has it.
@Section("Tenants")
@Path("/tenants/{tenant}")
@Produces("application/json")
public class TenantResource {
    private final Tenants tenants;
    private final Caller caller;

    @Inject
    public TenantResource(Tenants tenants, Caller caller) {
        this.tenants = tenants;
        this.caller = caller;
    }

    @GET
    @Described(value = "Reads a tenant", needs = Permission.SEE_TENANT, answers = TenantShapes.Tenant.class)
    public JsonObject read(@PathParam("tenant") String tenant) {
        return json(tenants.find(caller.somewhere(tenant, Permission.SEE_TENANT).tenant()))
                .build();
    }

    static JsonObjectBuilder json(Tenant tenant) {
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
                .add("createdAt", tenant.createdAt().toString());
    }
}
