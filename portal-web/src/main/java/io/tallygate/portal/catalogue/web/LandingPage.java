package io.tallygate.portal.catalogue.web;

import io.tallygate.portal.account.Directory;
import io.tallygate.portal.account.Directory.TenantMembership;
import io.tallygate.portal.account.Person;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.Look;
import io.tallygate.portal.frame.SignedIn;
import io.tallygate.portal.tenancy.Tenants;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.List;

/// `/`: the portals of this installation, and the consoles of whoever has signed in.
@Controller
@Path("/")
@Produces("text/html")
public class LandingPage {
    private static final int MOST_PORTALS = 100;

    private final Frame frame;
    private final Models models;
    private final Tenants tenants;
    private final Directory directory;

    @Inject
    public LandingPage(Frame frame, Models models, Tenants tenants, Directory directory) {
        this.frame = frame;
        this.models = models;
        this.tenants = tenants;
        this.directory = directory;
    }

    public record Portal(String slug, String name, String tagline, String monogram) {}

    public record Console(String slug, String name) {}

    @GET
    public String show() {
        models.put(
                "portals",
                tenants.publicPortals(MOST_PORTALS).stream()
                        .map(found -> new Portal(
                                found.slug(),
                                found.name(),
                                found.tagline(),
                                new Look(found.slug(), found.name(), found.accent()).monogram()))
                        .toList());
        models.put("consoles", consoles());
        return "catalogue/landing.html";
    }

    private List<Console> consoles() {
        SignedIn visitor = frame.getPerson();
        if (visitor == null) {
            return List.of();
        }
        List<TenantMembership> staffed = directory
                .memberships(new Person(visitor.subject(), visitor.email(), visitor.name()), null)
                .tenants();
        return staffed.stream()
                .map(member -> new Console(member.tenant(), member.name()))
                .toList();
    }
}
