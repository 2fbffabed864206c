package io.tallygate.portal.dispute.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.metering.reading.UsageQueryInvalid;
import io.tallygate.metering.reading.UsageReader;
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
import io.tallygate.portal.dispute.LineCalls;
import io.tallygate.portal.dispute.LinePage;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/invoices/{id}/lines/{line}`: the calls that a line is the sum of.
@Section("Invoices")
@Path("/tenants/{tenant}/invoices/{id}/lines/{line}")
@Produces("application/json")
public class LineCallsResource {
    /// Most calls of one file.
    static final int MAX_EXPORT = 20_000;

    private final LineCalls lines;
    private final Caller caller;

    @Inject
    public LineCallsResource(LineCalls lines, Caller caller) {
        this.lines = lines;
        this.caller = caller;
    }

    @GET
    @Path("/requests")
    @Described(
            value = "Lists the calls of an invoice line",
            needs = Permission.SEE_INVOICES,
            more = "Oldest first, as of the moment at which the line was made, each with the step of the price it fell"
                    + " into. Their amounts sum to the line before it is rounded.",
            answers = DisputeShapes.LineCall.class)
    @Refuses(status = 503, type = "usage-unavailable", when = "Usage cannot be read now.")
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @PathParam("line") String line,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Access access = caller.somewhere(tenant, Permission.SEE_INVOICES);
        int rows = PageOf.asked(limit, null).limit();
        LinePage page = page(access, id, line, rows, cursor == null || cursor.isEmpty() ? null : cursor);
        JsonArrayBuilder items = Json.createArrayBuilder();
        page.calls().forEach(call -> items.add(DisputeJson.call(call)));
        JsonObjectBuilder json = Json.createObjectBuilder().add("items", items);
        return (page.next() == null ? json.addNull("nextCursor") : json.add("nextCursor", page.next())).build();
    }

    @GET
    @Path("/requests.csv")
    @Produces({"text/csv", "application/json"})
    @Described(
            value = "Reads the calls of an invoice line as CSV",
            needs = Permission.SEE_INVOICES,
            more = "A row for each part of a call that fell into one step of the price. At most 20,000 calls; where"
                    + " there are more, the header `Next-Cursor` has the cursor of the rest.",
            asks = LineCallsResource.FilePart.class,
            answers = byte[].class)
    @Refuses(status = 503, type = "usage-unavailable", when = "Usage cannot be read now.")
    public Response csv(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @PathParam("line") String line,
            @QueryParam("after") @Nullable String after) {
        Access access = caller.somewhere(tenant, Permission.SEE_INVOICES);
        StringBuilder csv = new StringBuilder(LineCsv.HEAD);
        String cursor = after == null || after.isEmpty() ? null : after;
        int calls = 0;
        do {
            LinePage page = page(access, id, line, UsageReader.MAX_REQUESTS, cursor);
            LineCsv.append(csv, page.calls());
            calls += page.calls().size();
            cursor = page.next();
        } while (cursor != null && calls < MAX_EXPORT);
        Response.ResponseBuilder answer = Response.ok(csv.toString().getBytes(UTF_8), "text/csv; charset=utf-8")
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"calls-" + Ids.of(id) + "-" + number(line) + ".csv\"");
        return (cursor == null ? answer : answer.header("Next-Cursor", cursor)).build();
    }

    record FilePart(
            @io.tallygate.portal.api.openapi.About("The `Next-Cursor` of the file before.") @Nullable
            String after) {}

    private LinePage page(Access access, String id, String line, int rows, @Nullable String cursor) {
        return reading(() -> lines.page(
                        access.tenant(),
                        Ids.of(id),
                        number(line),
                        access.visibleConsumers(Permission.SEE_INVOICES),
                        rows,
                        cursor)
                .orElseThrow(ApiProblem::notFound));
    }

    private static int number(String line) {
        if (!line.matches("[1-9][0-9]{0,5}")) {
            throw ApiProblem.notFound();
        }
        return Integer.parseInt(line);
    }

    static <T> T reading(Supplier<T> read) {
        try {
            return read.get();
        } catch (UsageQueryInvalid wrong) {
            throw ApiProblem.badRequest(wrong.parameter() + ": " + wrong.getMessage() + ".");
        } catch (UsageUnavailable away) {
            throw new ApiProblem(
                    503, "usage-unavailable", "Usage unavailable", "Usage cannot be read now; try again in a moment.");
        }
    }
}
