package io.tallygate.portal.catalogue.web;

import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.plan.ProductView;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

/// `/p/{tenant}/products/{product}`: a product's plans and what is in it. `{product}` is its slug or its id.
@Controller
@Path("/p/{tenant}/products/{product}")
@Produces("text/html")
public class ProductPage {
    private final Visits visits;
    private final Models models;
    private final Offerings offerings;

    @Inject
    public ProductPage(Visits visits, Models models, Offerings offerings) {
        this.visits = visits;
        this.models = models;
        this.offerings = offerings;
    }

    @GET
    public String show(@PathParam("tenant") String slug, @PathParam("product") String name) {
        Visit visit = visits.portal(slug, "catalogue");
        ProductView product = offerings.product(visit.id(), name).orElseThrow(NotFoundException::new);
        models.put("product", offerings.card(visit.id(), product));
        models.put("apis", offerings.apis(visit.id(), product.apis()));
        return "catalogue/product.html";
    }
}
