package io.tallygate.portal.catalogue.web;

import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.publishing.ApiView;
import io.tallygate.portal.publishing.Publishing;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/// `/p/{tenant}/apis/{api}/document`: the OpenAPI document of a published API, to the character as it was uploaded.
@Path("/p/{tenant}/apis/{api}/document")
public class ApiDocument {
    private final Visits visits;
    private final Publishing publishing;

    @Inject
    public ApiDocument(Visits visits, Publishing publishing) {
        this.visits = visits;
        this.publishing = publishing;
    }

    @GET
    public Response download(@PathParam("tenant") String slug, @PathParam("api") String name) {
        Visit visit = visits.portal(slug, "catalogue");
        ApiView view = publishing
                .bySlug(visit.id(), name)
                .filter(found -> found.api().isPublished())
                .orElseThrow(NotFoundException::new);
        String text = publishing.document(visit.id(), view.api().id()).orElseThrow(NotFoundException::new);
        boolean json = text.stripLeading().startsWith("{");
        return Response.ok(text, json ? "application/json;charset=utf-8" : "application/yaml;charset=utf-8")
                .header(
                        "Content-Disposition",
                        "inline; filename=\"" + view.api().slug() + (json ? ".json" : ".yaml") + "\"")
                .build();
    }
}
