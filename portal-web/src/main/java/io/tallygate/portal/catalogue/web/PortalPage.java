package io.tallygate.portal.catalogue.web;

import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

/// `/p/{tenant}/`: a tenant's APIs, products and plans, for everybody.
@Controller
@Path("/p/{tenant}")
@Produces("text/html")
public class PortalPage {
    private final Visits visits;
    private final Models models;
    private final Offerings offerings;

    @Inject
    public PortalPage(Visits visits, Models models, Offerings offerings) {
        this.visits = visits;
        this.models = models;
        this.offerings = offerings;
    }

    @GET
    public String show(@PathParam("tenant") String slug) {
        Visit visit = visits.portal(slug, "catalogue");
        models.put("tagline", visit.tenant().tagline());
        models.put("apis", offerings.apis(visit.id()));
        models.put("products", offerings.products(visit.id()));
        return "catalogue/portal.html";
    }
}
