package io.tallygate.portal.payment.web;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.billing.payment.banktransfer.BankAccount;
import io.tallygate.billing.payment.banktransfer.BankEntry;
import io.tallygate.billing.payment.banktransfer.Iban;
import io.tallygate.billing.payment.banktransfer.StatementRefused;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.payment.Receiving;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Base64;
import java.util.Currency;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/bank-statements`, `…/bank-entries` and `…/payment-account`.
@Section("Payments")
@Path("/tenants/{tenant}")
@Produces("application/json")
public class BankStatementsResource {
    private final Receiving receiving;
    private final Caller caller;
    private final TenantTransactions transactions;

    @Inject
    public BankStatementsResource(Receiving receiving, Caller caller, TenantTransactions transactions) {
        this.receiving = receiving;
        this.caller = caller;
        this.transactions = transactions;
    }

    @POST
    @Path("/bank-statements")
    @Consumes("application/json")
    @Described(
            value = "Imports a bank's statement",
            needs = Permission.RUN_BILLING,
            more = "CAMT.053 in any version, or CSV with a row that names the columns. Entries that quote invoice"
                    + " numbers are booked; the others wait for a person. An entry that was imported before, in this"
                    + " file or in another one, is not booked again.",
            takes = PaymentShapes.NewStatement.class,
            answers = PaymentShapes.StatementResult.class)
    public JsonObject take(@PathParam("tenant") String tenant, InputStream body) {
        TenantId at = caller.at(tenant, Permission.RUN_BILLING).tenant();
        Members members = Bodies.object(body, Bodies.DOCUMENT);
        byte[] content = content(members);
        Currency currency = currency(members);
        members.refuseIfWrong();
        try {
            return PaymentJson.result(receiving.take(at, content, currency)).build();
        } catch (StatementRefused refused) {
            throw new WrongInput(
                    "/content",
                    because("Cannot be taken ({0}): {1}.", refused.reason().slug(), refused.detail()));
        }
    }

    @GET
    @Path("/bank-entries")
    @Described(
            value = "Lists entries of imported statements",
            needs = Permission.RUN_BILLING,
            more = "Newest first.",
            asks = PaymentShapes.EntriesQuestion.class,
            answers = PaymentShapes.BankEntry.class)
    public JsonObject entries(
            @PathParam("tenant") String tenant,
            @QueryParam("state") @Nullable String state,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        TenantId at = caller.at(tenant, Permission.RUN_BILLING).tenant();
        PageOf page = PageOf.asked(limit, cursor);
        BankEntry.State wanted = switch (state) {
            case null -> null;
            case "" -> null;
            case "booked" -> BankEntry.State.BOOKED;
            case "open" -> BankEntry.State.OPEN;
            case "set-aside" -> BankEntry.State.SET_ASIDE;
            default -> throw ApiProblem.badRequest("state: booked, open or set-aside.");
        };
        return page.answer(receiving.entries(at, wanted, page.after(), page.rows()), BankEntry::id, PaymentJson::entry);
    }

    @POST
    @Path("/bank-entries/{id}/book")
    @Consumes("application/json")
    @Described(
            value = "Books an entry on an invoice",
            needs = Permission.RUN_BILLING,
            takes = PaymentShapes.EntryBooking.class,
            answers = PaymentShapes.BankEntry.class)
    @Refuses(status = 409, type = "not-open", when = "The entry is booked or set aside already.")
    @Refuses(status = 409, type = "other-currency", when = "The invoice is in another currency.")
    public JsonObject book(@PathParam("tenant") String tenant, @PathParam("id") String id, InputStream body) {
        TenantId at = caller.at(tenant, Permission.RUN_BILLING).tenant();
        Members members = Bodies.object(body, Bodies.SMALL);
        UUID invoice = members.optionalId("invoice");
        if (invoice == null) {
            members.refuse("invoice", because("Is required."));
        }
        members.refuseIfWrong();
        mustBeOpen(at, id);
        var _ = receiving
                .settlement(at, Objects.requireNonNull(invoice), Optional.empty())
                .orElseThrow(ApiProblem::notFound);
        try {
            var _ = receiving.book(at, Ids.of(id), invoice).orElseThrow(BankStatementsResource::notOpen);
        } catch (IllegalArgumentException other) {
            throw ApiProblem.conflict("other-currency", "Other currency", "The invoice is in another currency.");
        }
        return PaymentJson.entry(receiving.entry(at, Ids.of(id)).orElseThrow(ApiProblem::notFound))
                .build();
    }

    @POST
    @Path("/bank-entries/{id}/set-aside")
    @Described(
            value = "Notes that an entry pays nothing here",
            needs = Permission.RUN_BILLING,
            answers = PaymentShapes.BankEntry.class)
    @Refuses(status = 409, type = "not-open", when = "The entry is booked or set aside already.")
    public JsonObject setAside(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        TenantId at = caller.at(tenant, Permission.RUN_BILLING).tenant();
        mustBeOpen(at, id);
        if (!receiving.setAside(at, Ids.of(id))) {
            throw notOpen();
        }
        return PaymentJson.entry(receiving.entry(at, Ids.of(id)).orElseThrow(ApiProblem::notFound))
                .build();
    }

    @GET
    @Path("/payment-account")
    @Described(
            value = "Reads where payers transfer to",
            needs = Permission.SEE_INVOICES,
            more = "404 while nobody has said.",
            answers = PaymentShapes.PaymentAccount.class)
    public Response account(@PathParam("tenant") String tenant) {
        TenantId at = caller.somewhere(tenant, Permission.SEE_INVOICES).tenant();
        return answer(receiving.account(at).orElseThrow(ApiProblem::notFound));
    }

    @PUT
    @Path("/payment-account")
    @Consumes("application/json")
    @Described(
            value = "Says where payers transfer to",
            needs = Permission.RUN_BILLING,
            more = "`If-Match: *` while nobody has said.",
            takes = PaymentShapes.PaymentAccountChange.class,
            answers = PaymentShapes.PaymentAccount.class)
    public Response keepAccount(
            @PathParam("tenant") String tenant,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            InputStream body) {
        TenantId at = caller.at(tenant, Permission.RUN_BILLING).tenant();
        Members members = Bodies.object(body, Bodies.SMALL);
        String holder = members.text("holder").strip();
        String iban = members.text("iban");
        String bic = members.optionalText("bic");
        if (members.has("holder") && (holder.isEmpty() || holder.length() > 70)) {
            members.refuse("holder", because("Must be 1 to {0} characters.", 70));
        }
        if (members.has("iban") && !Iban.isValid(iban)) {
            members.refuse("iban", because("Must be an IBAN with right check digits."));
        }
        if (bic != null && !bic.matches("[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")) {
            members.refuse("bic", because("Must be 8 or 11 letters and digits."));
        }
        members.refuseIfWrong();
        BankAccount account = new BankAccount(holder, new Iban(iban), bic);
        return transactions.inTenant(at, () -> {
            String tag = receiving
                    .account(at)
                    .map(kept -> IfMatch.tag(PaymentJson.account(kept).build()))
                    .orElse("\"none\"");
            IfMatch.required(ifMatch, tag);
            receiving.account(at, account);
            return answer(account);
        });
    }

    private static Response answer(BankAccount account) {
        JsonObject json = PaymentJson.account(account).build();
        return Response.ok(json).header("ETag", IfMatch.tag(json)).build();
    }

    private void mustBeOpen(TenantId at, String id) {
        BankEntry entry = receiving.entry(at, Ids.of(id)).orElseThrow(ApiProblem::notFound);
        if (entry.state() != BankEntry.State.OPEN) {
            throw notOpen();
        }
    }

    private static ApiProblem notOpen() {
        return ApiProblem.conflict("not-open", "Not open", "The entry is booked or set aside already.");
    }

    private static byte[] content(Members members) {
        String text = members.text("content");
        try {
            byte[] content = Base64.getMimeDecoder().decode(text);
            if (members.has("content") && content.length == 0) {
                members.refuse("content", because("Must be a file in Base64."));
            }
            return content;
        } catch (IllegalArgumentException wrong) {
            members.refuse("content", because("Must be a file in Base64."));
            return new byte[0];
        }
    }

    private static Currency currency(Members members) {
        String code = members.optionalText("currency");
        try {
            Currency currency = Currency.getInstance(code == null ? "EUR" : code);
            if (currency.getDefaultFractionDigits() >= 0) {
                return currency;
            }
        } catch (IllegalArgumentException unknown) {
            // refused below
        }
        members.refuse("currency", because("Must be a currency such as EUR."));
        return Currency.getInstance("EUR");
    }
}
