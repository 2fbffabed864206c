package io.tallygate.portal.invoice.web;

import io.tallygate.billing.run.PeriodStillOpen;
import io.tallygate.billing.run.RunResult;
import io.tallygate.metering.completeness.Completeness;
import io.tallygate.metering.completeness.InstanceMark;
import io.tallygate.metering.reading.UsageUnavailable;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Formats;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.invoice.Invoicing;
import io.tallygate.portal.usage.Usage;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.IntStream;

/// `/console/{t}/billing`: closes a month. Doing it again bills nothing twice.
@Controller
@Path("/console/{tenant}/billing")
@Produces("text/html")
public class BillingPage {
    private static final String VIEW = "invoice/billing.html";
    private static final int REFUSED = 422;
    private static final long RETRY_AFTER_SECONDS = 10;

    /// A gateway that works is not as far behind.
    private static final Duration SILENT = Duration.ofMinutes(1);

    private static final int MOST_WAITED_FOR = 20;

    /// As far back as a subscription may be dated.
    private static final int MONTHS = 13;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Invoicing invoicing;
    private final Usage usage;
    private final Clock clock;

    @Inject
    public BillingPage(
            Visits visits,
            Frame frame,
            Models models,
            HttpServletRequest request,
            Invoicing invoicing,
            Usage usage,
            Clock clock) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.invoicing = invoicing;
        this.usage = usage;
        this.clock = clock;
    }

    public record Option(String value, String label) {}

    @GET
    public String form(@PathParam("tenant") String tenant) {
        Visit visit = visits.console(tenant, "billing", Permission.RUN_BILLING);
        return show(visit, new Form(frame.messages()));
    }

    @POST
    public Response close(@PathParam("tenant") String tenant) {
        Visit visit = visits.console(tenant, "billing", Permission.RUN_BILLING);
        Form form = Form.of(request, frame.messages());
        List<YearMonth> offered = months(visit);
        YearMonth month = offered.stream()
                .filter(candidate -> candidate.toString().equals(form.value("month")))
                .findFirst()
                .orElse(null);
        if (month == null) {
            form.reject("month", "frame.form.required");
            return Response.status(REFUSED).entity(show(visit, form)).build();
        }
        String reason = form.optional("overrideReason", 1000);
        if (form.wrong()) {
            return Response.status(REFUSED).entity(show(visit, form)).build();
        }
        if (!reason.isEmpty()) {
            visits.console(tenant, "billing", Permission.CLOSE_INCOMPLETE);
        }
        Formats formats = frame.formats();
        try {
            RunResult run = invoicing.run(visit.id(), month, reason.isEmpty() ? null : reason);
            frame.notice(
                    "good",
                    "invoice.billing.done",
                    formats.month(month),
                    run.issued(),
                    run.alreadyIssued(),
                    run.withoutUsage());
            return Response.seeOther(URI.create("/console/" + visit.slug() + "/invoices"))
                    .build();
        } catch (PeriodStillOpen open) {
            Instant closes = open.closesAt();
            if (closes == null) {
                form.reject("month", "invoice.billing.waiting", formats.month(month));
            } else {
                form.reject("month", "invoice.billing.open", formats.month(month), formats.dateTime(closes));
            }
            return Response.status(REFUSED).entity(show(visit, form)).build();
        } catch (UsageUnavailable away) {
            throw new ServiceUnavailableException(RETRY_AFTER_SECONDS, away);
        }
    }

    private String show(Visit visit, Form form) {
        Formats formats = frame.formats();
        models.put("form", form);
        models.put(
                "months",
                months(visit).stream()
                        .map(month -> new Option(month.toString(), formats.month(month)))
                        .toList());
        models.put("mayOverride", visit.may(Permission.CLOSE_INCOMPLETE));
        models.put("wait", invoicing.collectionWait().toMinutes());
        models.put("runs", invoicing.runs(visit.id(), null, MONTHS));
        try {
            List<InstanceMark> marks = usage.marks(visit.id());
            models.put("completeUntil", Completeness.until(marks, clock.instant()));
            models.put(
                    "waitingFor",
                    marks.stream()
                            .filter(mark -> !mark.stopped()
                                    && mark.completeUntil()
                                            .isBefore(clock.instant().minus(SILENT)))
                            .limit(MOST_WAITED_FOR)
                            .toList());
        } catch (UsageUnavailable away) {
            models.put("completeUntil", null);
            models.put("waitingFor", List.of());
        }
        return VIEW;
    }

    /// The one before the running month first: it is what is usually closed.
    private List<YearMonth> months(Visit visit) {
        YearMonth running = YearMonth.from(clock.instant().atZone(visit.tenant().timeZone()));
        return IntStream.rangeClosed(1, MONTHS).mapToObj(running::minusMonths).toList();
    }
}
