package io.tallygate.portal.invoice.web;

import io.tallygate.billing.invoice.CreditNote;
import io.tallygate.billing.invoice.CreditNotes;
import io.tallygate.billing.invoice.InvoiceSummary;
import io.tallygate.billing.invoice.IssuedInvoice;
import io.tallygate.billing.invoice.MoreThanIsLeft;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import io.tallygate.metering.reading.UsageUnavailable;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Formats;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.ListPage;
import io.tallygate.portal.invoice.CreditNoteDesk;
import io.tallygate.portal.invoice.InvoiceMails;
import io.tallygate.portal.invoice.Invoicing;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/console/{t}/invoices`: what a tenant has billed.
@Path("/console/{tenant}/invoices")
@Produces("text/html")
public class ConsoleInvoicesPage {
    private static final String SECTION = "invoices";
    private static final int REFUSED = 422;
    private static final BigDecimal MOST = new BigDecimal("999999999999");

    public record Option(String value, String label) {}

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Invoicing invoicing;
    private final CreditNoteDesk notes;
    private final InvoiceMails mails;
    private final InvoiceModel invoices;

    @Inject
    public ConsoleInvoicesPage(
            Visits visits,
            Frame frame,
            Models models,
            HttpServletRequest request,
            Invoicing invoicing,
            CreditNoteDesk notes,
            InvoiceMails mails,
            InvoiceModel invoices) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.invoicing = invoicing;
        this.notes = notes;
        this.mails = mails;
        this.invoices = invoices;
    }

    /// Newest first; of one consumer what is upcoming stands above.
    /// @param consumer  null: of all
    @Controller
    @GET
    public String list(
            @PathParam("tenant") String tenant,
            @QueryParam("consumer") @Nullable UUID consumer,
            @QueryParam("after") @Nullable UUID after) {
        Visit visit = visits.console(tenant, SECTION, Permission.SEE_INVOICES);
        Optional<List<UUID>> only = Optional.ofNullable(consumer).map(List::of);
        ListPage<InvoiceSummary> page = ListPage.of(
                "/console/" + visit.slug() + "/invoices" + (consumer == null ? "" : "?consumer=" + consumer),
                after,
                invoicing.list(visit.id(), only, after, ListPage.ROWS),
                InvoiceSummary::id);
        Formats formats = frame.formats();
        models.put("page", page);
        models.put("running", consumer == null || after != null ? List.of() : running(visit, consumer, formats));
        models.put(
                "invoices",
                page.items().stream()
                        .map(invoice -> InvoiceModel.row(invoice, formats))
                        .toList());
        return "invoice/list.html";
    }

    /// Issued documents need no usage: while it cannot be read they are shown all the same.
    private List<InvoiceModel.Line> running(Visit visit, UUID consumer, Formats formats) {
        try {
            return invoices.running(visit.id(), invoicing.running(visit.id(), consumer), formats);
        } catch (UsageUnavailable away) {
            models.put("runningUnavailable", true);
            return List.of();
        }
    }

    @Controller
    @GET
    @Path("{id: [0-9a-f-]{36}}")
    public String read(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.SEE_INVOICES);
        return show(visit, id, new Form(frame.messages()));
    }

    /// Gives back a part of one line, or all that is left.
    @Controller
    @POST
    @Path("{id: [0-9a-f-]{36}}/credit-notes")
    public Response credit(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.RUN_BILLING);
        IssuedInvoice invoice = invoicing.find(visit.id(), id, Optional.empty()).orElseThrow(NotFoundException::new);
        Form form = Form.of(request, frame.messages());
        String reason = form.required("reason", 1000);
        Map<String, Money> items = null;
        if (!form.value("line").isEmpty()) {
            BigDecimal amount = form.decimal("amount", Rounding.digits(invoice.currency()), MOST);
            if (amount == null && !form.wrong()) {
                form.reject("amount", "frame.form.required");
            }
            if (amount != null) {
                items = Map.of(form.value("line"), Rounding.toMinorUnit(amount, invoice.currency()));
            }
        }
        if (!form.wrong()) {
            try {
                Optional<CreditNote> note = notes.issue(visit.id(), id, reason, items, form.has("refund"), null);
                if (note.isPresent()) {
                    frame.notice(
                            "good", "invoice.note.issued", note.get().number().toString());
                    return Response.seeOther(URI.create("/console/" + visit.slug() + "/invoices/" + id))
                            .build();
                }
                form.reject(null, "invoice.note.nothing");
            } catch (MoreThanIsLeft | IllegalArgumentException more) {
                form.reject("amount", "invoice.note.more");
            }
        }
        return Response.status(REFUSED).entity(show(visit, id, form)).build();
    }

    @Controller
    @POST
    @Path("{id: [0-9a-f-]{36}}/send")
    public Response send(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.RUN_BILLING);
        List<String> to = mails.send(visit.id(), id).orElseThrow(NotFoundException::new);
        frame.notice(
                to.isEmpty() ? "warn" : "good",
                to.isEmpty() ? "invoice.send.nobody" : "invoice.send.done",
                String.join(", ", to));
        return Response.seeOther(URI.create("/console/" + visit.slug() + "/invoices/" + id))
                .build();
    }

    private String show(Visit visit, UUID id, Form form) {
        IssuedInvoice invoice = invoicing.find(visit.id(), id, Optional.empty()).orElseThrow(NotFoundException::new);
        invoices.show(
                models,
                visit.id(),
                invoice,
                notes.list(visit.id(), id, Optional.empty(), null, CreditNotes.MOST_OF_AN_INVOICE)
                        .orElse(List.of()),
                frame);
        models.put("form", form);
        models.put("mayCredit", visit.may(Permission.RUN_BILLING));
        List<Option> options = new ArrayList<>();
        options.add(new Option("", frame.messages().text("invoice.note.whole")));
        for (int place = 1; place <= invoice.lines().size(); place++) {
            options.add(new Option(
                    Integer.toString(place),
                    place + " · " + invoice.lines().get(place - 1).what()));
        }
        models.put("lineChoices", options);
        return "invoice/detail.html";
    }

    @GET
    @Path("{id: [0-9a-f-]{36}}.pdf")
    @Produces("application/pdf") // bytes, not a view: no controller
    public Response pdf(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.SEE_INVOICES);
        return PdfAnswer.of(invoicing.document(visit.id(), id, Optional.empty()).orElseThrow(NotFoundException::new));
    }

    @GET
    @Path("{id: [0-9a-f-]{36}}.xml")
    @Produces("application/xml")
    public Response xml(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.SEE_INVOICES);
        return XmlAnswer.of(
                invoicing.eInvoice(visit.id(), id, false, Optional.empty()).orElseThrow(NotFoundException::new));
    }

    @GET
    @Path("{id: [0-9a-f-]{36}}/credit-notes/{note: [0-9a-f-]{36}}.pdf")
    @Produces("application/pdf")
    public Response note(@PathParam("tenant") String tenant, @PathParam("id") UUID id, @PathParam("note") UUID note) {
        Visit visit = visits.console(tenant, SECTION, Permission.SEE_INVOICES);
        return PdfAnswer.of(
                notes.document(visit.id(), id, note, Optional.empty()).orElseThrow(NotFoundException::new));
    }
}
