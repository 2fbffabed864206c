package io.tallygate.portal.web;

import io.tallygate.portal.catalogue.reference.ApiReference;
import io.tallygate.portal.catalogue.reference.ApiReference.Group;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// `/api`: what the control API is, and what it can do by subject; `/api/{group}`: the reference of one subject, as
/// tenants' APIs have it. Both are written from the document that is served at `/api/v1/openapi.json`.
@Controller
@Path("/api")
@Produces("text/html")
public class ControlApiPage {
    private final Models models;
    private final ControlApiReference served;
    private final String address;

    @Inject
    public ControlApiPage(
            Models models,
            ControlApiReference served,
            @ConfigProperty(name = "TALLYGATE_PORTAL_URL", defaultValue = "http://localhost:9080") String portal) {
        this.models = models;
        this.served = served;
        this.address = portal + "/api/v1";
    }

    @GET
    public String show() {
        put(served.read());
        return "catalogue/control-api.html";
    }

    /// @param anchor  of the group, as the overview links it
    @GET
    @Path("/{group: group-[A-Za-z0-9-]+}")
    public String group(@PathParam("group") String anchor) {
        ApiReference reference = served.read();
        put(reference);
        models.put(
                "group",
                reference.groups().stream()
                        .filter(group -> group.anchor().equals(anchor))
                        .findFirst()
                        .orElseThrow(NotFoundException::new));
        return "catalogue/control-api-group.html";
    }

    private void put(ApiReference reference) {
        models.put("reference", reference);
        models.put(
                "operations",
                reference.groups().stream()
                        .map(Group::operations)
                        .mapToInt(List::size)
                        .sum());
        models.put("address", address);
        models.put("example", "curl -H 'Authorization: Bearer YOUR_TOKEN' '" + address + "/tenants'");
    }
}
