package io.tallygate.portal.payment.web;

import io.tallygate.billing.invoice.Settlement;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.payment.Payment;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.ListPage;
import io.tallygate.portal.payment.Receiving;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/console/{t}/invoices/{id}/payments`: how much of an invoice is settled, and marks it as paid.
@Controller
@Path("/console/{tenant}/invoices/{id: [0-9a-f-]{36}}/payments")
@Produces("text/html")
public class InvoicePaymentsPage {
    private static final String SECTION = "invoices";
    private static final String VIEW = "payment/invoice.html";
    private static final int REFUSED = 422;
    private static final BigDecimal MOST = new BigDecimal("999999999999");

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Receiving receiving;
    private final Clock clock;

    @Inject
    public InvoicePaymentsPage(
            Visits visits, Frame frame, Models models, HttpServletRequest request, Receiving receiving, Clock clock) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.receiving = receiving;
        this.clock = clock;
    }

    @GET
    public String read(
            @PathParam("tenant") String tenant, @PathParam("id") UUID id, @QueryParam("after") @Nullable UUID after) {
        Visit visit = visits.console(tenant, SECTION, Permission.SEE_INVOICES);
        Settlement settlement = settlement(visit, id);
        Form form = new Form(frame.messages())
                .with("amount", settlement.due().amount().toPlainString())
                .with("receivedOn", today(visit));
        return show(visit, id, settlement, after, form);
    }

    @POST
    public Response pay(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.RUN_BILLING);
        Settlement settlement = settlement(visit, id);
        Form form = Form.of(request, frame.messages());
        int digits = settlement.total().amount().scale();
        BigDecimal amount = form.decimal("amount", digits, MOST);
        LocalDate receivedOn = date(form, today(visit));
        String reference = form.optional("reference", 1000);
        if (!form.wrong() && (amount == null || amount.signum() <= 0)) {
            form.reject("amount", "payment.amount.needed");
        }
        if (form.wrong() || amount == null) {
            return Response.status(REFUSED)
                    .entity(show(visit, id, settlement, null, form))
                    .build();
        }
        Money paid = new Money(amount.setScale(digits), settlement.total().currency());
        var _ = receiving
                .pay(
                        visit.id(),
                        id,
                        paid,
                        receivedOn,
                        reference,
                        UUID.randomUUID().toString())
                .orElseThrow(NotFoundException::new);
        frame.notice("good", "payment.booked", frame.formats().money(paid.amount(), paid.currency()));
        return Response.seeOther(URI.create("/console/" + visit.slug() + "/invoices/" + id + "/payments"))
                .build();
    }

    private Settlement settlement(Visit visit, UUID id) {
        return receiving.settlement(visit.id(), id, Optional.empty()).orElseThrow(NotFoundException::new);
    }

    private String show(Visit visit, UUID id, Settlement settlement, @Nullable UUID after, Form form) {
        ListPage<Payment> page = ListPage.of(
                "/console/" + visit.slug() + "/invoices/" + id + "/payments",
                after,
                receiving.list(visit.id(), id, Optional.empty(), after, ListPage.ROWS),
                Payment::id);
        models.put("invoice", id);
        models.put("settlement", settlement);
        models.put("page", page);
        models.put("payments", page.items());
        models.put("form", form);
        models.put("mayPay", visit.may(Permission.RUN_BILLING));
        return VIEW;
    }

    private LocalDate today(Visit visit) {
        return LocalDate.ofInstant(clock.instant(), visit.tenant().timeZone());
    }

    private static LocalDate date(Form form, LocalDate today) {
        try {
            LocalDate date = LocalDate.parse(form.value("receivedOn").strip());
            if (date.isAfter(today.minusYears(20)) && !date.isAfter(today)) {
                return date;
            }
        } catch (DateTimeException wrong) {
            // refused below
        }
        form.reject("receivedOn", "payment.receivedOn.wrong");
        return today;
    }
}
