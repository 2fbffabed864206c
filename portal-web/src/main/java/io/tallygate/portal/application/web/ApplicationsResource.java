package io.tallygate.portal.application.web;

import static io.tallygate.portal.input.Reason.because;

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
import io.tallygate.portal.application.Application;
import io.tallygate.portal.application.Applications;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.subscription.Subscribing;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/applications`: staff see all, members of consumers those of their consumers.
@Section(value = "Applications", about = "What consumers call APIs with, and its keys.")
@Path("/tenants/{tenant}/applications")
@Produces("application/json")
public class ApplicationsResource {
    private final Applications applications;
    private final Subscribing subscribing;
    private final Caller caller;
    private final TenantTransactions transactions;

    @Inject
    public ApplicationsResource(
            Applications applications, Subscribing subscribing, Caller caller, TenantTransactions transactions) {
        this.applications = applications;
        this.subscribing = subscribing;
        this.caller = caller;
        this.transactions = transactions;
    }

    @GET
    @Described(
            value = "Lists applications",
            needs = Permission.SEE_APPLICATIONS,
            more = "Staff see all of the tenant's, everybody else those of their consumers; oldest first.",
            answers = ApplicationShapes.Application.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Access access = caller.somewhere(tenant, Permission.SEE_APPLICATIONS);
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(
                applications.list(
                        access.tenant(),
                        access.visibleConsumers(Permission.SEE_APPLICATIONS),
                        page.after(),
                        page.rows()),
                Application::id,
                ApplicationJson::of);
    }

    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Makes an application",
            needs = Permission.MANAGE_APPLICATIONS,
            more = "For a consumer that you may manage the applications of.",
            takes = ApplicationShapes.NewApplication.class,
            answers = ApplicationShapes.Application.class)
    public Response create(@PathParam("tenant") String tenant, InputStream body) {
        Access access = caller.somewhere(tenant, Permission.MANAGE_APPLICATIONS);
        Members wanted = Bodies.object(body, Bodies.SMALL);
        UUID asked = wanted.optionalId("consumer");
        String name = wanted.text("name");
        String description = wanted.optionalText("description");
        wanted.refuseIfWrong();
        UUID consumer = asked == null ? onlyConsumer(access) : asked;
        if (!access.may(Permission.MANAGE_APPLICATIONS, consumer)) {
            throw new WrongInput("/consumer", because("There is no such consumer."));
        }
        return Response.status(Response.Status.CREATED)
                .entity(ApplicationJson.of(applications.create(access.tenant(), consumer, name, description))
                        .build())
                .build();
    }

    @GET
    @Path("/{id}")
    @Described(
            value = "Reads an application",
            needs = Permission.SEE_APPLICATIONS,
            answers = ApplicationShapes.Application.class)
    public JsonObject read(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        Access access = caller.somewhere(tenant, Permission.SEE_APPLICATIONS);
        return ApplicationJson.of(applications
                        .find(access.tenant(), Ids.of(id), access.visibleConsumers(Permission.SEE_APPLICATIONS))
                        .orElseThrow(ApiProblem::notFound))
                .build();
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/json")
    @Described(
            value = "Changes an application",
            needs = Permission.MANAGE_APPLICATIONS,
            more = "What is left out stays.",
            takes = ApplicationShapes.ApplicationChange.class,
            answers = ApplicationShapes.Application.class)
    public JsonObject change(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            InputStream body) {
        Access access = caller.somewhere(tenant, Permission.MANAGE_APPLICATIONS);
        Members wanted = Bodies.object(body, Bodies.SMALL);
        String name = wanted.optionalText("name");
        String description = wanted.optionalText("description");
        wanted.refuseIfWrong();
        return transactions.inTenant(
                access.tenant(),
                () -> ApplicationJson.of(applications.change(held(access, id, ifMatch), name, description))
                        .build());
    }

    @DELETE
    @Path("/{id}")
    @Described(
            value = "Deletes an application",
            needs = Permission.MANAGE_APPLICATIONS,
            more = "With its keys, which gateways refuse as soon as they hear of it.")
    @Refuses(status = 409, type = "in-use", when = "It has or had subscriptions.")
    public void delete(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        Access access = caller.somewhere(tenant, Permission.MANAGE_APPLICATIONS);
        transactions.inTenant(access.tenant(), () -> {
            Application held = held(access, id, ifMatch);
            subscribing.mustHaveNone(held.id());
            applications.delete(access.tenant(), held);
        });
    }

    private Application held(Access access, String id, @Nullable String ifMatch) {
        return IfMatch.held(
                applications.hold(Ids.of(id), access.visibleConsumers(Permission.MANAGE_APPLICATIONS)),
                ifMatch,
                ApplicationJson::tag);
    }

    private static UUID onlyConsumer(Access access) {
        List<Access.ConsumerMembership> own = access.consumers();
        if (own.size() != 1) {
            throw new WrongInput("/consumer", because("Say which consumer."));
        }
        return own.getFirst().consumer();
    }
}
