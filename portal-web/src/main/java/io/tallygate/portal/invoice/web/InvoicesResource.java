package io.tallygate.portal.invoice.web;

import io.tallygate.billing.invoice.InvoiceSummary;
import io.tallygate.billing.invoice.IssuedDocument;
import io.tallygate.billing.invoice.IssuedInvoice;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.reading.UsageUnavailable;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.invoice.InvoiceMails;
import io.tallygate.portal.invoice.Invoicing;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/invoices`: issued documents and what the running month costs so far. A consumer's
/// member sees its own only.
@Section(value = "Invoices", about = "What was billed, and what the running month costs so far.")
@Path("/tenants/{tenant}/invoices")
@Produces("application/json")
public class InvoicesResource {
    private final Invoicing invoicing;
    private final InvoiceMails mails;
    private final Caller caller;

    @Inject
    public InvoicesResource(Invoicing invoicing, InvoiceMails mails, Caller caller) {
        this.invoicing = invoicing;
        this.mails = mails;
        this.caller = caller;
    }

    /// Newest first.
    @GET
    @Described(
            value = "Lists invoices",
            needs = Permission.SEE_INVOICES,
            more = "Newest first. A consumer's member sees its own only.",
            asks = InvoiceShapes.InvoiceFilters.class,
            answers = InvoiceShapes.InvoiceSummary.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @QueryParam("consumer") @Nullable String consumer,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Access access = caller.somewhere(tenant, Permission.SEE_INVOICES);
        PageOf page = PageOf.asked(limit, cursor);
        Optional<List<UUID>> visible = access.visibleConsumers(Permission.SEE_INVOICES);
        if (consumer != null) {
            UUID only = Ids.of(consumer);
            visible = Optional.of(visible.map(all -> all.contains(only)).orElse(true) ? List.of(only) : List.of());
        }
        return page.answer(
                invoicing.list(access.tenant(), visible, page.after(), page.rows()),
                InvoiceSummary::id,
                InvoiceJson::summary);
    }

    @GET
    @Path("/{id}")
    @Described(value = "Reads an invoice", needs = Permission.SEE_INVOICES, answers = InvoiceShapes.Invoice.class)
    public JsonObject read(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        Access access = caller.somewhere(tenant, Permission.SEE_INVOICES);
        Optional<List<UUID>> visible = access.visibleConsumers(Permission.SEE_INVOICES);
        IssuedInvoice invoice =
                invoicing.find(access.tenant(), Ids.of(id), visible).orElseThrow(ApiProblem::notFound);
        IssuedDocument document =
                invoicing.document(access.tenant(), invoice.id(), visible).orElseThrow(ApiProblem::notFound);
        return InvoiceJson.issued(invoice)
                .add("documentSha256", document.sha256())
                .build();
    }

    /// The document as it was issued; its digest (RFC 9530) has been kept since then.
    @GET
    @Path("/{id}.pdf")
    @Produces({"application/pdf", "application/json"})
    @Described(
            value = "Reads the document of an invoice",
            needs = Permission.SEE_INVOICES,
            more = "As it was issued; `Repr-Digest` (RFC 9530) has been kept since then.",
            answers = byte[].class)
    public Response pdf(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        Access access = caller.somewhere(tenant, Permission.SEE_INVOICES);
        return PdfAnswer.of(invoicing
                .document(access.tenant(), Ids.of(id), access.visibleConsumers(Permission.SEE_INVOICES))
                .orElseThrow(ApiProblem::notFound));
    }

    @POST
    @Path("/{id}/send")
    @Described(
            value = "Sends an invoice by e-mail",
            needs = Permission.RUN_BILLING,
            more = "With its PDF, to the consumer's owners and those of its billing; again each time.",
            answers = SellingShapes.SentInvoice.class)
    public JsonObject send(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        TenantId at = caller.at(tenant, Permission.RUN_BILLING).tenant();
        List<String> to = mails.send(at, Ids.of(id)).orElseThrow(ApiProblem::notFound);
        return Json.createObjectBuilder()
                .add("recipients", Json.createArrayBuilder(to))
                .build();
    }

    @GET
    @Path("/{id}.xml")
    @Produces({"application/xml", "application/json"})
    @Described(
            value = "Reads the e-invoice of an invoice",
            needs = Permission.SEE_INVOICES,
            more = "EN 16931, in CII as it lies inside of the PDF, or in UBL. There is none for currencies of three"
                    + " decimals and for documents of before taxes.",
            asks = SellingShapes.EInvoiceQuestion.class,
            answers = byte[].class)
    public Response xml(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @QueryParam("syntax") @Nullable String syntax) {
        Access access = caller.somewhere(tenant, Permission.SEE_INVOICES);
        if (syntax != null && !syntax.equals("cii") && !syntax.equals("ubl")) {
            throw ApiProblem.badRequest("syntax: cii or ubl.");
        }
        byte[] xml = invoicing
                .eInvoice(
                        access.tenant(),
                        Ids.of(id),
                        "ubl".equals(syntax),
                        access.visibleConsumers(Permission.SEE_INVOICES))
                .orElseThrow(ApiProblem::notFound);
        return XmlAnswer.of(xml);
    }

    @GET
    @Path("/preview")
    @Described(
            value = "Says what a subscription's running month costs so far",
            needs = Permission.SEE_INVOICES,
            asks = InvoiceShapes.PreviewQuestion.class,
            answers = InvoiceShapes.InvoicePreview.class)
    @Refuses(status = 503, type = "usage-unavailable", when = "Usage cannot be read now.")
    public JsonObject preview(
            @PathParam("tenant") String tenant, @QueryParam("subscription") @Nullable String subscription) {
        Access access = caller.somewhere(tenant, Permission.SEE_INVOICES);
        if (subscription == null) {
            throw ApiProblem.badRequest("subscription is missing.");
        }
        try {
            return InvoiceJson.preview(invoicing
                            .preview(
                                    access.tenant(),
                                    Ids.of(subscription),
                                    access.visibleConsumers(Permission.SEE_INVOICES))
                            .orElseThrow(ApiProblem::notFound))
                    .build();
        } catch (UsageUnavailable away) {
            throw BillingRunsResource.usageUnavailable();
        }
    }
}
