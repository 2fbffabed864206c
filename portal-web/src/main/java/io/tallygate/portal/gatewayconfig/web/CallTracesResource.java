package io.tallygate.portal.gatewayconfig.web;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.gatewayconfig.CallTraceToken;
import io.tallygate.portal.gatewayconfig.GatewayGroups;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.util.UUID;

/// `/api/v1/tenants/{t}/call-traces`: for a few minutes, gateways tell a caller what calls to the tenant's APIs went
/// through.
@Section(value = "Call traces", about = "What single calls went through at the gateway.")
@Path("/tenants/{tenant}/call-traces")
@Produces("application/json")
public class CallTracesResource {
    static final int MOST_MINUTES = 15;
    private static final int USUAL_MINUTES = 5;

    private final GatewayGroups groups;
    private final TenantTransactions transactions;
    private final Caller caller;

    @Inject
    public CallTracesResource(GatewayGroups groups, TenantTransactions transactions, Caller caller) {
        this.groups = groups;
        this.transactions = transactions;
        this.caller = caller;
    }

    /// The token is in this answer and never again.
    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Lets a caller see what calls go through",
            needs = Permission.MANAGE_APIS,
            more = "Send the token with a call in the header that is named beside it: the answer carries, in a header"
                    + " of the same name, one line of JSON with the route that answered and why, each policy and"
                    + " its verdict, limits before and after, the tries upstream with their times, and which"
                    + " headers were changed. Values of headers that the gateway does not write itself are not"
                    + " shown. Whoever has the token sees this until it ends: do not give it to consumers.",
            takes = CallTraceShapes.NewCallTrace.class,
            answers = CallTraceShapes.CallTrace.class,
            once = true)
    @Refuses(status = 409, type = "no-gateway", when = "The group of gateways has no credential yet.")
    public Response issue(@PathParam("tenant") String tenant, InputStream body) {
        TenantId at = caller.at(tenant, Permission.MANAGE_APIS).tenant();
        Members wanted = Bodies.object(body, Bodies.SMALL);
        UUID route = wanted.optionalId("route");
        long minutes = wanted.has("minutes") ? wanted.whole("minutes", 1, MOST_MINUTES) : USUAL_MINUTES;
        wanted.refuseIfWrong();
        return transactions.inTenant(
                at,
                () -> groups.letTrace(at, route, Duration.ofMinutes(minutes))
                        .map(issued -> {
                            CallTraceToken token = issued.token();
                            JsonObjectBuilder json = Json.createObjectBuilder()
                                    .add("id", token.id().toString())
                                    .add("header", CallTraceToken.HEADER)
                                    .add("token", issued.text())
                                    .add("expiresAt", token.expiresAt().toString());
                            if (route == null) {
                                json.addNull("route");
                            } else {
                                json.add("route", route.toString());
                            }
                            return Response.status(Response.Status.CREATED)
                                    .header("Cache-Control", "no-store")
                                    .entity(json.build())
                                    .build();
                        })
                        .orElseThrow(() -> ApiProblem.conflict(
                                "no-gateway", "No gateway", "The group of gateways has no credential yet.")));
    }
}
