package io.tallygate.portal.consumer.web;

import io.tallygate.portal.account.ConsumerRole;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.consumer.Consumer;
import io.tallygate.portal.consumer.Consumers;
import io.tallygate.portal.consumer.NewConsumer;
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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/console/{t}/consumers`: the organisations that use a tenant's APIs.
@Controller
@Path("/console/{tenant}/consumers")
@Produces("text/html")
public class ConsumersPage {
    private static final String SECTION = "consumers";
    private static final int REFUSED = 422;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Consumers consumers;

    @Inject
    public ConsumersPage(Visits visits, Frame frame, Models models, HttpServletRequest request, Consumers consumers) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.consumers = consumers;
    }

    @GET
    public String list(@PathParam("tenant") String tenant, @QueryParam("after") @Nullable UUID after) {
        Visit visit = visits.console(tenant, SECTION, Permission.SEE_CONSUMER);
        ListPage<Consumer> page = ListPage.of(
                address(visit),
                after,
                consumers.list(visit.id(), Optional.empty(), after, ListPage.ROWS),
                Consumer::id);
        models.put("mayManage", visit.may(Permission.MANAGE_CONSUMERS));
        models.put("page", page);
        models.put("consumers", page.items());
        return "consumer/list.html";
    }

    @GET
    @Path("/new")
    public String blank(@PathParam("tenant") String tenant) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_CONSUMERS);
        return show(new Form(frame.messages())
                .with("country", visit.tenant().country())
                .with("timeZone", visit.tenant().timeZone().getId()));
    }

    @POST
    public Response add(@PathParam("tenant") String tenant) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_CONSUMERS);
        Form form = Form.of(request, frame.messages());
        NewConsumer wanted = new NewConsumer(
                form.required("name", 200),
                form.optional("legalName", 300),
                form.value("address").lines().toList(),
                form.value("country"),
                form.value("timeZone"),
                List.of(new NewConsumer.NewMember(form.mail("owner"), ConsumerRole.OWNER.wireName())));
        if (!form.wrong()) {
            try {
                Consumer made = consumers.create(visit.id(), wanted);
                frame.notice("good", "consumer.new.done", made.name());
                return Response.seeOther(URI.create(address(visit) + "/" + made.id()))
                        .build();
            } catch (WrongInput refused) {
                form.refused(refused, Map.of("members", "owner"));
            }
        }
        return Response.status(REFUSED).entity(show(form)).build();
    }

    private String show(Form form) {
        models.put("form", form);
        models.put("countries", Choices.countries(frame.locale()));
        models.put("timeZones", Choices.timeZones());
        return "consumer/new.html";
    }

    private static String address(Visit visit) {
        return "/console/" + visit.slug() + "/consumers";
    }
}
