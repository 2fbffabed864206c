package io.tallygate.portal.credit.web;

import io.tallygate.billing.ledger.GrantOrigin;
import io.tallygate.billing.ledger.NewGrant;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.consumer.Consumer;
import io.tallygate.portal.consumer.Consumers;
import io.tallygate.portal.credit.Credits;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/console/{t}/consumers/{id}/credit`: what a consumer has prepaid; gives it more, and takes back.
@Controller
@Path("/console/{tenant}/consumers/{id: [0-9a-f-]{36}}/credit")
@Produces("text/html")
public class CreditPage {
    private static final String SECTION = "consumers";
    private static final int REFUSED = 422;
    private static final BigDecimal MOST = new BigDecimal("999999999999");
    private static final int MOST_PRIORITY = 1_000;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Credits credits;
    private final Consumers consumers;
    private final Clock clock;

    @Inject
    public CreditPage(
            Visits visits,
            Frame frame,
            Models models,
            HttpServletRequest request,
            Credits credits,
            Consumers consumers,
            Clock clock) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.credits = credits;
        this.consumers = consumers;
        this.clock = clock;
    }

    @GET
    public String read(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.SEE_INVOICES);
        return show(visit, consumer(visit, id), new Form(frame.messages()));
    }

    @POST
    public Response grant(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.RUN_BILLING);
        Consumer consumer = consumer(visit, id);
        Form form = Form.of(request, frame.messages());
        Currency currency = visit.tenant().currency();
        String name = form.required("name", NewGrant.MAX_NAME);
        BigDecimal amount = form.decimal("amount", currency.getDefaultFractionDigits(), MOST);
        Long priority = form.wholeNumber("priority", 0, MOST_PRIORITY);
        Instant expiresAt = expiry(form, visit);
        if (amount != null && amount.signum() == 0) {
            form.reject("amount", "credit.amount.needed");
        }
        if (form.wrong() || amount == null) {
            return Response.status(REFUSED).entity(show(visit, consumer, form)).build();
        }
        NewGrant plain = NewGrant.of(name, amount, GrantOrigin.PROMOTIONAL);
        credits.grant(
                visit.id(),
                id,
                currency,
                UUID.randomUUID(),
                new NewGrant(
                        name,
                        amount,
                        priority == null ? plain.priority() : priority.intValue(),
                        GrantOrigin.PROMOTIONAL,
                        null,
                        expiresAt,
                        Set.of(),
                        null));
        frame.notice("good", "credit.granted", frame.formats().money(amount, currency));
        return back(visit, id);
    }

    @POST
    @Path("/{account: [0-9a-f-]{36}}/{grant: [0-9a-f-]{36}}/void")
    public Response takeBack(
            @PathParam("tenant") String tenant,
            @PathParam("id") UUID id,
            @PathParam("account") UUID account,
            @PathParam("grant") UUID grant) {
        Visit visit = visits.console(tenant, SECTION, Permission.RUN_BILLING);
        var _ = credits.voidGrant(visit.id(), account, grant).orElseThrow(NotFoundException::new);
        frame.notice("good", "credit.voided");
        return back(visit, id);
    }

    private Consumer consumer(Visit visit, UUID id) {
        return consumers.find(visit.id(), id).orElseThrow(NotFoundException::new);
    }

    private static Response back(Visit visit, UUID id) {
        return Response.seeOther(URI.create("/console/" + visit.slug() + "/consumers/" + id + "/credit"))
                .build();
    }

    private String show(Visit visit, Consumer consumer, Form form) {
        models.put("accounts", credits.of(visit.id(), consumer.id(), null));
        models.put("consumer", consumer);
        models.put("currency", visit.tenant().currency());
        models.put("mayGrant", visit.may(Permission.RUN_BILLING));
        models.put("form", form);
        return "credit/credit.html";
    }

    /// To the end of the day, in the tenant's time zone.
    private @Nullable Instant expiry(Form form, Visit visit) {
        String text = form.value("expiresOn").strip();
        if (text.isEmpty()) {
            return null;
        }
        try {
            Instant end = LocalDate.parse(text)
                    .plusDays(1)
                    .atStartOfDay(visit.tenant().timeZone())
                    .toInstant();
            if (end.isAfter(clock.instant()) && end.isBefore(clock.instant().plusSeconds(100L * 366 * 86_400))) {
                return end;
            }
        } catch (DateTimeException wrong) {
            // refused below
        }
        form.reject("expiresOn", "credit.expiresOn.wrong");
        return null;
    }
}
