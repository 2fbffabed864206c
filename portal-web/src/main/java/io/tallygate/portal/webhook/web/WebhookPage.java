package io.tallygate.portal.webhook.web;

import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.ListPage;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.tenancy.TenantTransactions;
import io.tallygate.portal.webhook.Delivery;
import io.tallygate.portal.webhook.TooManyWaiting;
import io.tallygate.portal.webhook.Webhook;
import io.tallygate.portal.webhook.WebhookDisabled;
import io.tallygate.portal.webhook.WebhookLimits;
import io.tallygate.portal.webhook.Webhooks;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/console/{t}/webhooks/{id}`: one webhook, what it was told and how that went. A secret is on the page that follows
/// its making, once.
@Controller
@Path("/console/{tenant}/webhooks/{id: [0-9a-f-]{36}}")
@Produces("text/html")
public class WebhookPage {
    private static final String DELIVERY = "deliveries/{delivery: [0-9a-f-]{36}}";
    private static final int REFUSED = 422;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Webhooks webhooks;
    private final TenantTransactions transactions;
    private final Clock clock;

    @Inject
    public WebhookPage(
            Visits visits,
            Frame frame,
            Models models,
            HttpServletRequest request,
            Webhooks webhooks,
            TenantTransactions transactions,
            Clock clock) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.webhooks = webhooks;
        this.transactions = transactions;
        this.clock = clock;
    }

    static String keyOf(UUID webhook) {
        return "secret of webhook " + webhook;
    }

    @GET
    public Response read(
            @PathParam("tenant") String slug, @PathParam("id") UUID id, @QueryParam("after") @Nullable UUID after) {
        Visit visit = visits.console(slug, WebhooksPage.SECTION, Permission.SEE_WEBHOOKS);
        Webhook webhook = webhooks.find(visit.id(), id).orElseThrow(NotFoundException::new);
        Form form = WebhookForms.filled(new Form(frame.messages()), webhook);
        String secret = (String) frame.take(keyOf(id));
        return Response.ok(show(visit, webhook, form, after, secret))
                .header("Cache-Control", "no-store")
                .build();
    }

    @POST
    public Response change(@PathParam("tenant") String slug, @PathParam("id") UUID id) {
        Visit visit = manager(slug);
        Form form = Form.of(request, frame.messages());
        return onHeld(visit, id, form, held -> {
            webhooks.change(visit.id(), held, WebhookForms.wanted(form));
            frame.notice("good", "webhook.changed");
        });
    }

    @POST
    @Path("rotate")
    public Response rotate(@PathParam("tenant") String slug, @PathParam("id") UUID id) {
        Visit visit = manager(slug);
        return onHeld(
                visit,
                id,
                Form.of(request, frame.messages()),
                held -> frame.keep(
                        keyOf(id), webhooks.rotate(visit.id(), held, null).secret()));
    }

    @POST
    @Path("delete")
    public Response delete(@PathParam("tenant") String slug, @PathParam("id") UUID id) {
        Visit visit = manager(slug);
        Response answer = onHeld(visit, id, Form.of(request, frame.messages()), webhooks::delete);
        if (answer.getStatus() == REFUSED) {
            return answer;
        }
        frame.notice("good", "webhook.deleted");
        return Response.seeOther(URI.create("/console/" + slug + "/webhooks")).build();
    }

    @POST
    @Path("test")
    public Response test(@PathParam("tenant") String slug, @PathParam("id") UUID id) {
        Visit visit = manager(slug);
        return onEnabled(visit, id, () -> {
            var _ = webhooks.ping(visit.id(), id).orElseThrow(NotFoundException::new);
            frame.notice("good", "webhook.tested");
        });
    }

    @POST
    @Path("replay")
    public Response replayFailed(@PathParam("tenant") String slug, @PathParam("id") UUID id) {
        Visit visit = manager(slug);
        return onEnabled(visit, id, () -> {
            int replayed = webhooks.replayFailed(visit.id(), id, clock.instant().minus(WebhookLimits.KEPT))
                    .orElseThrow(NotFoundException::new);
            frame.notice("good", "webhook.replayed", replayed);
        });
    }

    @GET
    @Path(DELIVERY)
    public String delivery(
            @PathParam("tenant") String slug, @PathParam("id") UUID id, @PathParam("delivery") UUID delivery) {
        Visit visit = visits.console(slug, WebhooksPage.SECTION, Permission.SEE_WEBHOOKS);
        models.put("webhook", webhooks.find(visit.id(), id).orElseThrow(NotFoundException::new));
        models.put("story", webhooks.delivery(visit.id(), id, delivery).orElseThrow(NotFoundException::new));
        models.put("mayManage", visit.may(Permission.MANAGE_WEBHOOKS));
        return "webhook/delivery.html";
    }

    @POST
    @Path(DELIVERY + "/replay")
    public Response replay(
            @PathParam("tenant") String slug, @PathParam("id") UUID id, @PathParam("delivery") UUID delivery) {
        Visit visit = manager(slug);
        return onEnabled(visit, id, () -> {
            var _ = webhooks.replay(visit.id(), id, delivery).orElseThrow(NotFoundException::new);
            frame.notice("good", "webhook.replayed", 1);
        });
    }

    private Visit manager(String slug) {
        return visits.console(slug, WebhooksPage.SECTION, Permission.MANAGE_WEBHOOKS);
    }

    private interface Change {
        void on(Webhook held);
    }

    private Response onHeld(Visit visit, UUID id, Form form, Change change) {
        try {
            boolean done = transactions.inTenant(visit.id(), () -> {
                Webhook held = webhooks.hold(id).orElseThrow(NotFoundException::new);
                if (form.isFor(WebhookJson.tag(held))) {
                    change.on(held);
                    return true;
                }
                return false;
            });
            if (done) {
                return back(visit, id);
            }
        } catch (WrongInput refused) {
            form.refused(refused, Map.of());
        }
        Webhook webhook = webhooks.find(visit.id(), id).orElseThrow(NotFoundException::new);
        return Response.status(REFUSED)
                .entity(show(visit, webhook, form.forVersion(WebhookJson.tag(webhook)), null, null))
                .build();
    }

    private Response onEnabled(Visit visit, UUID id, Runnable work) {
        try {
            work.run();
        } catch (WebhookDisabled off) {
            frame.notice("bad", "webhook.off");
        } catch (TooManyWaiting full) {
            frame.notice("bad", "webhook.full", WebhookLimits.WAITING);
        }
        return back(visit, id);
    }

    private static Response back(Visit visit, UUID id) {
        return Response.seeOther(URI.create("/console/" + visit.slug() + "/webhooks/" + id))
                .build();
    }

    private String show(Visit visit, Webhook webhook, Form form, @Nullable UUID after, @Nullable String secret) {
        List<Delivery> found = webhooks.deliveries(visit.id(), webhook.id(), null, after, ListPage.ROWS);
        models.put(
                "page",
                ListPage.of("/console/" + visit.slug() + "/webhooks/" + webhook.id(), after, found, Delivery::id));
        models.put("webhook", webhook);
        models.put("condition", webhooks.condition(visit.id(), webhook.id()));
        models.put("now", clock.instant());
        models.put("form", form);
        models.put("secret", secret);
        models.put("tag", WebhookJson.tag(webhook));
        models.put("types", WebhookForms.types(frame.messages()));
        models.put("mayManage", visit.may(Permission.MANAGE_WEBHOOKS));
        return "webhook/detail.html";
    }
}
