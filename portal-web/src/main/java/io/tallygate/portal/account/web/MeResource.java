package io.tallygate.portal.account.web;

import io.tallygate.portal.account.Directory;
import io.tallygate.portal.account.Person;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Section;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/// `/api/v1/me`: who calls, and where they belong.
@Section(value = "People", about = "Who calls, and who works at a tenant.")
@Path("/me")
@Produces("application/json")
public class MeResource {
    private final Caller caller;

    @Inject
    public MeResource(Caller caller) {
        this.caller = caller;
    }

    @GET
    @Described(value = "Says who calls", answers = AccountShapes.Me.class)
    public JsonObject read() {
        Person person = caller.person();
        Directory.Memberships memberships = caller.memberships();
        JsonArrayBuilder tenants = Json.createArrayBuilder();
        memberships
                .tenants()
                .forEach(membership -> tenants.add(Json.createObjectBuilder()
                        .add("tenant", membership.tenant())
                        .add("name", membership.name())
                        .add("role", membership.role().wireName())));
        JsonArrayBuilder consumers = Json.createArrayBuilder();
        memberships
                .consumers()
                .forEach(place -> consumers.add(Json.createObjectBuilder()
                        .add("tenant", place.tenant())
                        .add("consumer", place.consumer().toString())
                        .add("name", place.name())
                        .add("role", place.role().wireName())));
        return Json.createObjectBuilder()
                .add("subject", person.subject())
                .add("name", person.name())
                .add("email", person.email())
                .add("operator", caller.isOperator())
                .add("tenants", tenants)
                .add("consumers", consumers)
                .build();
    }
}
