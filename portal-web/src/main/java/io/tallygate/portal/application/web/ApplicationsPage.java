package io.tallygate.portal.application.web;

import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.application.Application;
import io.tallygate.portal.application.Applications;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.ListPage;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/p/{tenant}/applications`: the applications of the visitor's organisations, and the form for a new one.
@Controller
@Path("/p/{tenant}/applications")
@Produces("text/html")
public class ApplicationsPage {
    private static final String NEW = "application/new.html";

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Applications applications;

    @Inject
    public ApplicationsPage(
            Visits visits, Frame frame, Models models, HttpServletRequest request, Applications applications) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.applications = applications;
    }

    /// @param after  the last application of the page before
    @GET
    public String list(@PathParam("tenant") String slug, @QueryParam("after") @Nullable UUID after) {
        Visit visit = visits.consumer(slug, "applications");
        ListPage<Application> page = ListPage.of(
                address(slug),
                after,
                applications.list(visit.id(), visit.own(Permission.SEE_APPLICATIONS), after, ListPage.ROWS),
                Application::id);
        models.put("consumer", visit.consumer());
        models.put("mayManage", mayManage(visit));
        models.put("applications", page.items());
        models.put("page", page);
        return "application/list.html";
    }

    @GET
    @Path("new")
    public String form(@PathParam("tenant") String slug) {
        refuseUnlessAllowed(visits.consumer(slug, "applications"));
        models.put("form", new Form(frame.messages()));
        return NEW;
    }

    @POST
    public Response create(@PathParam("tenant") String slug) {
        Visit visit = visits.consumer(slug, "applications");
        refuseUnlessAllowed(visit);
        Form form = Form.of(request, frame.messages());
        String name = form.required("name", 200);
        String description = form.optional("description", 4000);
        if (form.wrong()) {
            models.put("form", form);
            return Response.status(422).entity(NEW).build();
        }
        Application made = applications.create(visit.id(), visit.consumer().consumer(), name, description);
        frame.notice("good", "application.new.done", made.name());
        return Response.seeOther(URI.create(address(slug) + "/" + made.id())).build();
    }

    private static boolean mayManage(Visit visit) {
        return visit.may(Permission.MANAGE_APPLICATIONS, visit.consumer().consumer());
    }

    private static void refuseUnlessAllowed(Visit visit) {
        if (!mayManage(visit)) {
            throw new ForbiddenException();
        }
    }

    private static String address(String slug) {
        return "/p/" + slug + "/applications";
    }
}
