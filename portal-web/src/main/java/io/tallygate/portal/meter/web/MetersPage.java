package io.tallygate.portal.meter.web;

import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.ListPage;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.meter.DefinedMeter;
import io.tallygate.portal.meter.Meters;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/console/{t}/meters`: what is counted, and a form for one more.
@Controller
@Path("/console/{tenant}/meters")
@Produces("text/html")
public class MetersPage {
    /// The navigation's entry; everything about how usage comes in stands below it.
    public static final String SECTION = "meters";

    private static final int REFUSED = 422;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Meters meters;

    @Inject
    public MetersPage(Visits visits, Frame frame, Models models, HttpServletRequest request, Meters meters) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.meters = meters;
    }

    @GET
    public String list(@PathParam("tenant") String slug, @QueryParam("after") @Nullable UUID after) {
        Visit visit = visits.console(slug, SECTION, Permission.SEE_METERS);
        ListPage<DefinedMeter> page = ListPage.of(
                "/console/" + slug + "/meters",
                after,
                meters.list(visit.id(), null, after, ListPage.ROWS),
                DefinedMeter::id);
        models.put("page", page);
        models.put("mayManage", visit.may(Permission.MANAGE_METERS));
        models.put("maySeeCredentials", visit.may(Permission.SEE_EVENT_CREDENTIALS));
        return "meter/list.html";
    }

    @GET
    @Path("new")
    public String form(@PathParam("tenant") String slug) {
        visits.console(slug, SECTION, Permission.MANAGE_METERS);
        return show(new Form(frame.messages()).with("source", "requests").with("aggregation", "count"));
    }

    @POST
    @Path("new")
    public Response create(@PathParam("tenant") String slug) {
        Visit visit = visits.console(slug, SECTION, Permission.MANAGE_METERS);
        Form form = Form.of(request, frame.messages());
        try {
            DefinedMeter made = meters.create(visit.id(), MeterForms.wanted(form));
            frame.notice("good", "meter.made");
            return Response.seeOther(URI.create("/console/" + slug + "/meters/" + made.id()))
                    .build();
        } catch (WrongInput refused) {
            form.refused(refused, Map.of());
            return Response.status(REFUSED).entity(show(form)).build();
        }
    }

    private String show(Form form) {
        models.put("form", form);
        models.put("sources", MeterForms.sources(frame.messages()));
        models.put("aggregations", MeterForms.aggregations(frame.messages()));
        return "meter/new.html";
    }
}
