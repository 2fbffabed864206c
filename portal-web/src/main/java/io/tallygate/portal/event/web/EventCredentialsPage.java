package io.tallygate.portal.event.web;

import io.tallygate.metering.meter.Environment;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.event.EventCredential;
import io.tallygate.portal.event.EventCredentials;
import io.tallygate.portal.frame.Choices;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.ListPage;
import io.tallygate.portal.input.WrongInput;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// `/console/{t}/event-credentials`: what back ends that report usage are known by. A secret is on the page that
/// follows its making, once.
@Controller
@Path("/console/{tenant}/event-credentials")
@Produces("text/html")
public class EventCredentialsPage {
    private static final String SECTION = "meters";
    private static final int REFUSED = 422;
    private static final String EVENT = "{\"specversion\": \"1.0\", \"id\": \"c0ffee-1\", \"source\":"
            + " \"/inference/eu-1\", \"type\": \"EVENT_TYPE\",\n      \"subject\": \"SUBSCRIPTION_ID\", \"data\":"
            + " {\"value\": \"12.5\"}}";

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final EventCredentials credentials;
    private final Clock clock;
    private final String gateway;

    @Inject
    public EventCredentialsPage(
            Visits visits,
            Frame frame,
            Models models,
            HttpServletRequest request,
            EventCredentials credentials,
            Clock clock,
            @ConfigProperty(name = "TALLYGATE_GATEWAY_URL", defaultValue = "http://localhost:8000") String gateway) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.credentials = credentials;
        this.clock = clock;
        this.gateway = gateway;
    }

    /// For templates.
    public record Row(EventCredential credential, String state) {
        public boolean active() {
            return state.equals("active");
        }
    }

    @GET
    public Response list(@PathParam("tenant") String slug, @QueryParam("after") @Nullable UUID after) {
        Visit visit = visits.console(slug, SECTION, Permission.SEE_EVENT_CREDENTIALS);
        String secret = (String) frame.take(keyOf(slug));
        return Response.ok(show(visit, new Form(frame.messages()), after, secret))
                .header("Cache-Control", "no-store")
                .build();
    }

    @POST
    public Response issue(@PathParam("tenant") String slug) {
        Visit visit = visits.console(slug, SECTION, Permission.MANAGE_EVENT_CREDENTIALS);
        Form form = Form.of(request, frame.messages());
        Instant expires = day(form, visit.tenant().timeZone());
        if (!form.wrong()) {
            try {
                EventCredentials.Issued issued =
                        credentials.issue(visit.id(), form.value("name"), form.value("environment"), expires);
                frame.keep(keyOf(slug), issued.secret().text());
                return back(slug);
            } catch (WrongInput refused) {
                form.refused(refused, Map.of("expiresAt", "expires"));
            }
        }
        return Response.status(REFUSED).entity(show(visit, form, null, null)).build();
    }

    @POST
    @Path("{id: [0-9a-f-]{36}}/revoke")
    public Response revoke(@PathParam("tenant") String slug, @PathParam("id") UUID id) {
        Visit visit = visits.console(slug, SECTION, Permission.MANAGE_EVENT_CREDENTIALS);
        var _ = credentials.revoke(visit.id(), id).orElseThrow(NotFoundException::new);
        frame.notice("good", "event.revoked");
        return back(slug);
    }

    private static Response back(String slug) {
        return Response.seeOther(URI.create("/console/" + slug + "/event-credentials"))
                .build();
    }

    private static String keyOf(String slug) {
        return "secret of a back end of " + slug;
    }

    /// It is refused from the chosen day's first moment on.
    private @Nullable Instant day(Form form, ZoneId zone) {
        String text = form.value("expires").strip();
        if (text.isEmpty()) {
            return null;
        }
        try {
            return LocalDate.parse(text).atStartOfDay(zone).toInstant();
        } catch (DateTimeParseException malformed) {
            form.reject("expires", "event.date");
            return null;
        }
    }

    private String show(Visit visit, Form form, @Nullable UUID after, @Nullable String secret) {
        Instant now = clock.instant();
        var found = credentials.list(visit.id(), after, ListPage.ROWS).stream()
                .map(credential -> new Row(credential, credential.status(now)))
                .toList();
        models.put(
                "page",
                ListPage.of(
                        "/console/" + visit.slug() + "/event-credentials",
                        after,
                        found,
                        row -> row.credential().id()));
        models.put("form", form);
        models.put("secret", secret);
        models.put("example", example(secret == null ? "EVENT_CREDENTIAL" : secret));
        models.put(
                "environments",
                Stream.of(Environment.values())
                        .map(Environment::wireName)
                        .map(name -> new Choices.Choice(name, frame.messages().text("frame.environment." + name)))
                        .toList());
        models.put("mayManage", visit.may(Permission.MANAGE_EVENT_CREDENTIALS));
        models.put("maySeeCredentials", true);
        return "event/credentials.html";
    }

    private String example(String secret) {
        return "curl -X POST '" + gateway + "/.tallygate/events' \\\n  -H 'Authorization: Bearer " + secret
                + "' \\\n  -H 'Content-Type: application/cloudevents+json' \\\n  -d '" + EVENT + "'";
    }
}
