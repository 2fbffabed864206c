package io.tallygate.portal.event.web;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.event.EventCredential;
import io.tallygate.portal.event.EventCredentials;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/event-credentials`: what back ends that report usage are known by. A secret is in the answer
/// that issues it and never again.
@Section(
        value = "Event credentials",
        about = "Your own back ends report usage to gateways as CloudEvents: what they are known by.")
@Path("/tenants/{tenant}/event-credentials")
@Produces("application/json")
public class EventCredentialsResource {
    private final EventCredentials credentials;
    private final Caller caller;
    private final Clock clock;

    @Inject
    public EventCredentialsResource(EventCredentials credentials, Caller caller, Clock clock) {
        this.credentials = credentials;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @Described(
            value = "Lists event credentials",
            needs = Permission.SEE_EVENT_CREDENTIALS,
            more = "Oldest first.",
            answers = EventCredentialShapes.EventCredential.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        TenantId at = caller.at(tenant, Permission.SEE_EVENT_CREDENTIALS).tenant();
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(credentials.list(at, page.after(), page.rows()), EventCredential::id, this::json);
    }

    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Issues an event credential",
            needs = Permission.MANAGE_EVENT_CREDENTIALS,
            more = "Its secret is in this answer and never again.",
            takes = EventCredentialShapes.NewEventCredential.class,
            answers = EventCredentialShapes.IssuedEventCredential.class,
            once = true)
    @Refuses(status = 409, type = "limit-reached", when = "The tenant has as many as its limit allows.")
    public Response issue(@PathParam("tenant") String tenant, InputStream body) {
        TenantId at = caller.at(tenant, Permission.MANAGE_EVENT_CREDENTIALS).tenant();
        Members members = Bodies.object(body, Bodies.SMALL);
        String name = members.text("name");
        String environment = members.optionalText("environment");
        Instant expiresAt = members.optionalInstant("expiresAt");
        members.refuseIfWrong();
        EventCredentials.Issued issued = credentials.issue(at, name, environment, expiresAt);
        return Response.status(Response.Status.CREATED)
                .header("Cache-Control", "no-store")
                .entity(json(issued.credential())
                        .add("secret", issued.secret().text())
                        .build())
                .build();
    }

    @GET
    @Path("/{id}")
    @Described(
            value = "Reads an event credential",
            needs = Permission.SEE_EVENT_CREDENTIALS,
            answers = EventCredentialShapes.EventCredential.class)
    public JsonObject read(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        TenantId at = caller.at(tenant, Permission.SEE_EVENT_CREDENTIALS).tenant();
        return json(credentials.find(at, Ids.of(id)).orElseThrow(ApiProblem::notFound))
                .build();
    }

    @POST
    @Path("/{id}/revoke")
    @Described(
            value = "Revokes an event credential",
            needs = Permission.MANAGE_EVENT_CREDENTIALS,
            more = "Gateways refuse it within seconds. Revoking it twice changes nothing.",
            answers = EventCredentialShapes.EventCredential.class)
    public JsonObject revoke(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        TenantId at = caller.at(tenant, Permission.MANAGE_EVENT_CREDENTIALS).tenant();
        return json(credentials.revoke(at, Ids.of(id)).orElseThrow(ApiProblem::notFound))
                .build();
    }

    private JsonObjectBuilder json(EventCredential credential) {
        return Json.createObjectBuilder()
                .add("id", credential.id().toString())
                .add("name", credential.name())
                .add("environment", credential.environment())
                .add("last4", credential.last4())
                .add("status", credential.status(clock.instant()))
                .add("createdAt", credential.createdAt().toString())
                .add("expiresAt", instant(credential.expiresAt()))
                .add("revokedAt", instant(credential.revokedAt()));
    }

    private static JsonValue instant(@Nullable Instant at) {
        return at == null ? JsonValue.NULL : Json.createValue(at.toString());
    }
}
