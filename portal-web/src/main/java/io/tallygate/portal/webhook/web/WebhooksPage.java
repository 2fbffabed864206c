package io.tallygate.portal.webhook.web;

import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.ListPage;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.webhook.Webhook;
import io.tallygate.portal.webhook.Webhooks;
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
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/console/{t}/webhooks`: who is told of a tenant's changes, and a form for one more.
@Controller
@Path("/console/{tenant}/webhooks")
@Produces("text/html")
public class WebhooksPage {
    static final String SECTION = "webhooks";
    private static final int REFUSED = 422;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Webhooks webhooks;

    @Inject
    public WebhooksPage(Visits visits, Frame frame, Models models, HttpServletRequest request, Webhooks webhooks) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.webhooks = webhooks;
    }

    @GET
    public String list(@PathParam("tenant") String slug, @QueryParam("after") @Nullable UUID after) {
        Visit visit = visits.console(slug, SECTION, Permission.SEE_WEBHOOKS);
        ListPage<Webhook> page = ListPage.of(
                "/console/" + slug + "/webhooks", after, webhooks.list(visit.id(), after, ListPage.ROWS), Webhook::id);
        models.put("page", page);
        models.put("mayManage", visit.may(Permission.MANAGE_WEBHOOKS));
        return "webhook/list.html";
    }

    @GET
    @Path("new")
    public String form(@PathParam("tenant") String slug) {
        visits.console(slug, SECTION, Permission.MANAGE_WEBHOOKS);
        return show(new Form(frame.messages()).with("enabled", "true"));
    }

    @POST
    @Path("new")
    public Response create(@PathParam("tenant") String slug) {
        Visit visit = visits.console(slug, SECTION, Permission.MANAGE_WEBHOOKS);
        Form form = Form.of(request, frame.messages());
        try {
            Webhooks.WithSecret made = webhooks.create(visit.id(), WebhookForms.wanted(form));
            frame.keep(WebhookPage.keyOf(made.webhook().id()), made.secret());
            return Response.seeOther(URI.create(
                            "/console/" + slug + "/webhooks/" + made.webhook().id()))
                    .build();
        } catch (WrongInput refused) {
            form.refused(refused, Map.of());
            return Response.status(REFUSED).entity(show(form)).build();
        }
    }

    private String show(Form form) {
        models.put("form", form);
        models.put("types", WebhookForms.types(frame.messages()));
        return "webhook/new.html";
    }
}
