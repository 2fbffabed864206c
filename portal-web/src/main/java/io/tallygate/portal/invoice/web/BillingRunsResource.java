package io.tallygate.portal.invoice.web;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.billing.run.PeriodStillOpen;
import io.tallygate.billing.run.RatingRun;
import io.tallygate.metering.reading.UsageUnavailable;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.WrongInput;
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
import java.io.InputStream;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/billing-runs`: closes a month. Sending it again bills nothing twice.
@Section("Invoices")
@Path("/tenants/{tenant}/billing-runs")
@Produces("application/json")
public class BillingRunsResource {
    private static final Pattern MONTH = Pattern.compile("20[0-9]{2}-[0-9]{2}");

    private final Invoicing invoicing;
    private final Caller caller;

    @Inject
    public BillingRunsResource(Invoicing invoicing, Caller caller) {
        this.invoicing = invoicing;
        this.caller = caller;
    }

    @POST
    @Consumes("application/json")
    @Described(
            value = "Closes a month and issues its invoices",
            more = "Sending it again bills nothing twice, and reads usage as of the same moment. The month must have"
                    + " ended, and every gateway must have told what it had some time after its end; an owner or"
                    + " somebody of billing may say why that need not be.",
            needs = Permission.RUN_BILLING,
            takes = InvoiceShapes.BillingRun.class,
            answers = InvoiceShapes.BillingRunResult.class)
    @Refuses(status = 409, type = "period-still-open", when = "The month is not over yet.")
    @Refuses(status = 503, type = "usage-unavailable", when = "Usage cannot be read now.")
    public JsonObject run(@PathParam("tenant") String tenant, InputStream body) {
        Access access = caller.at(tenant, Permission.RUN_BILLING);
        Members members = Bodies.object(body, Bodies.SMALL);
        String month = members.text("month");
        String reason = members.optionalText("overrideReason");
        members.refuseIfWrong();
        if (reason != null) {
            caller.at(tenant, Permission.CLOSE_INCOMPLETE);
        }
        try {
            return InvoiceJson.run(invoicing.run(access.tenant(), month(month), reason(reason)))
                    .build();
        } catch (PeriodStillOpen open) {
            throw ApiProblem.conflict("period-still-open", "Period still open", String.valueOf(open.getMessage()));
        } catch (UsageUnavailable away) {
            throw usageUnavailable();
        }
    }

    @GET
    @Described(
            value = "Lists the months that were closed",
            needs = Permission.RUN_BILLING,
            more = "Newest first.",
            answers = InvoiceShapes.ClosedMonth.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Access access = caller.at(tenant, Permission.RUN_BILLING);
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(
                invoicing.runs(access.tenant(), page.after(), page.rows()), RatingRun::id, InvoiceJson::closed);
    }

    private static @Nullable String reason(@Nullable String text) {
        if (text == null) {
            return null;
        }
        InputCheck check = new InputCheck();
        String reason = check.required("/overrideReason", text, 1000);
        check.done();
        return reason;
    }

    private static YearMonth month(String text) {
        if (MONTH.matcher(text).matches()) {
            try {
                return YearMonth.parse(text);
            } catch (DateTimeParseException noMonth) {
                // refused below
            }
        }
        throw new WrongInput("/month", because("Must be a month such as 2026-10."));
    }

    static ApiProblem usageUnavailable() {
        return new ApiProblem(
                503, "usage-unavailable", "Usage unavailable", "Usage cannot be read now; try again in a moment.");
    }
}
