package io.tallygate.portal.subscription.web;

import io.tallygate.billing.subscription.ChangeRefused;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.plan.PlanView;
import io.tallygate.portal.plan.Products;
import io.tallygate.portal.subscription.Changing;
import io.tallygate.portal.subscription.Changing.When;
import io.tallygate.portal.subscription.Changing.Wish;
import io.tallygate.portal.subscription.Subscribing;
import io.tallygate.portal.subscription.SubscriptionView;
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
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/p/{tenant}/applications/{a}/subscriptions/{s}`: what one plan of an application is, was and will be; change it,
/// after
/// seeing what that costs, pause it, end it later.
@Controller
@Path("/p/{tenant}/applications/{application: [0-9a-f-]{36}}")
@Produces("text/html")
public class SubscriptionPage {
    private static final String VIEW = "subscription/detail.html";
    private static final String PERIOD_END = "period-end";
    private static final String ONE = "subscriptions/{subscription: [0-9a-f-]{36}}";

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Products products;
    private final Subscribing subscribing;
    private final Changing changing;

    @Inject
    public SubscriptionPage(
            Visits visits,
            Frame frame,
            Models models,
            HttpServletRequest request,
            Products products,
            Subscribing subscribing,
            Changing changing) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.products = products;
        this.subscribing = subscribing;
        this.changing = changing;
    }

    /// @param plan  another one, to see what moving there costs
    /// @param when  `now` or `period-end`
    @GET
    @Path(ONE)
    public Response read(
            @PathParam("tenant") String slug,
            @PathParam("application") UUID application,
            @PathParam("subscription") UUID id,
            @QueryParam("plan") @Nullable UUID plan,
            @QueryParam("when") @Nullable String when) {
        Visit visit = visits.person(slug, "applications");
        SubscriptionView subscription = found(visit, application, id, Permission.SEE_SUBSCRIPTIONS);
        Form form = new Form(frame.messages()).with("plan", plan).with("when", when == null ? "now" : when);
        if (plan == null) {
            return Response.ok(show(visit, application, subscription, form)).build();
        }
        try {
            Wish wish = new Wish.OtherPlan(plan, when(form));
            models.put(
                    "preview",
                    changing.preview(visit.id(), id, mine(visit), wish).orElseThrow(NotFoundException::new));
            return Response.ok(show(visit, application, subscription, form)).build();
        } catch (ChangeRefused refused) {
            form.reject("plan", "subscription.change.refused." + refused.reason());
        } catch (WrongInput refusal) {
            form.refused(refusal, Map.of());
        }
        return Response.status(409)
                .entity(show(visit, application, subscription, form))
                .build();
    }

    /// `do` says what: change, pause, resume or end.
    @POST
    @Path(ONE)
    public Response change(
            @PathParam("tenant") String slug,
            @PathParam("application") UUID application,
            @PathParam("subscription") UUID id) {
        Visit visit = visits.person(slug, "applications");
        SubscriptionView subscription = found(visit, application, id, Permission.SUBSCRIBE);
        Form form = Form.of(request, frame.messages());
        try {
            if (changing.make(visit.id(), id, mine(visit), wish(form)).isEmpty()) {
                throw new NotFoundException();
            }
            frame.notice("good", "subscription.change.done." + form.value("do"));
            return Response.seeOther(address(slug, application, id)).build();
        } catch (ChangeRefused refused) {
            form.reject(form.has("do", "change") ? "plan" : null, "subscription.change.refused." + refused.reason());
        } catch (WrongInput refusal) {
            form.refused(refusal, Map.of());
        }
        return Response.status(409)
                .entity(show(visit, application, subscription, form))
                .build();
    }

    private static Wish wish(Form form) {
        UUID plan = form.id("plan");
        return switch (form.value("do")) {
            case "pause" -> new Wish.Pause(new When.Now(), null);
            case "resume" -> new Wish.Resume(new When.Now());
            case "end" -> new Wish.End(when(form));
            case "change" -> {
                if (plan == null) {
                    throw new BadRequestException();
                }
                yield new Wish.OtherPlan(plan, when(form));
            }
            default -> throw new BadRequestException();
        };
    }

    private static When when(Form form) {
        return form.has("when", PERIOD_END) ? new When.PeriodEnd() : new When.Now();
    }

    private SubscriptionView found(Visit visit, UUID application, UUID id, Permission permission) {
        return subscribing
                .find(visit.id(), id, visit.access().visibleConsumers(permission))
                .filter(found -> found.application().equals(application))
                .orElseThrow(NotFoundException::new);
    }

    private static Optional<List<UUID>> mine(Visit visit) {
        return visit.access().visibleConsumers(Permission.SUBSCRIBE);
    }

    private String show(Visit visit, UUID application, SubscriptionView subscription, Form form) {
        List<PlanView> others = products.offers(visit.id(), subscription.product(), subscription.consumer()).stream()
                .filter(offer -> !offer.planVersion().equals(subscription.plan().planVersion()))
                .filter(offer -> offer.currency().equals(subscription.plan().currency()))
                .toList();
        models.put("subscription", subscription);
        models.put("applicationId", application);
        models.put("others", others);
        models.put("form", form);
        models.put("mayChange", subscription.active() && visit.may(Permission.SUBSCRIBE, subscription.consumer()));
        return VIEW;
    }

    private static URI address(String slug, UUID application, UUID id) {
        return URI.create("/p/" + slug + "/applications/" + application + "/subscriptions/" + id);
    }
}
