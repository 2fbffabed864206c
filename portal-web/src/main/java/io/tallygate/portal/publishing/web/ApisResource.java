package io.tallygate.portal.publishing.web;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.Environment;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.plan.Products;
import io.tallygate.portal.publishing.ApiView;
import io.tallygate.portal.publishing.Deployments;
import io.tallygate.portal.publishing.NewApi;
import io.tallygate.portal.publishing.NotReady;
import io.tallygate.portal.publishing.Publishing;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/apis`: staff see drafts, everybody else what is published.
@Section(value = "APIs", about = "From a document to something that can be called.")
@Path("/tenants/{tenant}/apis")
@Produces("application/json")
public class ApisResource {
    private final Publishing publishing;
    private final Deployments deployments;
    private final Products products;
    private final Caller caller;
    private final TenantTransactions transactions;
    private final String gateway;

    @Inject
    public ApisResource(
            Publishing publishing,
            Deployments deployments,
            Products products,
            Caller caller,
            TenantTransactions transactions,
            @ConfigProperty(name = "TALLYGATE_GATEWAY_URL", defaultValue = "http://localhost:8000") String gateway) {
        this.publishing = publishing;
        this.deployments = deployments;
        this.products = products;
        this.caller = caller;
        this.transactions = transactions;
        this.gateway = gateway;
    }

    @GET
    @Described(
            value = "Lists APIs",
            needs = Permission.SEE_PUBLISHED_APIS,
            more = "Staff see drafts, everybody else what is published; oldest first.",
            answers = ApiShapes.Api.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Access access = caller.somewhere(tenant, Permission.SEE_PUBLISHED_APIS);
        PageOf page = PageOf.asked(limit, cursor);
        List<ApiView> found =
                publishing.list(access.tenant(), !access.may(Permission.SEE_APIS), page.after(), page.rows());
        Set<UUID> inTest = deployments.inTest(
                access.tenant(), found.stream().map(view -> view.api().id()).toList());
        return page.answer(found, view -> view.api().id(), view -> json(access, view, inTest));
    }

    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Makes a draft of an API from its OpenAPI document",
            needs = Permission.MANAGE_APIS,
            more = "The document is given, or fetched from where it is.",
            takes = ApiShapes.NewApi.class,
            answers = ApiShapes.Api.class)
    @Refuses(status = 409, type = "limit-reached", when = "The tenant has as many as it may.")
    public Response importDocument(@PathParam("tenant") String tenant, InputStream body) {
        Access access = caller.at(tenant, Permission.MANAGE_APIS);
        Members wanted = Bodies.object(body, Bodies.DOCUMENT);
        NewApi api = new NewApi(
                wanted.optionalText("name"),
                wanted.optionalText("slug"),
                wanted.optionalText("basePath"),
                wanted.optionalText("upstream"),
                wanted.optionalText("document"),
                wanted.optionalText("documentUrl"));
        wanted.refuseIfWrong();
        return answer(
                Response.status(Response.Status.CREATED), access, publishing.importDocument(access.tenant(), api));
    }

    @GET
    @Path("/{id}")
    @Described(value = "Reads an API", needs = Permission.SEE_PUBLISHED_APIS, answers = ApiShapes.Api.class)
    public Response read(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        Access access = caller.somewhere(tenant, Permission.SEE_PUBLISHED_APIS);
        return answer(Response.ok(), access, visible(access, id));
    }

    /// The document to the character as it was imported.
    @GET
    @Path("/{id}/document")
    @Produces({"application/json", "application/yaml"})
    @Described(
            value = "Reads the document of an API",
            needs = Permission.SEE_PUBLISHED_APIS,
            more = "To the character as it was imported.",
            answers = String.class)
    public Response document(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        Access access = caller.somewhere(tenant, Permission.SEE_PUBLISHED_APIS);
        String document = publishing
                .document(access.tenant(), visible(access, id).api().id())
                .orElseThrow(ApiProblem::notFound);
        return Response.ok(document)
                .type(document.stripLeading().startsWith("{") ? "application/json" : "application/yaml")
                .build();
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/json")
    @Described(
            value = "Changes an API",
            needs = Permission.MANAGE_APIS,
            takes = ApiShapes.ApiChange.class,
            answers = ApiShapes.Api.class)
    public Response change(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            InputStream body) {
        Access access = caller.at(tenant, Permission.MANAGE_APIS);
        Members wanted = Bodies.object(body, Bodies.SMALL);
        String name = wanted.optionalText("name");
        String description = wanted.optionalText("description");
        String upstream = wanted.optionalText("upstream");
        wanted.refuseIfWrong();
        return transactions.inTenant(access.tenant(), () -> {
            ApiView held = held(id, ifMatch);
            return answer(
                    Response.ok(),
                    access,
                    orNotFound(publishing.change(access.tenant(), held.api().id(), name, description, upstream)));
        });
    }

    @DELETE
    @Path("/{id}")
    @Described(value = "Deletes an API", needs = Permission.MANAGE_APIS, more = "With all its versions.")
    @Refuses(status = 409, type = "in-use", when = "It answers in an environment, or products sell it.")
    public void delete(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        Access access = caller.at(tenant, Permission.MANAGE_APIS);
        transactions.inTenant(access.tenant(), () -> {
            ApiView held = held(id, ifMatch);
            products.mustNotSell(held.api().id());
            publishing.delete(access.tenant(), held);
        });
    }

    private ApiView held(String id, @Nullable String ifMatch) {
        return IfMatch.held(publishing.hold(Ids.of(id)), ifMatch, ApisResource::tag);
    }

    @GET
    @Path("/{id}/versions")
    @Described(
            value = "Lists the versions of an API",
            needs = Permission.SEE_APIS,
            more = "Every document that was imported, oldest first.",
            answers = DeploymentShapes.ApiVersion.class)
    public JsonObject versions(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Access access = caller.at(tenant, Permission.SEE_APIS);
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(
                deployments.versions(access.tenant(), visible(access, id).api().id(), page.after(), page.rows()),
                Deployments.Version::id,
                version -> Json.createObjectBuilder()
                        .add("id", version.id().toString())
                        .add("version", version.version())
                        .add("specification", version.specification())
                        .add(
                                "documentUrl",
                                version.sourceUrl() == null ? JsonValue.NULL : Json.createValue(version.sourceUrl()))
                        .add("createdAt", version.createdAt().toString()));
    }

    /// The API goes on with another document.
    @POST
    @Idempotent
    @Path("/{id}/versions")
    @Consumes("application/json")
    @Described(
            value = "Gives an API another document",
            needs = Permission.MANAGE_APIS,
            takes = ApiShapes.NewApiVersion.class,
            answers = ApiShapes.Api.class)
    @Refuses(status = 409, type = "not-ready", when = "Nobody has said which upstream answers for the API.")
    public Response importVersion(@PathParam("tenant") String tenant, @PathParam("id") String id, InputStream body) {
        Access access = caller.at(tenant, Permission.MANAGE_APIS);
        Members wanted = Bodies.object(body, Bodies.DOCUMENT);
        String document = wanted.optionalText("document");
        String url = wanted.optionalText("documentUrl");
        String environment = wanted.optionalText("environment");
        Environment where = Environment.of(environment == null ? "live" : environment)
                .orElseGet(() -> {
                    wanted.refuse("environment", because("live or test."));
                    return Environment.LIVE;
                });
        wanted.refuseIfWrong();
        try {
            return answer(
                    Response.status(Response.Status.CREATED),
                    access,
                    orNotFound(publishing.importVersion(access.tenant(), Ids.of(id), where, document, url)));
        } catch (NotReady incomplete) {
            throw ApiProblem.conflict("not-ready", "Not ready", String.valueOf(incomplete.getMessage()));
        }
    }

    @POST
    @Path("/{id}/publish")
    @Described(
            value = "Publishes an API",
            more = "Publishing twice changes nothing.",
            needs = Permission.MANAGE_APIS,
            answers = ApiShapes.Api.class)
    @Refuses(status = 409, type = "not-ready", when = "Something is missing before it can be called.")
    public Response publish(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        Access access = caller.at(tenant, Permission.MANAGE_APIS);
        try {
            return answer(Response.ok(), access, orNotFound(publishing.publish(access.tenant(), Ids.of(id))));
        } catch (NotReady incomplete) {
            throw ApiProblem.conflict("not-ready", "Not ready to publish", String.valueOf(incomplete.getMessage()));
        }
    }

    @POST
    @Path("/{id}/unpublish")
    @Described(
            value = "Takes an API back",
            more = "Gateways answer 404 as soon as they hear of it.",
            needs = Permission.MANAGE_APIS,
            answers = ApiShapes.Api.class)
    public Response unpublish(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        Access access = caller.at(tenant, Permission.MANAGE_APIS);
        return answer(Response.ok(), access, orNotFound(publishing.unpublish(access.tenant(), Ids.of(id))));
    }

    private ApiView visible(Access access, String id) {
        return publishing
                .find(access.tenant(), Ids.of(id))
                .filter(view -> view.api().isPublished() || access.may(Permission.SEE_APIS))
                .orElseThrow(ApiProblem::notFound);
    }

    private static ApiView orNotFound(Optional<ApiView> view) {
        return view.orElseThrow(ApiProblem::notFound);
    }

    private static String tag(ApiView view) {
        return "\"" + view.api().lockVersion() + "\"";
    }

    private Response answer(Response.ResponseBuilder response, Access access, ApiView view) {
        return response.header("ETag", tag(view))
                .entity(json(
                                access,
                                view,
                                deployments.inTest(
                                        access.tenant(), List.of(view.api().id())))
                        .build())
                .build();
    }

    private JsonObjectBuilder json(Access access, ApiView view, Set<UUID> inTest) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", view.api().id().toString())
                .add("slug", view.api().slug())
                .add("name", view.api().name())
                .add("description", view.api().description())
                .add("version", view.version())
                .add("specification", view.specification())
                .add("status", view.api().status())
                .add("basePath", view.api().basePath())
                .add("gatewayUrl", gateway + Publishing.gatewayPath(access.slug(), view.api()))
                .add("createdAt", view.api().createdAt().toString());
        if (inTest.contains(view.api().id())) {
            json.add("testGatewayUrl", gateway + Publishing.gatewayPath(access.slug(), Environment.TEST, view.api()));
        } else {
            json.addNull("testGatewayUrl");
        }
        // where the calls go is the tenant's business alone
        if (access.may(Permission.SEE_APIS)) {
            if (view.api().upstream() == null) {
                json.addNull("upstream");
            } else {
                json.add("upstream", view.api().upstream());
            }
        }
        if (!view.operations().isEmpty()) {
            JsonArrayBuilder operations = Json.createArrayBuilder();
            view.operations()
                    .forEach(operation -> operations.add(Json.createObjectBuilder()
                            .add("id", operation.operationId())
                            .add("method", operation.method())
                            .add("path", operation.path())
                            .add("summary", operation.summary())
                            .add("tags", Json.createArrayBuilder(operation.tags()))));
            json.add("operations", operations);
        }
        return json;
    }
}
