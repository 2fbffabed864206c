package io.tallygate.portal.consumer.web;

import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.consumer.Consumer;
import io.tallygate.portal.consumer.Consumers;
import io.tallygate.portal.consumer.NewConsumer;
import io.tallygate.portal.frame.Choices;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.LocalPath;
import io.tallygate.portal.input.WrongInput;
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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/p/{tenant}/join`: whoever has signed in registers an organisation of their own, and goes on where they wanted to.
@Controller
@Path("/p/{tenant}/join")
@Produces("text/html")
public class JoinPage {
    private static final String VIEW = "consumer/join.html";

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Consumers consumers;

    @Inject
    public JoinPage(Visits visits, Frame frame, Models models, HttpServletRequest request, Consumers consumers) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.consumers = consumers;
    }

    @GET
    public String form(@PathParam("tenant") String slug, @QueryParam("return") @Nullable String back) {
        Visit visit = visits.person(slug, "applications");
        Form form = new Form(frame.messages())
                .with("return", back)
                .with("country", visit.tenant().country())
                .with("timeZone", visit.tenant().timeZone().getId());
        return show(form);
    }

    @POST
    public Response join(@PathParam("tenant") String slug) {
        Visit visit = visits.person(slug, "applications");
        Form form = Form.of(request, frame.messages());
        form.required("name", 200);
        form.optional("legalName", 300);
        if (!form.wrong()) {
            try {
                Consumer made = consumers.join(visit.id(), wanted(form), visit.person());
                frame.notice("good", "consumer.join.done", made.name());
                String back = form.value("return");
                return Response.seeOther(URI.create(
                                back.isEmpty()
                                        ? "/p/" + slug + "/applications"
                                        : LocalPath.of(back).value()))
                        .build();
            } catch (WrongInput wrong) {
                form.refused(wrong, Map.of());
            }
        }
        return Response.status(422).entity(show(form)).build();
    }

    private static NewConsumer wanted(Form form) {
        List<String> address = form.value("address")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return new NewConsumer(
                form.value("name"),
                form.value("legalName"),
                address,
                form.value("country"),
                form.value("timeZone"),
                List.of());
    }

    private String show(Form form) {
        models.put("form", form);
        models.put("countries", Choices.countries(frame.locale()));
        models.put("timeZones", Choices.timeZones());
        return VIEW;
    }
}
