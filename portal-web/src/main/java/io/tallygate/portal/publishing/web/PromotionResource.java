package io.tallygate.portal.publishing.web;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.Environment;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.publishing.Api;
import io.tallygate.portal.publishing.ApiView;
import io.tallygate.portal.publishing.Deployments;
import io.tallygate.portal.publishing.NotReady;
import io.tallygate.portal.publishing.Promotion;
import io.tallygate.portal.publishing.Publishing;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// `…/apis/{api}/promotion`: an environment takes over the version that answers in another. Whoever looked first sends
/// the tag of what they saw, and gets that or nothing.
@Section("APIs")
@Path("/tenants/{tenant}/apis/{api}/promotion")
@Produces("application/json")
public class PromotionResource {
    private final Publishing publishing;
    private final Deployments deployments;
    private final TenantTransactions transactions;
    private final Caller caller;
    private final String gateway;

    @Inject
    public PromotionResource(
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
            value = "Says what a promotion would change",
            needs = Permission.SEE_APIS,
            more = "An upstream stays where it is: each environment has its own.",
            asks = DeploymentShapes.PromotionWays.class,
            answers = DeploymentShapes.Promotion.class)
    @Refuses(status = 409, type = "not-ready", when = "Nothing answers in the environment to take over from.")
    public Response preview(
            @PathParam("tenant") String tenant,
            @PathParam("api") String id,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to) {
        Access access = caller.at(tenant, Permission.SEE_APIS);
        Api api = api(access, id);
        Environment source = asked("from", from);
        Environment target = asked("to", to);
        if (source == target) {
            throw ApiProblem.badRequest("from and to are two environments.");
        }
        return answer(
                access,
                api,
                ready(() -> deployments
                        .preview(access.tenant(), api.id(), source, target)
                        .orElseThrow(ApiProblem::notFound)));
    }

    @POST
    @Consumes("application/json")
    @Described(
            value = "Takes the version of an environment over into another",
            needs = Permission.MANAGE_APIS,
            more = "All of it or nothing; gateways serve it as soon as this is answered. `If-Match` is the tag of what"
                    + " would change. Promoting again changes nothing.",
            takes = DeploymentShapes.Promoting.class,
            answers = DeploymentShapes.Promotion.class)
    @Refuses(status = 409, type = "not-ready", when = "Nothing answers in the environment to take over from.")
    @Refuses(status = 409, type = "limit-reached", when = "The tenant has as many routes as it may.")
    public Response promote(
            @PathParam("tenant") String tenant,
            @PathParam("api") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            InputStream body) {
        Access access = caller.at(tenant, Permission.MANAGE_APIS);
        Api api = api(access, id);
        Members wanted = Bodies.object(body, Bodies.SMALL);
        Environment from = named(wanted, "from");
        Environment to = named(wanted, "to");
        if (from == to) {
            wanted.refuse("to", because("Another environment than the one it comes from."));
        }
        wanted.refuseIfWrong();
        return transactions.inTenant(
                access.tenant(),
                () -> ready(() -> {
                    Promotion seen = deployments
                            .preview(access.tenant(), api.id(), from, to)
                            .orElseThrow(ApiProblem::notFound);
                    IfMatch.required(ifMatch, tag(seen));
                    return answer(
                            access,
                            api,
                            deployments
                                    .promote(access.tenant(), api.id(), from, to, seen.tag())
                                    .orElseThrow(ApiProblem::notFound));
                }));
    }

    private Api api(Access access, String id) {
        return publishing.find(access.tenant(), Ids.of(id)).map(ApiView::api).orElseThrow(ApiProblem::notFound);
    }

    private Response answer(Access access, Api api, Promotion promotion) {
        return Response.ok(new DeploymentJson(gateway, access.slug(), api).of(promotion))
                .header(HttpHeaders.ETAG, tag(promotion))
                .build();
    }

    private static String tag(Promotion promotion) {
        return '"' + promotion.tag() + '"';
    }

    private static Environment asked(String parameter, @Nullable String name) {
        return Environment.of(name == null ? "" : name)
                .orElseThrow(() -> ApiProblem.badRequest(parameter + " is live or test."));
    }

    private static Environment named(Members wanted, String member) {
        String name = wanted.text(member);
        return Environment.of(name).orElseGet(() -> {
            if (!name.isEmpty()) {
                wanted.refuse(member, because("live or test."));
            }
            return Environment.LIVE;
        });
    }

    private static <T> T ready(Supplier<T> work) {
        try {
            return work.get();
        } catch (NotReady incomplete) {
            throw ApiProblem.conflict("not-ready", "Not ready", String.valueOf(incomplete.getMessage()));
        } catch (Deployments.ChangedMeanwhile overtaken) {
            throw new ApiProblem(
                    412, "changed-meanwhile", "Changed meanwhile", "Look again: something else changes now.");
        }
    }
}
