package io.tallygate.portal.routing.web;

import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.routing.RoutingCheck;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// `…/routing/{environment}/upstream`: how the service behind an API is called.
@Controller
@Path("/console/{tenant}/apis/{id: [0-9a-fA-F-]{36}}/routing/{environment: live|test}/upstream")
@Produces("text/html")
public class UpstreamPage {
    private static final String VIEW = "routing/upstream.html";

    private final RoutingPlace place;
    private final RoutingDesk desk;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;

    @Inject
    public UpstreamPage(RoutingPlace place, RoutingDesk desk, Frame frame, Models models, HttpServletRequest request) {
        this.place = place;
        this.desk = desk;
        this.frame = frame;
        this.models = models;
        this.request = request;
    }

    @GET
    public String show(
            @PathParam("tenant") String tenant,
            @PathParam("id") UUID id,
            @PathParam("environment") String environment) {
        RoutingPlace.At at = place.seen(tenant, id, environment);
        Form form = new Form(frame.messages()).forVersion(at.sheet().version());
        return show(form, fields(form, at.sheet().routing().upstream(), false));
    }

    @POST
    public Response save(
            @PathParam("tenant") String tenant,
            @PathParam("id") UUID id,
            @PathParam("environment") String environment) {
        RoutingPlace.At at = place.changed(tenant, id, environment);
        Form form = Form.of(request, frame.messages());
        JsonObject upstream = new SchemaInput(RoutingCheck.UPSTREAM, form, Set.of()).value();
        if (!form.wrong()) {
            try {
                desk.prepare(
                        at.visit().id(),
                        id,
                        at.environment(),
                        form.value("version"),
                        Json.createObjectBuilder().add("upstream", upstream).build());
                frame.notice("good", "routing.prepared");
                return RoutingPlace.to(at.here());
            } catch (WrongInput refused) {
                Refused.into(form, fields(form, upstream, true), refused, "/upstream");
            } catch (RoutingDesk.ChangedMeanwhile overtaken) {
                return place.overtaken(at.here() + "/upstream");
            }
        }
        return Response.status(RoutingPlace.REFUSED)
                .entity(show(form, fields(form, upstream, true)))
                .build();
    }

    private List<Field> fields(Form form, JsonObject upstream, boolean typed) {
        return new SchemaForm(RoutingCheck.UPSTREAM, "upstream", frame.messages(), form, Set.of())
                .fields(upstream, typed);
    }

    private String show(Form form, List<Field> fields) {
        models.put("fields", fields);
        models.put("form", form);
        return VIEW;
    }
}
