package io.tallygate.portal.lifecycle.web;

import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.lifecycle.erase.Erasure;
import io.tallygate.portal.lifecycle.erase.ErasureTerms;
import io.tallygate.portal.lifecycle.erase.Erasures;
import jakarta.inject.Inject;
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

/// `/console/{t}/settings/erase`: an owner asks for the end of it all, by typing its name, and takes that back.
@Controller
@Path("/console/{tenant}/settings/erase")
@Produces("text/html")
public class ErasurePage {
    private static final String VIEW = "lifecycle/erase.html";
    private static final String SECTION = "settings";
    private static final int REFUSED = 422;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Erasures erasures;
    private final ErasureTerms terms;

    @Inject
    public ErasurePage(
            Visits visits,
            Frame frame,
            Models models,
            HttpServletRequest request,
            Erasures erasures,
            ErasureTerms terms) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.erasures = erasures;
        this.terms = terms;
    }

    @GET
    public String show(@PathParam("tenant") String tenant) {
        Visit visit = visits.console(tenant, SECTION, Permission.ERASE_TENANT);
        return show(visit, new Form(frame.messages()));
    }

    @POST
    public Response ask(@PathParam("tenant") String tenant) {
        Visit visit = visits.consoleSuspended(tenant, SECTION, Permission.ERASE_TENANT);
        Form form = Form.of(request, frame.messages());
        try {
            erasures.ask(visit.id(), Erasure.By.OWNER, form.value("slug"), false);
            frame.notice("warn", "lifecycle.erase.asked");
            return back(visit);
        } catch (WrongInput another) {
            form.reject("slug", "lifecycle.erase.another", visit.slug());
            return Response.status(REFUSED).entity(show(visit, form)).build();
        }
    }

    @POST
    @Path("/cancel")
    public Response cancel(@PathParam("tenant") String tenant) {
        Visit visit = visits.consoleSuspended(tenant, SECTION, Permission.ERASE_TENANT);
        if (erasures.cancel(visit.id())) {
            frame.notice("good", "lifecycle.erase.cancelled");
        }
        return back(visit);
    }

    private String show(Visit visit, Form form) {
        models.put("form", form);
        models.put("days", terms.grace().toDays());
        models.put("erasure", erasures.of(visit.id()).orElse(null));
        return VIEW;
    }

    private static Response back(Visit visit) {
        return Response.seeOther(URI.create("/console/" + visit.slug() + "/settings/erase"))
                .build();
    }
}
