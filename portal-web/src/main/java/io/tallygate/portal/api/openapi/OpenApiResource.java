package io.tallygate.portal.api.openapi;

import io.tallygate.portal.api.WithoutToken;
import io.tallygate.portal.secret.Secret;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/// `/api/v1/openapi.json`: the document itself, for everybody.
@Section(value = "Description", about = "What this API can do, for programs.")
@Path("/openapi.json")
@Produces("application/json")
public class OpenApiResource {
    private final ServedDocument document;

    @Inject
    public OpenApiResource(ServedDocument document) {
        this.document = document;
    }

    @GET
    @WithoutToken
    @Described(value = "Describes this API", more = "This document.", answers = JsonObject.class)
    public Response read(@Context Application application, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        String text = document.of(application.getClasses());
        String tag = "\"" + Secret.sha256(text).substring(0, 16) + "\"";
        Response.ResponseBuilder response = tag.equals(ifNoneMatch) ? Response.notModified() : Response.ok(text);
        return response.header("ETag", tag).header("Cache-Control", "no-cache").build();
    }
}
