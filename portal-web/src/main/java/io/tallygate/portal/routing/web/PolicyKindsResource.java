package io.tallygate.portal.routing.web;

import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.routing.PolicyKind;
import io.tallygate.portal.routing.PolicyKinds;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

/// `/api/v1/tenants/{t}/policies`: the kinds of policies that routes may have.
@Section("APIs")
@Path("/tenants/{tenant}/policies")
@Produces("application/json")
public class PolicyKindsResource {
    private final PolicyKinds kinds;
    private final Caller caller;

    @Inject
    public PolicyKindsResource(PolicyKinds kinds, Caller caller) {
        this.kinds = kinds;
        this.caller = caller;
    }

    @GET
    @Described(
            value = "Lists the kinds of policies",
            needs = Permission.SEE_APIS,
            more = "The gateway’s own, and those that the installation’s operator has added to gateways that run.",
            list = true,
            answers = RoutingShapes.PolicyKind.class)
    public JsonObject list(@PathParam("tenant") String tenant) {
        caller.at(tenant, Permission.SEE_APIS);
        JsonArrayBuilder items = Json.createArrayBuilder();
        for (PolicyKind kind : kinds.all()) {
            JsonObjectBuilder item =
                    Json.createObjectBuilder().add("policy", kind.name()).add("order", kind.order());
            String jar = kind.jar();
            items.add((jar == null ? item.addNull("jar") : item.add("jar", jar)).add("schema", kind.schema()));
        }
        return Json.createObjectBuilder()
                .add("items", items)
                .addNull("nextCursor")
                .build();
    }
}
