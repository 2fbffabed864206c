package io.tallygate.portal.lifecycle.web;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.lifecycle.export.Exports;
import io.tallygate.portal.lifecycle.export.TenantExport;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/exports`: all of a tenant in one archive; also while it is suspended.
@Section("Tenants")
@Path("/tenants/{tenant}/exports")
@Produces("application/json")
public class ExportsResource {
    private final Exports exports;
    private final Caller caller;

    @Inject
    public ExportsResource(Exports exports, Caller caller) {
        this.exports = exports;
        this.caller = caller;
    }

    @GET
    @Described(
            value = "Lists archives of a tenant",
            needs = Permission.MANAGE_TENANT,
            more = "Those that have not expired, oldest first.",
            answers = ExportShapes.Export.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        TenantId id = caller.at(tenant, Permission.MANAGE_TENANT).tenant();
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(exports.list(id, page.after(), page.rows()), TenantExport::id, ExportsResource::json);
    }

    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Asks for an archive of a tenant",
            needs = Permission.MANAGE_TENANT,
            more = "It is made in the background and can be fetched for seven days. Also while the tenant is"
                    + " suspended.",
            takes = ExportShapes.NewExport.class,
            answers = ExportShapes.Export.class)
    public Response request(@PathParam("tenant") String tenant, InputStream body) {
        TenantId id = caller.atSuspended(tenant, Permission.MANAGE_TENANT).tenant();
        Bodies.object(body, Bodies.SMALL).refuseIfWrong();
        return Response.status(Response.Status.CREATED)
                .entity(json(exports.request(id)).build())
                .build();
    }

    @GET
    @Path("/{id}")
    @Described(
            value = "Reads how an archive stands",
            needs = Permission.MANAGE_TENANT,
            answers = ExportShapes.Export.class)
    public JsonObject read(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        return json(found(caller.at(tenant, Permission.MANAGE_TENANT).tenant(), id))
                .build();
    }

    @GET
    @Path("/{id}/archive")
    @Produces("application/zip")
    @Described(
            value = "Fetches an archive",
            needs = Permission.MANAGE_TENANT,
            more = "`infra/contracts/export.md` tells what is in it. Secrets are not.",
            answers = String.class)
    @Refuses(status = 409, type = "not-ready", when = "The archive is still being made.")
    public Response archive(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        TenantId at = caller.at(tenant, Permission.MANAGE_TENANT).tenant();
        TenantExport export = found(at, id);
        if (!export.isReady()) {
            throw ApiProblem.conflict("not-ready", "Not ready", "The archive is still being made.");
        }
        StreamingOutput content = out -> exports.write(at, export.id(), out);
        return Response.ok(content, "application/zip")
                .header("Content-Disposition", "attachment; filename=\"" + tenant + "-export.zip\"")
                .header("Content-Length", export.bytes())
                .header("Cache-Control", "no-store")
                .build();
    }

    private TenantExport found(TenantId tenant, String id) {
        return exports.find(tenant, Ids.of(id)).orElseThrow(ApiProblem::notFound);
    }

    private static JsonObjectBuilder json(TenantExport export) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", export.id().toString())
                .add("status", export.status())
                .add("requestedAt", export.requestedAt().toString());
        add(json, "finishedAt", export.finishedAt());
        add(json, "expiresAt", export.expiresAt());
        json.add("bytes", export.bytes());
        add(json, "sha256", export.sha256());
        return json;
    }

    private static void add(JsonObjectBuilder json, String member, @Nullable Object value) {
        if (value == null) {
            json.addNull(member);
        } else {
            json.add(member, value.toString());
        }
    }
}
