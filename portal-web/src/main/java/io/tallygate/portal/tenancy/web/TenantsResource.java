package io.tallygate.portal.tenancy.web;

import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.tenancy.NewTenant;
import io.tallygate.portal.tenancy.Tenants;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants`: those the caller belongs to; an operator makes new ones.
@Section(value = "Tenants", about = "Organisations that publish here.")
@Path("/tenants")
@Produces("application/json")
public class TenantsResource {
    private final Tenants tenants;
    private final Caller caller;

    @Inject
    public TenantsResource(Tenants tenants, Caller caller) {
        this.tenants = tenants;
        this.caller = caller;
    }

    /// A person belongs to few tenants: the list is always whole.
    @GET
    @Described(value = "Lists the tenants that you work at", answers = TenantShapes.OwnTenant.class, list = true)
    public JsonObject list() {
        JsonArrayBuilder items = Json.createArrayBuilder();
        caller.memberships()
                .tenants()
                .forEach(membership -> items.add(Json.createObjectBuilder()
                        .add("slug", membership.tenant())
                        .add("name", membership.name())
                        .add("role", membership.role().wireName())));
        return Json.createObjectBuilder()
                .add("items", items)
                .addNull("nextCursor")
                .build();
    }

    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Makes a tenant with its first owner",
            operator = true,
            takes = TenantShapes.NewTenant.class,
            answers = TenantShapes.Tenant.class)
    public Response create(InputStream body) {
        if (!caller.isOperator()) {
            throw ApiProblem.forbidden();
        }
        Members wanted = Bodies.object(body, Bodies.SMALL);
        Members owner = wanted.object("owner");
        NewTenant tenant = new NewTenant(
                wanted.optionalText("slug"),
                wanted.optionalText("name"),
                wanted.optionalText("legalName"),
                wanted.optionalTexts("address"),
                wanted.optionalText("country"),
                wanted.optionalText("timeZone"),
                wanted.optionalText("currency"),
                wanted.optionalText("accent"),
                wanted.optionalText("tagline"),
                wanted.optionalText("keyPrefix"),
                email(owner));
        wanted.refuseIfWrong();
        return Response.status(Response.Status.CREATED)
                .entity(TenantJson.of(tenants.create(tenant), List.of()).build())
                .build();
    }

    private static @Nullable String email(@Nullable Members owner) {
        return owner == null ? null : owner.optionalText("email");
    }
}
