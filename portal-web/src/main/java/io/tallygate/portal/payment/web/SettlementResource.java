package io.tallygate.portal.payment.web;

import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.payment.Receiving;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

/// `/api/v1/tenants/{t}/invoices/{id}/settlement`: how much of an invoice is settled, and by what.
@Section("Payments")
@Path("/tenants/{tenant}/invoices/{id}/settlement")
@Produces("application/json")
public class SettlementResource {
    private final Receiving receiving;
    private final Caller caller;

    @Inject
    public SettlementResource(Receiving receiving, Caller caller) {
        this.receiving = receiving;
        this.caller = caller;
    }

    @GET
    @Described(
            value = "Says how much of an invoice is settled",
            needs = Permission.SEE_INVOICES,
            answers = PaymentShapes.Settlement.class)
    public JsonObject settlement(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        Access access = caller.somewhere(tenant, Permission.SEE_INVOICES);
        return PaymentJson.settlement(receiving
                        .settlement(access.tenant(), Ids.of(id), access.visibleConsumers(Permission.SEE_INVOICES))
                        .orElseThrow(ApiProblem::notFound))
                .build();
    }
}
