package io.tallygate.portal.deadletter.web;

import io.tallygate.metering.deadletter.DeadLetters;
import io.tallygate.metering.reading.UsageQueryInvalid;
import io.tallygate.metering.reading.UsageUnavailable;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.deadletter.LetterDesk;
import io.tallygate.portal.deadletter.SettledAlready;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.input.WrongInput;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/console/{t}/dead-letters`: events that could not be counted; each can be written anew and counted, or given up.
@Controller
@Path("/console/{tenant}/dead-letters")
@Produces("text/html")
public class DeadLettersPage {
    private static final String SECTION = "meters";
    private static final String ONE = "{id: [0-9a-f-]{36}}";
    private static final int ROWS = 50;
    private static final int REFUSED = 422;
    private static final long RETRY_AFTER_SECONDS = 10;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final LetterDesk desk;

    @Inject
    public DeadLettersPage(Visits visits, Frame frame, Models models, HttpServletRequest request, LetterDesk desk) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.desk = desk;
    }

    @GET
    public String list(
            @PathParam("tenant") String slug,
            @QueryParam("reason") @Nullable String reasonAsked,
            @QueryParam("state") @Nullable String stateAsked,
            @QueryParam("after") @Nullable String after) {
        Visit visit = visits.console(slug, SECTION, Permission.SEE_METERS);
        String reason = reasonAsked == null || reasonAsked.isEmpty() ? null : reasonAsked;
        boolean settled = "settled".equals(stateAsked);
        return reading(() -> {
            DeadLetters.Page page = desk.list(visit.id(), new DeadLetters.Wanted(reason, null, settled), ROWS, after);
            models.put("states", List.of("waiting", "settled"));
            models.put("letters", page.items());
            models.put("next", page.next());
            models.put("waiting", desk.waiting(visit.id()));
            models.put("reason", reason == null ? "" : reason);
            models.put("state", settled ? "settled" : "waiting");
            models.put("maySeeCredentials", visit.may(Permission.SEE_EVENT_CREDENTIALS));
            return "deadletter/list.html";
        });
    }

    @GET
    @Path(ONE)
    public String read(@PathParam("tenant") String slug, @PathParam("id") UUID id) {
        Visit visit = visits.console(slug, SECTION, Permission.SEE_METERS);
        return reading(() -> show(visit, id, new Form(frame.messages()), null));
    }

    @POST
    @Path(ONE + "/replay")
    public Response replay(@PathParam("tenant") String slug, @PathParam("id") UUID id) {
        Visit visit = visits.console(slug, SECTION, Permission.MANAGE_METERS);
        Form form = Form.of(request, frame.messages());
        return done(visit, id, form, () -> {
            var _ = desk.replay(visit.id(), id, form.value("event").strip()).orElseThrow(NotFoundException::new);
            frame.notice("good", "deadletter.replayed");
        });
    }

    @POST
    @Path(ONE + "/discard")
    public Response discard(@PathParam("tenant") String slug, @PathParam("id") UUID id) {
        Visit visit = visits.console(slug, SECTION, Permission.MANAGE_METERS);
        Form form = Form.of(request, frame.messages());
        return done(visit, id, form, () -> {
            var _ = desk.discard(visit.id(), id, form.value("reason")).orElseThrow(NotFoundException::new);
            frame.notice("good", "deadletter.discarded");
        });
    }

    private Response done(Visit visit, UUID id, Form form, Runnable deed) {
        return reading(() -> {
            try {
                deed.run();
            } catch (SettledAlready settled) {
                frame.notice("bad", "deadletter.settled");
            } catch (WrongInput refused) {
                form.refused(refused, Map.of());
                return Response.status(REFUSED)
                        .entity(show(visit, id, form, form.value("event")))
                        .build();
            }
            return Response.seeOther(URI.create("/console/" + visit.slug() + "/dead-letters/" + id))
                    .build();
        });
    }

    private String show(Visit visit, UUID id, Form form, @Nullable String typed) {
        LetterDesk.Story story = desk.find(visit.id(), id).orElseThrow(NotFoundException::new);
        models.put("letter", story.letter());
        models.put("fate", story.fate());
        models.put(
                "form",
                typed == null || typed.isEmpty()
                        ? form.with("event", story.letter().original())
                        : form);
        models.put(
                "mayManage",
                visit.may(Permission.MANAGE_METERS) && story.letter().settledAt() == null);
        return "deadletter/detail.html";
    }

    private static <T> T reading(Supplier<T> read) {
        try {
            return read.get();
        } catch (UsageQueryInvalid wrong) {
            throw new BadRequestException(wrong);
        } catch (UsageUnavailable away) {
            throw new ServiceUnavailableException(RETRY_AFTER_SECONDS, away);
        }
    }
}
