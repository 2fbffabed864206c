package io.tallygate.portal.invoice.web;

import io.tallygate.billing.invoice.InvoiceSummary;
import io.tallygate.billing.invoice.IssuedInvoice;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.frame.Formats;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.ListPage;
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
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/console/{t}/invoices`: what a tenant has billed.
@Path("/console/{tenant}/invoices")
@Produces("text/html")
public class ConsoleInvoicesPage {
    private static final String SECTION = "invoices";

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final Invoicing invoicing;
    private final InvoiceModel invoices;

    @Inject
    public ConsoleInvoicesPage(Visits visits, Frame frame, Models models, Invoicing invoicing, InvoiceModel invoices) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.invoicing = invoicing;
        this.invoices = invoices;
    }

    /// Newest first.
    @Controller
    @GET
    public String list(@PathParam("tenant") String tenant, @QueryParam("after") @Nullable UUID after) {
        Visit visit = visits.console(tenant, SECTION, Permission.SEE_INVOICES);
        ListPage<InvoiceSummary> page = ListPage.of(
                "/console/" + visit.slug() + "/invoices",
                after,
                invoicing.list(visit.id(), Optional.empty(), after, ListPage.ROWS),
                InvoiceSummary::id);
        Formats formats = frame.formats();
        models.put("page", page);
        models.put("running", List.of());
        models.put(
                "invoices",
                page.items().stream()
                        .map(invoice -> InvoiceModel.row(invoice, formats))
                        .toList());
        return "invoice/list.html";
    }

    @Controller
    @GET
    @Path("{id: [0-9a-f-]{36}}")
    public String read(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.SEE_INVOICES);
        IssuedInvoice invoice = invoicing.find(visit.id(), id, Optional.empty()).orElseThrow(NotFoundException::new);
        Formats formats = frame.formats();
        models.put("invoice", invoice);
        models.put("number", invoice.number().toString());
        models.put("periodText", InvoiceModel.period(invoice.period(), invoice.timeZone(), formats));
        models.put("lines", invoices.lines(visit.id(), invoice.lines(), invoice.timeZone(), formats));
        return "invoice/detail.html";
    }

    @GET
    @Path("{id: [0-9a-f-]{36}}.pdf")
    @Produces("application/pdf") // bytes, not a view: no controller
    public Response pdf(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.SEE_INVOICES);
        return PdfAnswer.of(invoicing.document(visit.id(), id, Optional.empty()).orElseThrow(NotFoundException::new));
    }
}
