package io.tallygate.portal.subscription.web;

import io.tallygate.billing.subscription.AlreadySubscribed;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.application.Application;
import io.tallygate.portal.application.Applications;
import io.tallygate.portal.catalogue.web.Offerings;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.subscription.Applicants;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An application's way onto a plan and off it: `…/plans` shows what is on sale, `…/subscriptions` takes the choice.
@Controller
@Path("/p/{tenant}/applications/{application: [0-9a-f-]{36}}")
@Produces("text/html")
public class PlansPage {
    private static final String VIEW = "application/plans.html";

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Applications applications;
    private final Applicants applicants;
    private final Subscribing subscribing;
    private final Offerings offerings;

    @Inject
    public PlansPage(
            Visits visits,
            Frame frame,
            Models models,
            HttpServletRequest request,
            Applications applications,
            Applicants applicants,
            Subscribing subscribing,
            Offerings offerings) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.applications = applications;
        this.applicants = applicants;
        this.subscribing = subscribing;
        this.offerings = offerings;
    }

    @GET
    @Path("plans")
    public String choose(
            @PathParam("tenant") String slug,
            @PathParam("application") UUID id,
            @QueryParam("environment") @Nullable String environment) {
        Visit visit = visits.person(slug, "applications");
        return show(visit, id, new Form(frame.messages()).with("environment", environment));
    }

    @POST
    @Path("subscriptions")
    public Response subscribe(@PathParam("tenant") String slug, @PathParam("application") UUID id) {
        Visit visit = visits.person(slug, "applications");
        Subscribing.Applicant applicant =
                applicants.find(visit.id(), id, mine(visit)).orElseThrow(NotFoundException::new);
        Form form = Form.of(request, frame.messages());
        UUID plan = form.id("plan");
        if (plan == null) {
            throw new BadRequestException();
        }
        try {
            SubscriptionView made =
                    subscribing.subscribe(visit.id(), applicant, plan, EnvironmentChoice.chosen(form), null);
            frame.notice("good", "application.plans.subscribed", made.plan().name());
            return Response.seeOther(ApplicationPage.address(slug, id)).build();
        } catch (AlreadySubscribed refused) {
            form.reject(null, "application.plans.already");
        } catch (WrongInput refusal) {
            form.refused(refusal, Map.of("plan", ""));
        }
        return Response.status(409).entity(show(visit, id, form)).build();
    }

    @POST
    @Path("subscriptions/{subscription}/cancel")
    public Response cancel(
            @PathParam("tenant") String slug,
            @PathParam("application") UUID id,
            @PathParam("subscription") UUID subscription) {
        Visit visit = visits.person(slug, "applications");
        boolean ended = subscribing
                .find(visit.id(), subscription, mine(visit))
                .filter(found -> found.application().equals(id))
                .flatMap(found -> subscribing.cancel(visit.id(), found.id(), mine(visit)))
                .isPresent();
        if (!ended) {
            throw new NotFoundException();
        }
        frame.notice("good", "application.plans.cancelled");
        return Response.seeOther(ApplicationPage.address(slug, id)).build();
    }

    private static Optional<List<UUID>> mine(Visit visit) {
        return visit.access().visibleConsumers(Permission.SUBSCRIBE);
    }

    private String show(Visit visit, UUID id, Form form) {
        Application application = applications.find(visit.id(), id, mine(visit)).orElseThrow(NotFoundException::new);
        models.put("app", application);
        models.put("form", form);
        models.put("environment", EnvironmentChoice.chosen(form).wireName());
        models.put("environments", EnvironmentChoice.all(frame.messages()));
        models.put("products", offerings.onSale(visit.id(), application.consumerId()));
        return VIEW;
    }
}
