package io.tallygate.portal.tenancy.web;

import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.tenancy.Limits;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

/// `/console/{t}/settings/limits`: what the tenant may have, and how near it is to that.
@Controller
@Path("/console/{tenant}/settings/limits")
@Produces("text/html")
public class LimitsPage {
    private static final int NEAR_PERCENT = 80;

    private final Visits visits;
    private final Models models;
    private final Limits limits;

    @Inject
    public LimitsPage(Visits visits, Models models, Limits limits) {
        this.visits = visits;
        this.models = models;
        this.limits = limits;
    }

    /// @param tone  the badge's colour; empty while there is much room
    public record Row(String name, long used, long allowed, long percent, String tone, boolean ownNumber) {
        static Row of(Limits.Standing standing) {
            long percent = standing.allowed() == 0 ? 100 : Math.min(100, standing.used() * 100 / standing.allowed());
            return new Row(
                    standing.limit().wireName(),
                    standing.used(),
                    standing.allowed(),
                    percent,
                    percent >= 100 ? "bad" : percent >= NEAR_PERCENT ? "warn" : "good",
                    standing.ownNumber());
        }
    }

    @GET
    public String show(@PathParam("tenant") String tenant) {
        Visit visit = visits.console(tenant, "settings");
        models.put("limits", limits.of(visit.id()).stream().map(Row::of).toList());
        return "tenancy/limits.html";
    }
}
