package io.tallygate.portal.consumer.web;

import io.tallygate.portal.account.Access.ConsumerMembership;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
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
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/p/{tenant}/team`: the people of the visitor's organisation; its owner adds, changes and removes them.
@Controller
@Path("/p/{tenant}/team")
@Produces("text/html")
public class TeamPage {
    private static final String SECTION = "team";
    private static final String CONSUMER = "{consumer: [0-9a-f-]{36}}";
    private static final String MEMBER = CONSUMER + "/{id: [0-9a-f-]{36}}";

    private final Visits visits;
    private final Models models;
    private final TeamForms forms;

    @Inject
    public TeamPage(Visits visits, Models models, TeamForms forms) {
        this.visits = visits;
        this.models = models;
        this.forms = forms;
    }

    /// A link to another team of the visitor's.
    public record Other(String name, String address) {}

    @GET
    public Response mine(@PathParam("tenant") String slug) {
        Visit visit = visits.consumer(slug, SECTION);
        return Response.seeOther(URI.create(address(slug, visit.consumer().consumer())))
                .build();
    }

    @GET
    @Path(CONSUMER)
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

    private TeamForms.Place place(String slug, UUID consumer, Permission permission) {
        Visit visit = visits.consumer(slug, SECTION);
        List<ConsumerMembership> all = visit.access().consumers();
        ConsumerMembership own = all.stream()
                .filter(membership -> membership.consumer().equals(consumer))
                .findFirst()
                .orElseThrow(NotFoundException::new);
        models.put("name", own.name());
        models.put(
                "others",
                all.stream()
                        .filter(membership -> membership != own)
                        .map(membership -> new Other(membership.name(), address(slug, membership.consumer())))
                        .toList());
        return new TeamForms.Place(visit, consumer, models, address(slug, consumer)).allowing(permission);
    }

    private static String address(String slug, UUID consumer) {
        return "/p/" + slug + "/team/" + consumer;
    }
}
