package io.tallygate.portal.state.web;

import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.frame.Fault;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.UploadedPart;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.state.Change;
import io.tallygate.portal.state.ChangedMeanwhile;
import io.tallygate.portal.state.Comparison;
import io.tallygate.portal.state.Selector;
import io.tallygate.portal.state.State;
import io.tallygate.portal.state.StatesAtOnce;
import jakarta.inject.Inject;
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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// `/console/{t}/state`: the whole tenant as one document, to take away, and to bring back: compared first, and then
/// exactly what was compared is applied to exactly the state that it was compared with.
@Controller
@Path("/console/{tenant}/state")
@Produces("text/html")
public class StatePage {
    private static final String VIEW = "state/state.html";
    private static final String DIFFERENCE = "state/difference.html";
    private static final String SECTION = "state";
    private static final int REFUSED = 422;
    /// The page's hint says so too. What is compared is carried by the next form as JSON, which must fit as well.
    private static final int MOST_BYTES = 3 * 1024 * 1024;

    private static final int MOST_CARRIED = 7 * 1024 * 1024;
    /// Rows on the page; the count is of all.
    private static final int MOST_ROWS = 200;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final State state;
    private final StatesAtOnce places;

    @Inject
    public StatePage(
            Visits visits, Frame frame, Models models, HttpServletRequest request, State state, StatesAtOnce places) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.state = state;
        this.places = places;
    }

    /// The state became another between comparing and applying.
    private static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @GET
    public String show(@PathParam("tenant") String tenant) {
        Visit visit = visits.console(tenant, SECTION, Permission.SEE_STATE);
        return show(visit, new Form(frame.messages()), List.of());
    }

    /// Says what applying a document would do.
    @POST
    @Path("/difference")
    public Response compare(@PathParam("tenant") String tenant) {
        Visit visit = visits.console(tenant, SECTION, Permission.SEE_STATE);
        Form form = Form.of(request, frame.messages());
        byte[] file = UploadedPart.read(request, "file", MOST_BYTES);
        String field = file == null ? "document" : "file";
        String text = file == null ? typed(form, "document", MOST_BYTES) : text(file);
        form.with("document", file == null ? text : "");
        if (text.isBlank()) {
            form.reject("file", "state.needed");
        } else if (text.length() > MOST_BYTES) {
            form.reject(field, "state.large");
        }
        return compare(visit, form, field, text);
    }

    private Response compare(Visit visit, Form form, String field, String text) {
        List<WrongInput.Member> faults = List.of();
        if (!form.wrong()) {
            try {
                JsonObject document = StateText.either(text);
                Comparison found =
                        places.hold(() -> state.compare(visit.access(), document, Selector.EVERYTHING, prune(form)));
                return Response.ok(difference(visit, form, document.toString(), found))
                        .build();
            } catch (ApiProblem unreadable) {
                form.reject(field, "state.unreadable", unreadable.detail());
            } catch (WrongInput wrong) {
                faults = wrong.members();
            } catch (StatesAtOnce.NoPlace busy) {
                form.reject(null, "state.busy");
            }
        }
        return Response.status(REFUSED).entity(show(visit, form, faults)).build();
    }

    /// Does what was compared.
    @POST
    @Path("/apply")
    public Response apply(@PathParam("tenant") String tenant) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_STATE);
        Form form = Form.of(request, frame.messages());
        String seen = form.value("seen");
        // the JSON that the page wrote itself, on one line
        String carried = typed(form, "carried", MOST_CARRIED);
        List<WrongInput.Member> faults = List.of();
        try {
            JsonObject document = StateText.json(carried);
            Comparison done =
                    places.hold(() -> state.apply(visit.access(), document, Selector.EVERYTHING, prune(form), now -> {
                        if (!now.equals(seen)) {
                            throw new Overtaken();
                        }
                    }));
            frame.notice("good", "state.applied", done.changes().size());
            return Response.seeOther(URI.create("/console/" + visit.slug() + "/state"))
                    .build();
        } catch (Overtaken | ChangedMeanwhile another) {
            models.put("overtaken", true);
            return compare(visit, form, "document", carried);
        } catch (ApiProblem unreadable) {
            form.reject("file", "state.needed");
        } catch (WrongInput wrong) {
            faults = wrong.members();
        } catch (StatesAtOnce.NoPlace busy) {
            form.reject(null, "state.busy");
        }
        return Response.status(REFUSED).entity(show(visit, form, faults)).build();
    }

    private String show(Visit visit, Form form, List<WrongInput.Member> faults) {
        models.put("form", form);
        models.put(
                "faults",
                faults.stream()
                        .map(fault ->
                                new Fault(fault.pointer(), frame.messages().text(fault.reason())))
                        .toList());
        models.put("mayApply", visit.may(Permission.MANAGE_STATE));
        return VIEW;
    }

    private String difference(Visit visit, Form form, String document, Comparison found) {
        models.put("form", form);
        models.put("carried", document);
        models.put("seen", found.stateTag());
        models.put("prune", prune(form));
        models.put("total", found.changes().size());
        models.put("made", found.count(Change.Action.CREATE));
        models.put("changed", found.count(Change.Action.UPDATE) + found.count(Change.Action.RENAME));
        models.put("deleted", found.count(Change.Action.DELETE));
        models.put(
                "changes",
                found.changes().stream()
                        .limit(MOST_ROWS)
                        .map(change -> ChangeRow.of(change, frame.messages()))
                        .toList());
        models.put("mayApply", visit.may(Permission.MANAGE_STATE));
        return DIFFERENCE;
    }

    private static boolean prune(Form form) {
        return form.has("prune", "true");
    }

    private String typed(Form form, String name, int most) {
        byte[] part = UploadedPart.read(request, name, most);
        return part == null ? form.value(name) : text(part);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
