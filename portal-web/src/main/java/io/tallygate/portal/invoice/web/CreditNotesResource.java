package io.tallygate.portal.invoice.web;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.billing.invoice.CreditNote;
import io.tallygate.billing.invoice.MoreThanIsLeft;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.invoice.CreditNoteDesk;
import io.tallygate.portal.invoice.Invoicing;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/invoices/{i}/credit-notes`: what was given back of an invoice. A consumer's member
/// sees its
/// own.
@Section(value = "Credit notes", about = "What was billed wrongly is given back by a document of its own.")
@Path("/tenants/{tenant}/invoices/{id}/credit-notes")
@Produces("application/json")
public class CreditNotesResource {
    private final CreditNoteDesk notes;
    private final Invoicing invoicing;
    private final Caller caller;

    @Inject
    public CreditNotesResource(CreditNoteDesk notes, Invoicing invoicing, Caller caller) {
        this.notes = notes;
        this.invoicing = invoicing;
        this.caller = caller;
    }

    @GET
    @Described(
            value = "Lists credit notes of an invoice",
            needs = Permission.SEE_INVOICES,
            more = "Oldest first.",
            answers = SellingShapes.CreditNote.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Access access = caller.somewhere(tenant, Permission.SEE_INVOICES);
        PageOf page = PageOf.asked(limit, cursor);
        List<CreditNote> found = notes.list(
                        access.tenant(),
                        Ids.of(id),
                        access.visibleConsumers(Permission.SEE_INVOICES),
                        page.after(),
                        page.rows())
                .orElseThrow(ApiProblem::notFound);
        return page.answer(found, CreditNote::id, SellingJson::note);
    }

    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Issues a credit note",
            needs = Permission.RUN_BILLING,
            more = "Whole, by line or by amount. What is still to pay of the invoice is taken off first; the rest is"
                    + " kept for later invoices or paid back.",
            takes = SellingShapes.NewCreditNote.class,
            answers = SellingShapes.CreditNote.class)
    @Refuses(status = 409, type = "nothing-to-credit", when = "Nothing is left of these lines.")
    public Response issue(@PathParam("tenant") String tenant, @PathParam("id") String id, InputStream body) {
        TenantId at = caller.at(tenant, Permission.RUN_BILLING).tenant();
        UUID invoice = Ids.of(id);
        Currency currency = invoicing
                .find(at, invoice, Optional.empty())
                .orElseThrow(ApiProblem::notFound)
                .currency();
        Members members = Bodies.object(body, Bodies.SMALL);
        InputCheck check = new InputCheck();
        String reason = check.required("/reason", members.text("reason"), 1000);
        Boolean refund = members.optionalFlag("refund");
        Map<String, Money> items = members.has("lines") ? items(members, currency, check) : null;
        members.refuseIfWrong();
        check.done();
        try {
            CreditNote note = notes.issue(at, invoice, reason, items, Boolean.TRUE.equals(refund), null)
                    .orElseThrow(() -> ApiProblem.conflict(
                            "nothing-to-credit", "Nothing to credit", "Nothing is left of these lines."));
            return Response.status(Response.Status.CREATED)
                    .entity(SellingJson.note(note).build())
                    .build();
        } catch (MoreThanIsLeft more) {
            throw new WrongInput("/lines", because("Line {0} has not so much left.", more.line()));
        } catch (IllegalArgumentException noLine) {
            throw new WrongInput("/lines", because("There is no such line on this invoice."));
        }
    }

    @GET
    @Path("/{note}")
    @Described(value = "Reads a credit note", needs = Permission.SEE_INVOICES, answers = SellingShapes.CreditNote.class)
    public JsonObject read(
            @PathParam("tenant") String tenant, @PathParam("id") String id, @PathParam("note") String note) {
        Access access = caller.somewhere(tenant, Permission.SEE_INVOICES);
        return SellingJson.note(notes.find(
                                access.tenant(),
                                Ids.of(id),
                                Ids.of(note),
                                access.visibleConsumers(Permission.SEE_INVOICES))
                        .orElseThrow(ApiProblem::notFound))
                .build();
    }

    /// As it was issued; its digest (RFC 9530) has been kept since then.
    @GET
    @Path("/{note}.pdf")
    @Produces({"application/pdf", "application/json"})
    @Described(
            value = "Reads the document of a credit note",
            needs = Permission.SEE_INVOICES,
            more = "As it was issued; `Repr-Digest` (RFC 9530) has been kept since then.",
            answers = byte[].class)
    public Response pdf(
            @PathParam("tenant") String tenant, @PathParam("id") String id, @PathParam("note") String note) {
        Access access = caller.somewhere(tenant, Permission.SEE_INVOICES);
        return PdfAnswer.of(notes.document(
                        access.tenant(), Ids.of(id), Ids.of(note), access.visibleConsumers(Permission.SEE_INVOICES))
                .orElseThrow(ApiProblem::notFound));
    }

    private static Map<String, Money> items(Members members, Currency currency, InputCheck check) {
        Map<String, Money> items = new LinkedHashMap<>();
        int place = 0;
        for (Members each : members.optionalObjects("lines")) {
            String line = Long.toString(each.whole("line", 1, 10_000));
            BigDecimal amount = each.decimal("amount");
            if (amount.stripTrailingZeros().scale() > Rounding.digits(currency)) {
                check.refuse(
                        "/lines/" + place + "/amount", because("Must be above 0, in the currency’s smallest unit."));
            } else if (items.put(line, Rounding.toMinorUnit(amount, currency)) != null) {
                check.refuse("/lines/" + place + "/line", because("Stands here twice."));
            }
            place++;
        }
        return items;
    }
}
