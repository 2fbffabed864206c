package io.tallygate.portal.invitation.web;

import io.tallygate.portal.account.Person;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.SignedIn;
import io.tallygate.portal.invitation.Joining;
import io.tallygate.portal.invitation.Joining.Offer;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// `/invitations/{secret}`: where the link of an invitation leads. The secret leaves the address at once and waits in
/// the session, so that it is in no history entry that a page shows, and in no address that the identity provider sees;
/// signing in comes first, joining is a button.
@Controller
@Path("/invitations")
@Produces("text/html")
public class InvitationPage {
    private static final String HERE = "/invitations/open";
    private static final String VIEW = "invitation/invitation.html";
    private static final String SECRET = InvitationPage.class.getName();
    private static final int CONFLICT = 409;

    private final Frame frame;
    private final Models models;
    private final Joining joining;

    @Inject
    public InvitationPage(Frame frame, Models models, Joining joining) {
        this.frame = frame;
        this.models = models;
        this.joining = joining;
    }

    @GET
    @Path("{secret: tgi_[0-9A-Za-z]+}")
    public Response follow(@PathParam("secret") String secret) {
        frame.bring(SECRET, secret);
        return to(HERE);
    }

    @GET
    @Path("open")
    public Response show() {
        Person person = person();
        return answer(joining.look(secret(), person), person);
    }

    @POST
    @Path("open")
    public Response join() {
        Person person = person();
        Offer offer = joining.accept(secret(), person);
        return offer instanceof Offer.Place place ? to(door(place)) : answer(offer, person);
    }

    private Response answer(Offer offer, Person person) {
        models.put("email", person.email());
        return switch (offer) {
            case Offer.Nothing() -> page("nothing", Response.Status.NOT_FOUND.getStatusCode());
            case Offer.ForAnother() -> page("another", CONFLICT);
            case Offer.Place place when place.joined() -> to(door(place));
            case Offer.Place place -> {
                models.put("tenant", place.tenant().name());
                models.put("consumer", place.consumer());
                models.put("role", place.role());
                yield page("offer", Response.Status.OK.getStatusCode());
            }
        };
    }

    private Response page(String kind, int status) {
        models.put("kind", kind);
        return Response.status(status)
                .header("Cache-Control", "no-store")
                .entity(VIEW)
                .build();
    }

    private static String door(Offer.Place place) {
        String slug = place.tenant().slug();
        return place.consumer() == null ? "/console/" + slug + "/" : "/p/" + slug + "/applications";
    }

    private Person person() {
        SignedIn person = frame.person();
        return new Person(person.subject(), person.email(), person.name());
    }

    private String secret() {
        @Nullable Object kept = frame.kept(SECRET);
        return kept == null ? "" : kept.toString();
    }

    private static Response to(String address) {
        return Response.seeOther(URI.create(address))
                .header("Cache-Control", "no-store")
                .build();
    }
}
