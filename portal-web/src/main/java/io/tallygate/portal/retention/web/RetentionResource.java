package io.tallygate.portal.retention.web;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.reading.UsageUnavailable;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.api.openapi.Text;
import io.tallygate.portal.retention.Retentions;
import io.tallygate.portal.tenancy.TenantTransactions;
import io.tallygate.portal.usage.Usage;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/usage-retention` and `/usage-archives`: how long usage is kept, and its months as files.
@Section("Usage")
@Path("/tenants/{tenant}")
@Produces("application/json")
public class RetentionResource {
    static final String PARQUET = "application/vnd.apache.parquet";

    private final Retentions retentions;
    private final Usage usage;
    private final Caller caller;
    private final TenantTransactions transactions;

    @Inject
    public RetentionResource(Retentions retentions, Usage usage, Caller caller, TenantTransactions transactions) {
        this.retentions = retentions;
        this.usage = usage;
        this.caller = caller;
        this.transactions = transactions;
    }

    @GET
    @Path("/usage-retention")
    @Described(
            value = "Reads how long usage is kept",
            needs = Permission.SEE_METERS,
            answers = RetentionShapes.UsageRetention.class)
    public Response read(@PathParam("tenant") String tenant) {
        TenantId at = caller.at(tenant, Permission.SEE_METERS).tenant();
        return answer(retentions.days(at));
    }

    @PUT
    @Path("/usage-retention")
    @Consumes("application/json")
    @Described(
            value = "Says how long usage is kept",
            needs = Permission.MANAGE_TENANT,
            more = "Of calls, events, dead letters and what charts are made of. What was issued stays.",
            takes = RetentionShapes.UsageRetentionChange.class,
            answers = RetentionShapes.UsageRetention.class)
    public Response keep(
            @PathParam("tenant") String tenant,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            InputStream body) {
        TenantId at = caller.at(tenant, Permission.MANAGE_TENANT).tenant();
        Members members = Bodies.object(body, Bodies.SMALL);
        Integer days = members.has("days")
                ? (Integer) (int) members.whole("days", Retentions.FEWEST_DAYS, Retentions.MOST_DAYS)
                : null;
        members.refuseIfWrong();
        return transactions.inTenant(at, () -> {
            IfMatch.required(ifMatch, IfMatch.tag(json(retentions.hold())));
            retentions.keep(at, days);
            return answer(days);
        });
    }

    @GET
    @Path("/usage-archives/{month}")
    @Produces({RetentionResource.PARQUET, "application/json"})
    @Described(
            value = "Fetches a month's calls as a Parquet file",
            needs = Permission.SEE_METERS,
            more = "Each call once, of a month in UTC by the calls’ end, such as 2026-10. Written while it is read: a"
                    + " file that does not end as Parquet does is not whole.",
            answers = byte[].class)
    @Refuses(status = 503, type = "usage-unavailable", when = "Usage cannot be read now.")
    public Response month(
            @PathParam("tenant") String tenant,
            @PathParam("month")
                    @Text(pattern = "^2[01][0-9]{2}-(0[1-9]|1[0-2])$", example = "2026-10")
                    @About("In UTC.")
                    String text) {
        TenantId at = caller.at(tenant, Permission.SEE_METERS).tenant();
        YearMonth month = month(text);
        try {
            usage.mustAnswer();
        } catch (UsageUnavailable away) {
            throw new ApiProblem(
                    503, "usage-unavailable", "Usage unavailable", "Usage cannot be read now; try again in a moment.");
        }
        StreamingOutput file = out -> usage.parquet(at, month, out);
        return Response.ok(file, PARQUET)
                .header("Content-Disposition", "attachment; filename=\"usage-%s-%s.parquet\"".formatted(tenant, month))
                .header("Cache-Control", "no-store")
                .build();
    }

    private static YearMonth month(String text) {
        try {
            YearMonth month = YearMonth.parse(text);
            if (month.getYear() >= 2000 && month.getYear() < 2200) {
                return month;
            }
        } catch (DateTimeException none) {
            // there is no such archive
        }
        throw ApiProblem.notFound();
    }

    private static JsonObject json(@Nullable Integer days) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        return (days == null ? json.addNull("days") : json.add("days", days)).build();
    }

    private static Response answer(@Nullable Integer days) {
        JsonObject json = json(days);
        return Response.ok(json).header("ETag", IfMatch.tag(json)).build();
    }
}
