package io.tallygate.portal.catalogue.web;

import io.tallygate.metering.meter.Environment;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.catalogue.reference.ApiReference;
import io.tallygate.portal.catalogue.reference.ReferenceReader;
import io.tallygate.portal.publishing.ApiView;
import io.tallygate.portal.publishing.Deployments;
import io.tallygate.portal.publishing.Publishing;
import io.tallygate.portal.publishing.openapi.DocumentLimits;
import io.tallygate.portal.publishing.openapi.InvalidOpenApi;
import io.tallygate.portal.publishing.openapi.OpenApiReader;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.util.List;

/// `/p/{tenant}/apis/{api}`: an API's reference, written from its document.
@Controller
@Path("/p/{tenant}/apis/{api}")
@Produces("text/html")
public class ApiPage {
    private final Visits visits;
    private final Models models;
    private final Publishing publishing;
    private final Deployments deployments;
    private final Offerings offerings;
    private final ExampleCall examples;
    private final OpenApiReader reader = new OpenApiReader(DocumentLimits.DEFAULT);

    @Inject
    public ApiPage(
            Visits visits,
            Models models,
            Publishing publishing,
            Deployments deployments,
            Offerings offerings,
            ExampleCall examples) {
        this.visits = visits;
        this.models = models;
        this.publishing = publishing;
        this.deployments = deployments;
        this.offerings = offerings;
        this.examples = examples;
    }

    @GET
    public String show(@PathParam("tenant") String slug, @PathParam("api") String name) {
        Visit visit = visits.portal(slug, "catalogue");
        ApiView view = publishing
                .bySlug(visit.id(), name)
                .filter(found -> found.api().isPublished())
                .orElseThrow(NotFoundException::new);
        models.put("api", Offerings.ApiCard.of(view));
        models.put("reference", reference(visit, view));
        models.put("gatewayUrl", examples.address(slug, view));
        models.put(
                "testUrl",
                deployments.inTest(visit.id(), List.of(view.api().id())).isEmpty()
                        ? null
                        : examples.address(slug, Environment.TEST, view));
        models.put("example", examples.of(slug, Environment.LIVE, view, null).orElse(null));
        models.put("products", offerings.selling(visit.id(), view.api().id()));
        return "catalogue/api.html";
    }

    private ApiReference reference(Visit visit, ApiView view) {
        String document = publishing.document(visit.id(), view.api().id()).orElseThrow(NotFoundException::new);
        try {
            return ReferenceReader.read(reader.tree(document));
        } catch (InvalidOpenApi broken) {
            throw new IllegalStateException("an imported document cannot be read again", broken);
        }
    }
}
