package io.tallygate.portal.subscription.web;

import io.tallygate.billing.subscription.AlreadySubscribed;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.application.Application;
import io.tallygate.portal.application.Applications;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.plan.PlanView;
import io.tallygate.portal.plan.Products;
import io.tallygate.portal.subscription.Applicants;
import io.tallygate.portal.subscription.Subscribing;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ForbiddenException;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/p/{tenant}/subscribe`: from a plan in the catalogue to a subscription, with an application at hand or a new one.
@Controller
@Path("/p/{tenant}/subscribe")
@Produces("text/html")
public class SubscribePage {
    private static final String VIEW = "subscription/subscribe.html";
    private static final String NEW = "new";
    private static final int MOST_APPLICATIONS = 100;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Products products;
    private final Applications applications;
    private final Applicants applicants;
    private final Subscribing subscribing;

    @Inject
    public SubscribePage(
            Visits visits,
            Frame frame,
            Models models,
            HttpServletRequest request,
            Products products,
            Applications applications,
            Applicants applicants,
            Subscribing subscribing) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.products = products;
        this.applications = applications;
        this.applicants = applicants;
        this.subscribing = subscribing;
    }

    @GET
    public String form(@PathParam("tenant") String slug, @QueryParam("plan") @Nullable UUID plan) {
        Visit visit = visits.consumer(slug, "catalogue");
        PlanView offer = offer(visit, plan);
        List<Application> own = own(visit);
        Form form = new Form(frame.messages())
                .with("application", own.isEmpty() ? NEW : own.getFirst().id());
        return show(offer, own, form);
    }

    @POST
    public Response subscribe(@PathParam("tenant") String slug) {
        Visit visit = visits.consumer(slug, "catalogue");
        Form form = Form.of(request, frame.messages());
        PlanView offer = offer(visit, form.id("plan"));
        if (!visit.may(Permission.SUBSCRIBE, visit.consumer().consumer())) {
            throw new ForbiddenException();
        }
        try {
            UUID application = subscribed(visit, offer, form);
            if (application != null) {
                frame.notice("good", "application.plans.subscribed", offer.name());
                return Response.seeOther(ApplicationPage.address(slug, application))
                        .build();
            }
        } catch (AlreadySubscribed refused) {
            form.reject("application", "application.plans.already");
        } catch (WrongInput refusal) {
            form.refused(refusal, Map.of());
        }
        return Response.status(422).entity(show(offer, own(visit), form)).build();
    }

    /// @return  the application that has the plan now; null when the form needs another look
    private @Nullable UUID subscribed(Visit visit, PlanView offer, Form form) {
        UUID chosen = form.has("application", NEW) ? created(visit, form) : chosen(form);
        if (chosen == null) {
            return null;
        }
        Subscribing.Applicant applicant = applicants
                .find(visit.id(), chosen, visit.own(Permission.SUBSCRIBE))
                .orElseThrow(NotFoundException::new);
        subscribing.subscribe(visit.id(), applicant, offer.id(), EnvironmentChoice.chosen(form), null);
        return chosen;
    }

    private @Nullable UUID created(Visit visit, Form form) {
        String name = form.required("name", 200);
        return form.wrong()
                ? null
                : applications
                        .create(visit.id(), visit.consumer().consumer(), name, "")
                        .id();
    }

    private static @Nullable UUID chosen(Form form) {
        UUID application = form.id("application");
        if (application == null) {
            form.reject("application", "frame.form.choose");
        }
        return application;
    }

    private PlanView offer(Visit visit, @Nullable UUID plan) {
        if (plan == null) {
            throw new NotFoundException();
        }
        return products.offer(visit.id(), plan, visit.consumer().consumer()).orElseThrow(NotFoundException::new);
    }

    private List<Application> own(Visit visit) {
        return applications.list(visit.id(), visit.own(Permission.SUBSCRIBE), null, MOST_APPLICATIONS);
    }

    private String show(PlanView offer, List<Application> own, Form form) {
        models.put("offer", offer);
        models.put("applications", own);
        models.put("form", form);
        models.put("environments", EnvironmentChoice.all(frame.messages()));
        return VIEW;
    }
}
