package io.tallygate.portal.credit.web;

import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.credit.Credits;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// `/p/{t}/credit`: what the visitor's organisations have prepaid, and how it burns.
@Controller
@Path("/p/{tenant}/credit")
@Produces("text/html")
public class ConsumerCreditPage {
    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final Credits credits;

    @Inject
    public ConsumerCreditPage(Visits visits, Frame frame, Models models, Credits credits) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.credits = credits;
    }

    @GET
    public String read(@PathParam("tenant") String tenant) {
        Visit visit = visits.consumer(tenant, "invoices");
        List<UUID> own = visit.own(Permission.SEE_INVOICES).orElse(List.of());
        List<Credits.Standing> accounts = new ArrayList<>();
        for (Access.ConsumerMembership membership : visit.access().consumers()) {
            if (own.contains(membership.consumer())) {
                accounts.addAll(credits.of(visit.id(), membership.consumer(), null));
            }
        }
        models.put("accounts", accounts);
        models.put("consumer", visit.consumer());
        models.put("mayGrant", false);
        models.put("form", new Form(frame.messages()));
        return "credit/credit.html";
    }
}
