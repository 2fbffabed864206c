package io.tallygate.portal.lifecycle.web;

import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.lifecycle.export.Exports;
import io.tallygate.portal.lifecycle.export.TenantExport;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.net.URI;
import java.util.UUID;

/// `/console/{t}/settings/export`: all of the tenant in one archive, to take along.
@Path("/console/{tenant}/settings/export")
@Produces("text/html")
public class ExportPage {
    private static final String SECTION = "settings";

    /// More than there may be at once.
    private static final int MOST = 50;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final Exports exports;

    @Inject
    public ExportPage(Visits visits, Frame frame, Models models, Exports exports) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.exports = exports;
    }

    @Controller
    @GET
    public String show(@PathParam("tenant") String tenant) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_TENANT);
        models.put("exports", exports.list(visit.id(), null, MOST).reversed());
        return "lifecycle/export.html";
    }

    @Controller
    @POST
    public Response request(@PathParam("tenant") String tenant) {
        Visit visit = visits.consoleSuspended(tenant, SECTION, Permission.MANAGE_TENANT);
        try {
            exports.request(visit.id());
            frame.notice("good", "lifecycle.export.requested");
        } catch (WrongInput tooMany) {
            frame.notice("bad", "lifecycle.export.many");
        }
        return Response.seeOther(URI.create("/console/" + visit.slug() + "/settings/export"))
                .build();
    }

    @GET
    @Path("/{id: [0-9a-f-]{36}}")
    @Produces("application/zip") // bytes, not a view: no controller
    public Response archive(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_TENANT);
        TenantExport export =
                exports.find(visit.id(), id).filter(TenantExport::isReady).orElseThrow(NotFoundException::new);
        StreamingOutput content = out -> exports.write(visit.id(), id, out);
        return Response.ok(content, "application/zip")
                .header("Content-Disposition", "attachment; filename=\"" + visit.slug() + "-export.zip\"")
                .header("Content-Length", export.bytes())
                .header("Cache-Control", "no-store")
                .build();
    }
}
