package io.tallygate.portal.payment.web;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.billing.invoice.Settlement;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.payment.Payment;
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
import io.tallygate.portal.payment.Receiving;
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
import java.math.RoundingMode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/payments`: money that came in.
@Section(value = "Payments", about = "Money that came in for invoices, and the bank's statements that tell of it.")
@Path("/tenants/{tenant}/payments")
@Produces("application/json")
public class PaymentsResource {
    private final Receiving receiving;
    private final Caller caller;
    private final Clock clock;

    @Inject
    public PaymentsResource(Receiving receiving, Caller caller, Clock clock) {
        this.receiving = receiving;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @Described(
            value = "Lists payments",
            needs = Permission.SEE_INVOICES,
            more = "Newest first. A consumer's member sees its own only.",
            asks = PaymentShapes.PaymentsQuestion.class,
            answers = PaymentShapes.Payment.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @QueryParam("invoice") @Nullable String invoice,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Access access = caller.somewhere(tenant, Permission.SEE_INVOICES);
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(
                receiving.list(
                        access.tenant(),
                        invoice == null ? null : Ids.of(invoice),
                        access.visibleConsumers(Permission.SEE_INVOICES),
                        page.after(),
                        page.rows()),
                Payment::id,
                PaymentJson::payment);
    }

    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Marks an invoice as paid, in full or in part",
            needs = Permission.RUN_BILLING,
            more = "What is paid beyond the due becomes the consumer's credit.",
            takes = PaymentShapes.NewPayment.class,
            answers = PaymentShapes.Payment.class)
    @Refuses(status = 409, type = "nothing-due", when = "Nothing is due, and no amount was named.")
    public Response pay(@PathParam("tenant") String tenant, InputStream body) {
        Access access = caller.at(tenant, Permission.RUN_BILLING);
        Members members = Bodies.object(body, Bodies.SMALL);
        UUID invoice = members.optionalId("invoice");
        BigDecimal amount = members.has("amount") ? members.decimal("amount") : null;
        LocalDate receivedOn = date(members);
        String reference = Objects.requireNonNullElse(members.optionalText("reference"), "");
        if (invoice == null) {
            members.refuse("invoice", because("Is required."));
        }
        if (reference.length() > 1000) {
            members.refuse("reference", because("Must be at most {0} characters.", 1000));
        }
        members.refuseIfWrong();
        UUID id = Objects.requireNonNull(invoice);
        Settlement before =
                receiving.settlement(access.tenant(), id, Optional.empty()).orElseThrow(ApiProblem::notFound);
        Payment payment = receiving
                .pay(
                        access.tenant(),
                        id,
                        amount == null ? null : money(members, amount, before),
                        receivedOn,
                        reference,
                        UUID.randomUUID().toString())
                .orElseThrow(
                        () -> ApiProblem.conflict("nothing-due", "Nothing due", "Nothing is due of this invoice."));
        return Response.status(Response.Status.CREATED)
                .entity(PaymentJson.payment(payment).build())
                .build();
    }

    private static Money money(Members members, BigDecimal amount, Settlement settlement) {
        int digits = settlement.total().amount().scale();
        if (amount.signum() <= 0 || amount.stripTrailingZeros().scale() > digits) {
            members.refuse("amount", because("Must be more than 0, with at most {0} decimals.", digits));
        }
        members.refuseIfWrong();
        return new Money(
                amount.setScale(digits, RoundingMode.UNNECESSARY),
                settlement.total().currency());
    }

    private LocalDate date(Members members) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        String text = members.optionalText("receivedOn");
        if (text == null) {
            return today;
        }
        try {
            LocalDate date = LocalDate.parse(text);
            if (date.isAfter(today.minusYears(20)) && !date.isAfter(today.plusDays(1))) {
                return date;
            }
        } catch (DateTimeException wrong) {
            // refused below
        }
        members.refuse("receivedOn", because("Must be a day such as 2026-11-30, not one to come."));
        return today;
    }
}
