package io.tallygate.portal.routing.web;

import io.tallygate.metering.meter.Environment;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.api.openapi.Text;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.publishing.Api;
import io.tallygate.portal.publishing.ApiView;
import io.tallygate.portal.publishing.Deployments;
import io.tallygate.portal.publishing.Publishing;
import io.tallygate.portal.publishing.RouteRefusals;
import io.tallygate.portal.routing.Routing;
import io.tallygate.portal.routing.RoutingCheck;
import io.tallygate.portal.routing.Routings;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// `…/apis/{api}/routing/{environment}`: the routes of an API with their policies, and the rules of its upstream.
@Section("APIs")
@Path("/tenants/{tenant}/apis/{api}/routing/{environment}")
@Produces("application/json")
public class RoutingResource {
    private static final int MOST_BYTES = 1024 * 1024;

    private final Publishing publishing;
    private final Deployments deployments;
    private final Routings routings;
    private final RoutingCheck checks;
    private final RouteRefusals refusals;
    private final TenantTransactions transactions;
    private final Caller caller;

    @Inject
    public RoutingResource(
            Publishing publishing,
            Deployments deployments,
            Routings routings,
            RoutingCheck checks,
            RouteRefusals refusals,
            TenantTransactions transactions,
            Caller caller) {
        this.publishing = publishing;
        this.deployments = deployments;
        this.routings = routings;
        this.checks = checks;
        this.refusals = refusals;
        this.transactions = transactions;
        this.caller = caller;
    }

    @GET
    @Described(
            value = "Reads what gateways do with an API’s calls",
            needs = Permission.SEE_APIS,
            answers = RoutingShapes.Routing.class)
    public Response read(
            @PathParam("tenant") String tenant,
            @PathParam("api") String id,
            @PathParam("environment") @Text(oneOf = {"live", "test"}) @About("Live or test.") String environment) {
        Access access = caller.at(tenant, Permission.SEE_APIS);
        Environment where = named(environment);
        Api api = api(access, id);
        return answer(where, routings.published(access.tenant(), api.id(), where));
    }

    @PUT
    @Consumes("application/json")
    @Described(
            value = "Says what gateways do with an API’s calls",
            needs = Permission.MANAGE_APIS,
            more = "Gateways do so as soon as this is answered; where nothing answers yet, once something does. A"
                    + " route that a gateway cannot use is refused there alone.",
            takes = RoutingShapes.NewRouting.class,
            answers = RoutingShapes.Routing.class)
    public Response change(
            @PathParam("tenant") String tenant,
            @PathParam("api") String id,
            @PathParam("environment") @Text(oneOf = {"live", "test"}) @About("Live or test.") String environment,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            InputStream body) {
        Access access = caller.at(tenant, Permission.MANAGE_APIS);
        Environment where = named(environment);
        Api api = api(access, id);
        JsonObject wanted = Bodies.json(Bodies.text(body, MOST_BYTES));
        return transactions.inTenant(access.tenant(), () -> {
            if (publishing.hold(api.id()).isEmpty()) {
                throw ApiProblem.notFound();
            }
            Routing before = routings.published(access.tenant(), api.id(), where);
            IfMatch.required(ifMatch, tag(before));
            InputCheck check = new InputCheck();
            Routing routing = checks.check(
                    check,
                    "",
                    access.tenant(),
                    wanted,
                    before,
                    deployments.scheme(access.tenant(), api.id(), where).orElse(null));
            check.done();
            deployments.route(access.tenant(), api.id(), where, routing);
            return answer(where, routing);
        });
    }

    @GET
    @Path("/refusals")
    @Described(
            value = "Lists what gateways cannot use of an API’s routing",
            needs = Permission.SEE_APIS,
            more = "As instances told it that were heard in the last half minute. Empty: all of it is served.",
            list = true,
            answers = RoutingShapes.RouteRefusal.class)
    public JsonObject refusals(
            @PathParam("tenant") String tenant,
            @PathParam("api") String id,
            @PathParam("environment") @Text(oneOf = {"live", "test"}) @About("Live or test.") String environment) {
        Access access = caller.at(tenant, Permission.SEE_APIS);
        Environment where = named(environment);
        JsonArrayBuilder items = Json.createArrayBuilder();
        refusals.of(access.tenant(), api(access, id).id(), where).forEach(refused -> {
            String route = refused.route();
            items.add(Json.createObjectBuilder()
                    .add("route", route == null ? JsonValue.NULL : Json.createValue(route))
                    .add("instance", refused.instance())
                    .add("why", refused.why()));
        });
        return Json.createObjectBuilder()
                .add("items", items)
                .addNull("nextCursor")
                .build();
    }

    private Api api(Access access, String id) {
        return publishing.find(access.tenant(), Ids.of(id)).map(ApiView::api).orElseThrow(ApiProblem::notFound);
    }

    private static Environment named(String environment) {
        return Environment.of(environment).orElseThrow(ApiProblem::notFound);
    }

    private static Response answer(Environment environment, Routing routing) {
        return Response.ok(Json.createObjectBuilder()
                        .add("environment", environment.wireName())
                        .addAll(Json.createObjectBuilder(routing.toJson()))
                        .build())
                .header("ETag", tag(routing))
                .build();
    }

    /// A secret that was replaced makes another one.
    private static String tag(Routing routing) {
        return IfMatch.tag(Json.createObjectBuilder(routing.toJson())
                .add("sealed", routing.sealed().hashCode())
                .build());
    }
}
