package io.tallygate.portal.dispute.web;

import io.tallygate.billing.dispute.Dispute;
import io.tallygate.billing.dispute.DisputeRefused;
import io.tallygate.billing.dispute.Disputes;
import io.tallygate.metering.reading.UsageQueryInvalid;
import io.tallygate.metering.reading.UsageUnavailable;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.dispute.LineCalls;
import io.tallygate.portal.dispute.LinePage;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/console/{t}/invoices/{id}/lines/{n}`: the calls that a line is the sum of; ticked ones make a draft of a credit
/// note.
@Controller
@Path("/console/{tenant}/invoices/{id: [0-9a-f-]{36}}/lines/{line: [0-9]+}")
@Produces("text/html")
public class ConsoleLinePage {
    private static final String SECTION = "invoices";
    private static final String VIEW = "dispute/line.html";
    private static final int REFUSED = 422;
    private static final long RETRY_AFTER_SECONDS = 10;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final LineCalls lines;

    @Inject
    public ConsoleLinePage(Visits visits, Frame frame, Models models, HttpServletRequest request, LineCalls lines) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.lines = lines;
    }

    /// Oldest first.
    @GET
    public String read(
            @PathParam("tenant") String tenant,
            @PathParam("id") UUID id,
            @PathParam("line") int line,
            @QueryParam("after") @Nullable String after) {
        Visit visit = visits.console(tenant, SECTION, Permission.SEE_INVOICES);
        return show(visit, id, line, after, new Form(frame.messages()));
    }

    @POST
    public Response dispute(@PathParam("tenant") String tenant, @PathParam("id") UUID id, @PathParam("line") int line) {
        Visit visit = visits.console(tenant, SECTION, Permission.DISPUTE);
        Form form = Form.of(request, frame.messages());
        String reason = form.required("reason", 1000);
        List<UUID> calls = ticked(form);
        if (calls.isEmpty() || calls.size() > Disputes.MAX_CALLS) {
            form.reject(null, "dispute.tick");
        }
        if (!form.wrong()) {
            try {
                Dispute made =
                        reading(() -> lines.open(visit.id(), id, line, Optional.<List<UUID>>empty(), calls, reason)
                                .orElseThrow(NotFoundException::new));
                frame.notice(
                        "good",
                        "dispute.made",
                        frame.formats()
                                .money(made.credit().amount(), made.credit().currency()));
                return Response.seeOther(URI.create("/console/" + visit.slug() + "/invoices/" + id + "/lines/" + line))
                        .build();
            } catch (DisputeRefused refused) {
                form.reject(null, "dispute.refused." + refused.reason().slug());
            }
        }
        String after = form.value("after");
        return Response.status(REFUSED)
                .entity(show(visit, id, line, after.isEmpty() ? null : after, form))
                .build();
    }

    private String show(Visit visit, UUID id, int line, @Nullable String after, Form form) {
        LinePage page =
                reading(() -> lines.page(visit.id(), id, line, Optional.<List<UUID>>empty(), LineModel.ROWS, after)
                        .orElseThrow(NotFoundException::new));
        LineModel.put(models, page, frame.formats());
        models.put("form", form);
        models.put("after", after == null ? "" : after);
        models.put("mayDispute", visit.may(Permission.DISPUTE));
        models.put(
                "disputes",
                lines.disputes(visit.id(), id, Optional.<List<UUID>>empty(), null, LineModel.ROWS).stream()
                        .filter(each -> each.line() == line)
                        .toList());
        return VIEW;
    }

    private static List<UUID> ticked(Form form) {
        List<UUID> calls = new ArrayList<>();
        for (String call : form.all("call")) {
            try {
                calls.add(UUID.fromString(call));
            } catch (IllegalArgumentException malformed) {
                throw new BadRequestException(malformed);
            }
        }
        return calls;
    }

    private static <T> T reading(Supplier<T> read) {
        try {
            return read.get();
        } catch (UsageQueryInvalid wrong) {
            throw new BadRequestException(wrong);
        } catch (UsageUnavailable away) {
            throw new ServiceUnavailableException(RETRY_AFTER_SECONDS, away);
        }
    }
}
