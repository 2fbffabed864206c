package io.tallygate.portal.dispute.web;

import io.tallygate.billing.dispute.Dispute;
import io.tallygate.billing.dispute.DisputeRefused;
import io.tallygate.billing.dispute.Disputes;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.dispute.LineCalls;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.Reason;
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
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/disputes`: calls of invoice lines that are said to be wrong.
@Section(value = "Disputes", about = "Calls of invoice lines that are said to be wrong, as drafts of credit notes.")
@Path("/tenants/{tenant}/disputes")
@Produces("application/json")
public class DisputesResource {
    private final LineCalls lines;
    private final Caller caller;

    @Inject
    public DisputesResource(LineCalls lines, Caller caller) {
        this.lines = lines;
        this.caller = caller;
    }

    @GET
    @Described(
            value = "Lists disputes",
            needs = Permission.SEE_INVOICES,
            more = "Newest first. A consumer's member sees its own only.",
            asks = DisputeShapes.DisputesQuestion.class,
            answers = DisputeShapes.Dispute.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @QueryParam("invoice") @Nullable String invoice,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Access access = caller.somewhere(tenant, Permission.SEE_INVOICES);
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(
                lines.disputes(
                        access.tenant(),
                        invoice == null ? null : Ids.of(invoice),
                        access.visibleConsumers(Permission.SEE_INVOICES),
                        page.after(),
                        page.rows()),
                Dispute::id,
                DisputeJson::dispute);
    }

    @POST
    @Consumes("application/json")
    @Described(
            value = "Drafts a credit note for calls of an invoice line",
            needs = Permission.DISPUTE,
            more = "The calls are kept as evidence. The credit is what the line would cost less without them. Who asks"
                    + " again with the same calls is refused, so nothing is credited twice.",
            takes = DisputeShapes.NewDispute.class,
            answers = DisputeShapes.Dispute.class,
            status = 201)
    @Refuses(status = 409, type = "not-of-the-line", when = "A call is not on the line.")
    @Refuses(status = 409, type = "disputed-already", when = "A call is in another dispute of the line.")
    @Refuses(status = 503, type = "usage-unavailable", when = "Usage cannot be read now.")
    public Response create(@PathParam("tenant") String tenant, InputStream body) {
        Access access = caller.somewhere(tenant, Permission.DISPUTE);
        Members members = Bodies.object(body, Bodies.SMALL);
        UUID invoice = members.optionalId("invoice");
        long line = members.whole("line", 1, 999_999);
        List<UUID> calls = members.ids("calls");
        String reason = members.text("reason");
        if (invoice == null) {
            members.refuse("invoice", Reason.because("Is required."));
        }
        if (calls.isEmpty() || calls.size() > Disputes.MAX_CALLS) {
            members.refuse("calls", Reason.because("Must be 1 to {0} calls.", Disputes.MAX_CALLS));
        }
        members.refuseIfWrong();
        InputCheck check = new InputCheck();
        String why = check.required("/reason", reason, 1000);
        check.done();
        Dispute made = deciding(() -> LineCallsResource.reading(() -> lines.open(
                        access.tenant(),
                        Objects.requireNonNull(invoice),
                        (int) line,
                        access.visibleConsumers(Permission.DISPUTE),
                        calls,
                        why)
                .orElseThrow(ApiProblem::notFound)));
        return Response.status(Response.Status.CREATED)
                .entity(DisputeJson.dispute(made).build())
                .build();
    }

    @GET
    @Path("/{id}")
    @Described(
            value = "Reads a dispute with its evidence",
            needs = Permission.SEE_INVOICES,
            answers = DisputeShapes.DisputeStory.class)
    public JsonObject read(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        Access access = caller.somewhere(tenant, Permission.SEE_INVOICES);
        return DisputeJson.story(
                        lines.dispute(access.tenant(), Ids.of(id), access.visibleConsumers(Permission.SEE_INVOICES))
                                .orElseThrow(ApiProblem::notFound))
                .build();
    }

    @POST
    @Path("/{id}/accept")
    @Described(
            value = "Accepts a dispute: a credit note is due for it",
            needs = Permission.RUN_BILLING,
            answers = DisputeShapes.Dispute.class)
    @Refuses(status = 409, type = "decided", when = "It is decided already.")
    public JsonObject accept(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        return decide(tenant, id, true);
    }

    @POST
    @Path("/{id}/reject")
    @Described(value = "Rejects a dispute", needs = Permission.RUN_BILLING, answers = DisputeShapes.Dispute.class)
    @Refuses(status = 409, type = "decided", when = "It is decided already.")
    public JsonObject reject(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        return decide(tenant, id, false);
    }

    private JsonObject decide(String tenant, String id, boolean accept) {
        Access access = caller.at(tenant, Permission.RUN_BILLING);
        return deciding(() -> DisputeJson.dispute(
                        lines.decide(access.tenant(), Ids.of(id), accept).orElseThrow(ApiProblem::notFound))
                .build());
    }

    private static <T> T deciding(java.util.function.Supplier<T> work) {
        try {
            return work.get();
        } catch (DisputeRefused refused) {
            throw ApiProblem.conflict(refused.reason().slug(), "Dispute refused", String.valueOf(refused.getMessage()));
        }
    }
}
