package io.tallygate.portal.catalogue.web;

import io.tallygate.portal.frame.Accent;
import io.tallygate.portal.tenancy.Tenant;
import io.tallygate.portal.tenancy.Tenants;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/// `/p/{tenant}/look.css`: the tenant's colours. Its pages name a version, so browsers keep it for ever.
@Path("/p/{tenant}/look.css")
public class LookSheet {
    private final Tenants tenants;

    @Inject
    public LookSheet(Tenants tenants) {
        this.tenants = tenants;
    }

    @GET
    public Response sheet(@PathParam("tenant") String slug, @QueryParam("v") @Nullable String version) {
        Tenant tenant = tenants.bySlug(slug).orElseThrow(NotFoundException::new);
        return Response.ok(Accent.of(tenant.accent()).css(), "text/css;charset=utf-8")
                .header(
                        "Cache-Control",
                        version == null ? "public, max-age=300" : "public, max-age=31536000, immutable")
                .build();
    }
}
