package io.tallygate.portal.retention.web;

import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.retention.Retentions;
import io.tallygate.portal.usage.Usage;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.IntStream;

/// `/console/{t}/usage-retention`: how long usage is kept, and its months as files.
@Path("/console/{tenant}/usage-retention")
@Produces("text/html")
public class RetentionPage {
    private static final String SECTION = "meters";
    private static final int MONTHS = 24;
    private static final int REFUSED = 422;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Retentions retentions;
    private final Usage usage;
    private final Clock clock;

    @Inject
    public RetentionPage(
            Visits visits,
            Frame frame,
            Models models,
            HttpServletRequest request,
            Retentions retentions,
            Usage usage,
            Clock clock) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.retentions = retentions;
        this.usage = usage;
        this.clock = clock;
    }

    public record Month(String value, String label) {}

    @GET
    @Controller
    public String read(@PathParam("tenant") String slug) {
        Visit visit = visits.console(slug, SECTION, Permission.SEE_METERS);
        return show(visit, new Form(frame.messages()).with("days", retentions.days(visit.id())));
    }

    @POST
    @Controller
    public Response keep(@PathParam("tenant") String slug) {
        Visit visit = visits.console(slug, SECTION, Permission.MANAGE_TENANT);
        Form form = Form.of(request, frame.messages());
        Long days = form.wholeNumber("days", Retentions.FEWEST_DAYS, Retentions.MOST_DAYS);
        if (!form.wrong()) {
            try {
                retentions.keep(visit.id(), days == null ? null : days.intValue());
                frame.notice("good", "retention.changed");
                return Response.seeOther(URI.create("/console/" + slug + "/usage-retention"))
                        .build();
            } catch (WrongInput refused) {
                form.refused(refused, Map.of());
            }
        }
        return Response.status(REFUSED).entity(show(visit, form)).build();
    }

    @GET
    @Path("{month: 2[01][0-9]{2}-[0-9]{2}}.parquet")
    @Produces(RetentionResource.PARQUET) // a file, not a view: no controller
    public Response month(@PathParam("tenant") String slug, @PathParam("month") String text) {
        Visit visit = visits.console(slug, SECTION, Permission.SEE_METERS);
        YearMonth month;
        try {
            month = YearMonth.parse(text);
        } catch (DateTimeException none) {
            throw new NotFoundException(none);
        }
        StreamingOutput file = out -> usage.parquet(visit.id(), month, out);
        return Response.ok(file, RetentionResource.PARQUET)
                .header("Content-Disposition", "attachment; filename=\"usage-%s-%s.parquet\"".formatted(slug, month))
                .build();
    }

    private String show(Visit visit, Form form) {
        YearMonth now = YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
        models.put("form", form);
        models.put(
                "months",
                IntStream.range(0, MONTHS)
                        .mapToObj(now::minusMonths)
                        .map(month ->
                                new Month(month.toString(), frame.formats().month(month)))
                        .toList());
        models.put("mayManage", visit.may(Permission.MANAGE_TENANT));
        models.put("maySeeCredentials", visit.may(Permission.SEE_EVENT_CREDENTIALS));
        models.put("fewest", Retentions.FEWEST_DAYS);
        models.put("days", retentions.days(visit.id()));
        return "retention/retention.html";
    }
}
