package io.tallygate.portal.invitation.web;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.portal.account.Person;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.invitation.Joining;
import io.tallygate.portal.invitation.Joining.Offer;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.InputStream;

/// `/api/v1/invitations/accept`: what the link in the message does, for whoever has signed in by other means. A token
/// of a tenant joins nothing: a person does.
@Section("Invitations")
@Path("/invitations/accept")
@Produces("application/json")
public class AcceptanceResource {
    private final Joining joining;
    private final Caller caller;

    @Inject
    public AcceptanceResource(Joining joining, Caller caller) {
        this.joining = joining;
        this.caller = caller;
    }

    @POST
    @Consumes("application/json")
    @Described(
            value = "Accepts an invitation",
            more = "With an access token of the identity provider, whose verified address is the one that was asked."
                    + " Accepting again changes nothing.",
            takes = InvitationShapes.Acceptance.class,
            answers = InvitationShapes.Joined.class)
    @Refuses(status = 403, type = "sign-in-needed", when = "A personal access token called.")
    @Refuses(
            status = 404,
            type = "not-found",
            when = "It is unknown, was taken back, replaced by a newer one, or expired.")
    @Refuses(status = 409, type = "another-address", when = "It was sent to another address than yours.")
    public JsonObject accept(InputStream body) {
        Person person = caller.themselves();
        Members wanted = Bodies.object(body, Bodies.SMALL);
        String secret = wanted.text("secret");
        if (wanted.has("secret") && secret.isEmpty()) {
            wanted.refuse("secret", because("Is required."));
        }
        wanted.refuseIfWrong();
        return switch (joining.accept(secret, person)) {
            case Offer.Nothing() -> throw ApiProblem.notFound();
            case Offer.ForAnother() ->
                throw ApiProblem.conflict(
                        "another-address", "Another address", "The invitation was sent to another address than yours.");
            case Offer.Place place -> json(place);
        };
    }

    private static JsonObject json(Offer.Place place) {
        JsonObjectBuilder json =
                Json.createObjectBuilder().add("tenant", place.tenant().slug());
        if (place.consumer() == null) {
            json.addNull("consumer");
        } else {
            json.add("consumer", place.consumer());
        }
        return json.add("role", place.role()).build();
    }
}
