package io.tallygate.portal.webhook.web;

import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.frame.Messages;
import io.tallygate.portal.webhook.EventType;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.util.Locale;

/// `/api/v1/tenants/{t}/webhook-event-types`: what webhooks can be told of.
@Section(value = "Webhooks", about = "A tenant's own systems are told of what changes, as Standard Webhooks has it.")
@Path("/tenants/{tenant}/webhook-event-types")
@Produces("application/json")
public class WebhookEventTypesResource {
    private final Caller caller;

    @Inject
    public WebhookEventTypesResource(Caller caller) {
        this.caller = caller;
    }

    @GET
    @Described(
            value = "Lists the types of events",
            needs = Permission.SEE_WEBHOOKS,
            more = "A message is an object with `type`, `timestamp`, `tenant`, `resource`, `sequence` and `data`."
                    + " `data` has the `id` and what is listed here; when something has changed, `changed` names"
                    + " what.",
            list = true,
            answers = WebhookShapes.WebhookEventType.class)
    public JsonObject list(@PathParam("tenant") String tenant) {
        caller.at(tenant, Permission.SEE_WEBHOOKS);
        Messages messages = new Messages(Locale.ENGLISH);
        JsonArrayBuilder items = Json.createArrayBuilder();
        for (EventType type : EventType.values()) {
            items.add(Json.createObjectBuilder()
                    .add("type", type.wireName())
                    .add("resource", type.resource())
                    .add("description", messages.text("webhook.type." + type.wireName()))
                    .add("data", Json.createArrayBuilder(type.members())));
        }
        return Json.createObjectBuilder()
                .add("items", items)
                .addNull("nextCursor")
                .build();
    }
}
