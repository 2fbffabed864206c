package io.tallygate.portal.publishing.web;

import io.tallygate.metering.meter.Environment;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.api.openapi.Text;
import io.tallygate.portal.publishing.Api;
import io.tallygate.portal.publishing.ApiView;
import io.tallygate.portal.publishing.Deployment;
import io.tallygate.portal.publishing.Deployments;
import io.tallygate.portal.publishing.NotReady;
import io.tallygate.portal.publishing.Publishing;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.io.InputStream;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// `…/apis/{api}/deployments`: which version of an API answers in which environment, and the service behind it.
@Section("APIs")
@Path("/tenants/{tenant}/apis/{api}/deployments")
@Produces("application/json")
public class DeploymentsResource {
    private final Publishing publishing;
    private final Deployments deployments;
    private final TenantTransactions transactions;
    private final Caller caller;
    private final String gateway;

    @Inject
    public DeploymentsResource(
            Publishing publishing,
            Deployments deployments,
            TenantTransactions transactions,
            Caller caller,
            @ConfigProperty(name = "TALLYGATE_GATEWAY_URL", defaultValue = "http://localhost:8000") String gateway) {
        this.publishing = publishing;
        this.deployments = deployments;
        this.transactions = transactions;
        this.caller = caller;
        this.gateway = gateway;
    }

    @GET
    @Described(
            value = "Lists where an API answers",
            needs = Permission.SEE_APIS,
            more = "Live first; an environment where nothing answers is left out.",
            answers = DeploymentShapes.Deployment.class,
            list = true)
    public JsonObject list(@PathParam("tenant") String tenant, @PathParam("api") String id) {
        Access access = caller.at(tenant, Permission.SEE_APIS);
        Api api = api(access, id);
        JsonArrayBuilder items = Json.createArrayBuilder();
        deployments
                .of(access.tenant(), api.id())
                .forEach(deployment -> items.add(json(access, api).of(deployment)));
        return Json.createObjectBuilder()
                .add("items", items)
                .addNull("nextCursor")
                .build();
    }

    @GET
    @Path("/{environment}")
    @Described(
            value = "Reads what of an API answers in an environment",
            needs = Permission.SEE_APIS,
            answers = DeploymentShapes.Deployment.class)
    public JsonObject read(
            @PathParam("tenant") String tenant,
            @PathParam("api") String id,
            @PathParam("environment") @Text(oneOf = {"live", "test"}) @About("Live or test.") String environment) {
        Access access = caller.at(tenant, Permission.SEE_APIS);
        Api api = api(access, id);
        return json(access, api).of(now(access, api.id(), named(environment))).build();
    }

    @PUT
    @Path("/{environment}")
    @Consumes("application/json")
    @Described(
            value = "Lets a version of an API answer in an environment",
            needs = Permission.MANAGE_APIS,
            more = "Gateways serve it as soon as this is answered. In live this also publishes the API. Where nothing"
                    + " answers yet, `If-Match: *` is the only one that fits.",
            takes = DeploymentShapes.NewDeployment.class,
            answers = DeploymentShapes.Deployment.class)
    @Refuses(status = 409, type = "not-ready", when = "Nobody has said an upstream.")
    @Refuses(status = 409, type = "limit-reached", when = "The tenant has as many routes as it may.")
    public JsonObject deploy(
            @PathParam("tenant") String tenant,
            @PathParam("api") String id,
            @PathParam("environment") @Text(oneOf = {"live", "test"}) @About("Live or test.") String environment,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            InputStream body) {
        Access access = caller.at(tenant, Permission.MANAGE_APIS);
        Api api = api(access, id);
        Environment where = named(environment);
        Members wanted = Bodies.object(body, Bodies.SMALL);
        UUID version = wanted.optionalId("version");
        String upstream = wanted.optionalText("upstream");
        wanted.refuseIfWrong();
        return transactions.inTenant(access.tenant(), () -> {
            hold(api);
            IfMatch.required(ifMatch, tag(access, api, where));
            try {
                return deployments
                        .deploy(access.tenant(), api.id(), where, version, upstream)
                        .map(deployed -> json(access, api).of(deployed).build())
                        .orElseThrow(ApiProblem::notFound);
            } catch (NotReady incomplete) {
                throw ApiProblem.conflict("not-ready", "Not ready", String.valueOf(incomplete.getMessage()));
            }
        });
    }

    @DELETE
    @Path("/{environment}")
    @Described(
            value = "Takes an API back from an environment",
            needs = Permission.MANAGE_APIS,
            more = "Gateways answer 404 there as soon as they hear of it.")
    public void withdraw(
            @PathParam("tenant") String tenant,
            @PathParam("api") String id,
            @PathParam("environment") @Text(oneOf = {"live", "test"}) @About("Live or test.") String environment,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        Access access = caller.at(tenant, Permission.MANAGE_APIS);
        Api api = api(access, id);
        Environment where = named(environment);
        transactions.inTenant(access.tenant(), () -> {
            hold(api);
            now(access, api.id(), where);
            IfMatch.required(ifMatch, tag(access, api, where));
            deployments.withdraw(access.tenant(), api.id(), where);
        });
    }

    /// What is compared next stays so until the transaction ends: deployments change under their API's lock.
    private void hold(Api api) {
        if (publishing.hold(api.id()).isEmpty()) {
            throw ApiProblem.notFound();
        }
    }

    private Api api(Access access, String id) {
        return publishing.find(access.tenant(), Ids.of(id)).map(ApiView::api).orElseThrow(ApiProblem::notFound);
    }

    private Deployment now(Access access, UUID api, Environment environment) {
        return deployments.of(access.tenant(), api).stream()
                .filter(deployment -> deployment.environment() == environment)
                .findFirst()
                .orElseThrow(ApiProblem::notFound);
    }

    /// Empty when nothing answers there, which only `*` matches.
    private String tag(Access access, Api api, Environment environment) {
        return deployments.of(access.tenant(), api.id()).stream()
                .filter(deployment -> deployment.environment() == environment)
                .findFirst()
                .map(deployment -> IfMatch.tag(json(access, api).of(deployment).build()))
                .orElse("");
    }

    private DeploymentJson json(Access access, Api api) {
        return new DeploymentJson(gateway, access.slug(), api);
    }

    static Environment named(String environment) {
        return Environment.of(environment).orElseThrow(ApiProblem::notFound);
    }
}
