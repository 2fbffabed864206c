package io.tallygate.portal.consumer.web;

import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.consumer.Consumer;
import io.tallygate.portal.consumer.Consumers;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/console/{t}/consumers/{c}/team`: a consumer's people, managed by the tenant's staff.
@Controller
@Path("/console/{tenant}/consumers/{consumer: [0-9a-f-]{36}}/team")
@Produces("text/html")
public class ConsumerTeamPage {
    private static final String MEMBER = "{id: [0-9a-f-]{36}}";

    private final Visits visits;
    private final Models models;
    private final TeamForms forms;
    private final Consumers consumers;

    @Inject
    public ConsumerTeamPage(Visits visits, Models models, TeamForms forms, Consumers consumers) {
        this.visits = visits;
        this.models = models;
        this.forms = forms;
        this.consumers = consumers;
    }

    @GET
    public String list(
            @PathParam("tenant") String slug,
            @PathParam("consumer") UUID consumer,
            @QueryParam("after") @Nullable UUID after) {
        return forms.list(place(slug, consumer, Permission.SEE_TEAM), after);
    }

    @GET
    @Path(MEMBER)
    public String read(
            @PathParam("tenant") String slug, @PathParam("consumer") UUID consumer, @PathParam("id") UUID id) {
        return forms.one(place(slug, consumer, Permission.SEE_TEAM), id);
    }

    @POST
    @Path(MEMBER)
    public Response change(
            @PathParam("tenant") String slug, @PathParam("consumer") UUID consumer, @PathParam("id") UUID id) {
        return forms.change(place(slug, consumer, Permission.MANAGE_TEAM), id);
    }

    @POST
    @Path(MEMBER + "/remove")
    public Response remove(
            @PathParam("tenant") String slug, @PathParam("consumer") UUID consumer, @PathParam("id") UUID id) {
        return forms.remove(place(slug, consumer, Permission.MANAGE_TEAM), id);
    }

    private TeamForms.Place place(String slug, UUID id, Permission permission) {
        Visit visit = visits.console(slug, "consumers", permission);
        Consumer consumer = consumers.find(visit.id(), id).orElseThrow(NotFoundException::new);
        String up = "/console/" + slug + "/consumers/" + id;
        models.put("name", consumer.name());
        models.put("up", up);
        models.put("others", List.of());
        return new TeamForms.Place(visit, id, models, up + "/team");
    }
}
