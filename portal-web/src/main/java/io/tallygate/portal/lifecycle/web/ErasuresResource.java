package io.tallygate.portal.lifecycle.web;

import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.lifecycle.erase.Erasure;
import io.tallygate.portal.lifecycle.erase.ErasureRecords;
import io.tallygate.portal.lifecycle.erase.RetainedInvoices;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/// `/api/v1/erasures`: what the installation's operator has of tenants that are no more.
@Section(value = "Erasures", about = "Tenants that are no more, for the installation's operator.")
@Path("/erasures")
@Produces("application/json")
public class ErasuresResource {
    private final ErasureRecords records;
    private final RetainedInvoices invoices;
    private final Caller caller;

    @Inject
    public ErasuresResource(ErasureRecords records, RetainedInvoices invoices, Caller caller) {
        this.records = records;
        this.invoices = invoices;
        this.caller = caller;
    }

    @GET
    @Described(
            value = "Lists erasures",
            operator = true,
            more = "Those that wait, run, are done and were taken back; in the order in which they were asked for.",
            answers = ErasureShapes.TenantErasure.class)
    public JsonObject list(@QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        operated();
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(records.list(page.after(), page.rows()), Erasure::id, ErasureJson::of);
    }

    @GET
    @Path("/{id}")
    @Described(value = "Reads an erasure", operator = true, answers = ErasureShapes.TenantErasure.class)
    public JsonObject read(@PathParam("id") String id) {
        return ErasureJson.of(found(id)).build();
    }

    @GET
    @Path("/{id}/receipt")
    @Described(
            value = "Reads the receipt of an erasure",
            operator = true,
            more = "Signed to the byte; `infra/audit verify-receipt` verifies it. 404 before the erasure is done.",
            answers = String.class)
    public Response receipt(@PathParam("id") String id) {
        return Response.ok(records.receipt(found(id).id()).orElseThrow(ApiProblem::notFound))
                .build();
    }

    @GET
    @Path("/{id}/retained-invoices")
    @Described(
            value = "Lists the invoices that are kept of an erased tenant",
            operator = true,
            more = "As long as the law requires; in the order in which they were issued.",
            answers = ErasureShapes.RetainedInvoice.class)
    public JsonObject invoices(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Erasure erasure = found(id);
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(
                invoices.list(erasure.tenant(), page.after(), page.rows()),
                RetainedInvoices.Retained::id,
                ErasureJson::of);
    }

    @GET
    @Path("/{id}/retained-invoices/{invoice}/document")
    @Produces({"application/pdf", "application/json"})
    @Described(
            value = "Fetches the document of an invoice that is kept",
            operator = true,
            more = "To the byte as it was issued.",
            answers = String.class)
    public Response document(@PathParam("id") String id, @PathParam("invoice") String invoice) {
        RetainedInvoices.Document document =
                invoices.document(found(id).tenant(), Ids.of(invoice)).orElseThrow(ApiProblem::notFound);
        return Response.ok(document.bytes(), document.mediaType())
                .header("Content-Disposition", "attachment; filename=\"" + document.fileName() + "\"")
                .header("Cache-Control", "no-store")
                .build();
    }

    private Erasure found(String id) {
        operated();
        return records.find(Ids.of(id)).orElseThrow(ApiProblem::notFound);
    }

    private void operated() {
        if (!caller.isOperator()) {
            throw ApiProblem.forbidden();
        }
    }
}
