package io.tallygate.portal.lifecycle.web;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.lifecycle.erase.Erasure;
import io.tallygate.portal.lifecycle.erase.ErasureRecords;
import io.tallygate.portal.lifecycle.erase.Erasures;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.io.InputStream;
import java.util.Optional;

/// `/api/v1/tenants/{t}/erase`: a tenant goes for good, when its owner or the operator says so; until its grace is over
/// either takes that back.
@Section("Tenants")
@Path("/tenants/{tenant}/erase")
@Produces("application/json")
public class ErasureResource {
    private final Erasures erasures;
    private final ErasureRecords records;
    private final Caller caller;

    @Inject
    public ErasureResource(Erasures erasures, ErasureRecords records, Caller caller) {
        this.erasures = erasures;
        this.records = records;
        this.caller = caller;
    }

    /// @param body  `{"slug": "…"}`
    @POST
    @Consumes("application/json")
    @Described(
            value = "Asks for the erasure of a tenant",
            needs = Permission.ERASE_TENANT,
            more = "The tenant is suspended at once, and erased for good when its grace is over; the operator may say"
                    + " now. Again changes nothing, and tells how it stands. `infra/contracts/erasure.md` tells what"
                    + " is kept.",
            takes = ErasureShapes.Erasing.class,
            answers = ErasureShapes.TenantErasure.class)
    public JsonObject ask(@PathParam("tenant") String tenant, InputStream body) {
        Optional<Erasure> done = caller.isOperator() ? records.done(tenant) : Optional.empty();
        TenantId id = done.isPresent() ? null : erasable(tenant);
        Members wanted = Bodies.object(body, Bodies.SMALL);
        String slug = wanted.text("slug");
        boolean now = Boolean.TRUE.equals(wanted.optionalFlag("now"));
        if (now && !caller.isOperator()) {
            wanted.refuse("now", because("Only the installation’s operator may leave out the grace."));
        }
        if (wanted.has("slug") && !slug.strip().equals(tenant)) {
            wanted.refuse("slug", Erasures.OTHER_NAME);
        }
        wanted.refuseIfWrong();
        return ErasureJson.of(
                        id == null
                                ? done.orElseThrow()
                                : erasures.ask(
                                        id, caller.isOperator() ? Erasure.By.OPERATOR : Erasure.By.OWNER, slug, now))
                .build();
    }

    @GET
    @Described(
            value = "Reads how the erasure of a tenant stands",
            needs = Permission.ERASE_TENANT,
            more = "404 when nobody has asked for it.",
            answers = ErasureShapes.TenantErasure.class)
    public JsonObject read(@PathParam("tenant") String tenant) {
        Optional<Erasure> done = caller.isOperator() ? records.done(tenant) : Optional.empty();
        return ErasureJson.of(done.or(() -> erasures.of(erasable(tenant))).orElseThrow(ApiProblem::notFound))
                .build();
    }

    @POST
    @Path("/cancel")
    @Described(
            value = "Takes back that a tenant is to be erased",
            needs = Permission.ERASE_TENANT,
            more = "The tenant is as it was, but for suspensions of other causes. The operator may as well.")
    @Refuses(status = 409, type = "no-erasure", when = "Nobody has asked for it, or it runs already.")
    public void cancel(@PathParam("tenant") String tenant) {
        if (!erasures.cancel(erasable(tenant))) {
            throw ApiProblem.conflict(
                    "no-erasure", "No erasure", "There is no erasure that could still be taken back.");
        }
    }

    private TenantId erasable(String tenant) {
        return caller.isOperator()
                ? caller.asOperator(tenant)
                : caller.atSuspended(tenant, Permission.ERASE_TENANT).tenant();
    }
}
