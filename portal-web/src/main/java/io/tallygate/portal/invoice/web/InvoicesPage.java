package io.tallygate.portal.invoice.web;

import io.tallygate.billing.invoice.CreditNotes;
import io.tallygate.billing.invoice.InvoiceSummary;
import io.tallygate.billing.invoice.IssuedInvoice;
import io.tallygate.metering.reading.UsageUnavailable;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.frame.Formats;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.ListPage;
import io.tallygate.portal.invoice.CreditNoteDesk;
import io.tallygate.portal.invoice.Invoicing;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/p/{tenant}/invoices`: what the visitor's organisations were billed, and what the running month costs so far.
@Path("/p/{tenant}/invoices")
@Produces("text/html")
public class InvoicesPage {
    private static final String SECTION = "invoices";

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final Invoicing invoicing;
    private final CreditNoteDesk notes;
    private final InvoiceModel invoices;

    @Inject
    public InvoicesPage(
            Visits visits,
            Frame frame,
            Models models,
            Invoicing invoicing,
            CreditNoteDesk notes,
            InvoiceModel invoices) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.invoicing = invoicing;
        this.notes = notes;
        this.invoices = invoices;
    }

    /// Newest first; the running month stands above the first page.
    @Controller
    @GET
    public String list(@PathParam("tenant") String slug, @QueryParam("after") @Nullable UUID after) {
        Visit visit = visits.consumer(slug, SECTION);
        Formats formats = frame.formats();
        ListPage<InvoiceSummary> page = ListPage.of(
                "/p/" + slug + "/invoices",
                after,
                invoicing.list(visit.id(), visit.own(Permission.SEE_INVOICES), after, ListPage.ROWS),
                InvoiceSummary::id);
        models.put("consumer", visit.consumer());
        models.put("page", page);
        models.put("running", after == null ? running(visit, formats) : List.of());
        models.put(
                "invoices",
                page.items().stream()
                        .map(invoice -> InvoiceModel.row(invoice, formats))
                        .toList());
        return "invoice/list.html";
    }

    /// Issued documents need no usage: while it cannot be read they are shown all the same.
    private List<InvoiceModel.Line> running(Visit visit, Formats formats) {
        try {
            return visit.access().consumers().stream()
                    .flatMap(member ->
                            invoices
                                    .running(visit.id(), invoicing.running(visit.id(), member.consumer()), formats)
                                    .stream())
                    .toList();
        } catch (UsageUnavailable away) {
            models.put("runningUnavailable", true);
            return List.of();
        }
    }

    @Controller
    @GET
    @Path("{id: [0-9a-f-]{36}}")
    public String read(@PathParam("tenant") String slug, @PathParam("id") UUID id) {
        Visit visit = visits.consumer(slug, SECTION);
        IssuedInvoice invoice = invoicing
                .find(visit.id(), id, visit.own(Permission.SEE_INVOICES))
                .orElseThrow(NotFoundException::new);
        invoices.show(
                models,
                visit.id(),
                invoice,
                notes.list(visit.id(), id, visit.own(Permission.SEE_INVOICES), null, CreditNotes.MOST_OF_AN_INVOICE)
                        .orElse(List.of()),
                frame);
        models.put("mayCredit", false);
        return "invoice/detail.html";
    }

    @GET
    @Path("{id: [0-9a-f-]{36}}.pdf")
    @Produces("application/pdf") // bytes, not a view: no controller
    public Response pdf(@PathParam("tenant") String slug, @PathParam("id") UUID id) {
        Visit visit = visits.consumer(slug, SECTION);
        return PdfAnswer.of(invoicing
                .document(visit.id(), id, visit.own(Permission.SEE_INVOICES))
                .orElseThrow(NotFoundException::new));
    }

    @GET
    @Path("{id: [0-9a-f-]{36}}.xml")
    @Produces("application/xml")
    public Response xml(@PathParam("tenant") String slug, @PathParam("id") UUID id) {
        Visit visit = visits.consumer(slug, SECTION);
        return XmlAnswer.of(invoicing
                .eInvoice(visit.id(), id, false, visit.own(Permission.SEE_INVOICES))
                .orElseThrow(NotFoundException::new));
    }

    @GET
    @Path("{id: [0-9a-f-]{36}}/credit-notes/{note: [0-9a-f-]{36}}.pdf")
    @Produces("application/pdf")
    public Response note(@PathParam("tenant") String slug, @PathParam("id") UUID id, @PathParam("note") UUID note) {
        Visit visit = visits.consumer(slug, SECTION);
        return PdfAnswer.of(notes.document(visit.id(), id, note, visit.own(Permission.SEE_INVOICES))
                .orElseThrow(NotFoundException::new));
    }
}
