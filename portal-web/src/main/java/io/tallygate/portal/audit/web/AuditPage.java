package io.tallygate.portal.audit.web;

import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.audit.AuditFilter;
import io.tallygate.portal.audit.AuditRecord;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.ListPage;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/// `/console/{t}/audit`: who did what at a tenant; the records may be searched, verified and taken away.
@Path("/console/{tenant}/audit")
@Produces("text/html")
public class AuditPage {
    private static final String SECTION = "audit";
    private static final String LIST = "audit/list.html";
    private static final long RETRY_AFTER_SECONDS = 5;

    private final Visits visits;
    private final Models models;
    private final AuditLog log;
    private final Frame frame;

    @Inject
    public AuditPage(Visits visits, Models models, AuditLog log, Frame frame) {
        this.visits = visits;
        this.models = models;
        this.log = log;
        this.frame = frame;
    }

    @GET
    @Controller
    public String list(@PathParam("tenant") String tenant, @Context UriInfo address) {
        Visit visit = visit(tenant);
        show(visit, new AuditSearch(address.getQueryParameters(), visit.tenant().timeZone()));
        return LIST;
    }

    @GET
    @Path("/{number}")
    @Controller
    public String detail(@PathParam("tenant") String tenant, @PathParam("number") String number) {
        Visit visit = visit(tenant);
        if (!number.matches("[1-9][0-9]{0,17}")) {
            throw new NotFoundException();
        }
        AuditRecord record = log.one(visit.id(), Long.parseLong(number)).orElseThrow(NotFoundException::new);
        models.put("record", record);
        models.put("things", ChangedThing.of(record));
        models.put("words", new ActionWords(frame.messages()));
        return "audit/detail.html";
    }

    /// Changes nothing; a form all the same, since it takes work.
    @POST
    @Path("/verify")
    @Controller
    public String verify(@PathParam("tenant") String tenant) {
        Visit visit = visit(tenant);
        try {
            models.put("verdict", log.verify(visit.id()));
        } catch (AuditLog.Busy busy) {
            throw new ServiceUnavailableException(RETRY_AFTER_SECONDS, busy);
        }
        show(visit, new AuditSearch(new MultivaluedHashMap<>(), visit.tenant().timeZone()));
        return LIST;
    }

    @GET
    @Path("/export")
    @Produces(AuditAnswers.NDJSON) // lines, not a view: no controller
    public Response export(@PathParam("tenant") String tenant) {
        Visit visit = visit(tenant);
        StreamingOutput lines = out -> {
            try {
                log.export(visit.id(), out);
            } catch (AuditLog.Busy busy) {
                throw new ServiceUnavailableException(RETRY_AFTER_SECONDS, busy);
            }
        };
        return Response.ok(lines, AuditAnswers.NDJSON)
                .header("Cache-Control", "no-store")
                .header("Content-Disposition", "attachment; filename=\"audit-log-" + visit.slug() + ".ndjson\"")
                .build();
    }

    private Visit visit(String tenant) {
        return visits.consoleSuspended(tenant, SECTION, Permission.SEE_AUDIT);
    }

    private void show(Visit visit, AuditSearch search) {
        AuditFilter filter = search.filter();
        List<AuditRecord> found = log.list(visit.id(), filter, search.before(), ListPage.ROWS);
        models.put("search", search);
        models.put("words", new ActionWords(frame.messages()));
        models.put("page", search.page("/console/" + visit.slug() + "/audit", found));
    }
}
