package io.tallygate.portal.tenancy.web;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.portal.account.Person;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.audit.AuditContext;
import io.tallygate.portal.signup.SignUp;
import io.tallygate.portal.signup.TooManySignUps;
import io.tallygate.portal.signup.UnverifiedAddress;
import io.tallygate.portal.tenancy.NewTenant;
import io.tallygate.portal.tenancy.Tenant;
import io.tallygate.portal.tenancy.Tenants;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants`: those the caller belongs to, and new ones, by whoever signs up or by an operator.
@Section(value = "Tenants", about = "Organisations that publish here.")
@Path("/tenants")
@Produces("application/json")
public class TenantsResource {
    private final Tenants tenants;
    private final SignUp signUp;
    private final Caller caller;

    @Inject
    public TenantsResource(Tenants tenants, SignUp signUp, Caller caller) {
        this.tenants = tenants;
        this.signUp = signUp;
        this.caller = caller;
    }

    /// A person belongs to few tenants: the list is always whole.
    @GET
    @Described(value = "Lists the tenants that you work at", answers = TenantShapes.OwnTenant.class, list = true)
    public JsonObject list() {
        JsonArrayBuilder items = Json.createArrayBuilder();
        caller.memberships()
                .tenants()
                .forEach(membership -> items.add(Json.createObjectBuilder()
                        .add("slug", membership.tenant())
                        .add("name", membership.name())
                        .add("role", membership.role().wireName())));
        return Json.createObjectBuilder()
                .add("items", items)
                .addNull("nextCursor")
                .build();
    }

    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Makes a tenant",
            more = "Whoever has signed in with a verified address founds a tenant and owns it. An operator makes one"
                    + " for somebody else, whom `owner` names.",
            takes = TenantShapes.NewTenant.class,
            answers = TenantShapes.Tenant.class)
    @Refuses(status = 403, type = "sign-in-needed", when = "A personal access token called that is not an operator's.")
    @Refuses(status = 403, type = "unverified-address", when = "The identity provider has not verified your address.")
    @Refuses(status = 429, type = "sign-up-limit", when = "You, or your network address, tried too often.")
    public Response create(InputStream body) {
        Members wanted = Bodies.object(body, Bodies.SMALL);
        Members owner = caller.isOperator() ? wanted.object("owner") : null;
        if (!caller.isOperator() && wanted.has("owner")) {
            wanted.refuse("owner", because("You will own the tenant yourself; leave this out."));
        }
        NewTenant tenant = new NewTenant(
                wanted.optionalText("slug"),
                wanted.optionalText("name"),
                wanted.optionalText("legalName"),
                wanted.optionalTexts("address"),
                wanted.optionalText("country"),
                wanted.optionalText("timeZone"),
                wanted.optionalText("currency"),
                wanted.optionalText("accent"),
                wanted.optionalText("tagline"),
                wanted.optionalText("keyPrefix"),
                email(owner));
        Person founder = caller.isOperator() ? null : caller.themselves();
        wanted.refuseIfWrong();
        Tenant made = founder == null ? tenants.create(tenant) : found(founder, tenant);
        return Response.status(Response.Status.CREATED)
                .entity(TenantJson.of(made, List.of()).build())
                .build();
    }

    private Tenant found(Person founder, NewTenant wanted) {
        try {
            return signUp.found(founder, AuditContext.current().origin(), wanted);
        } catch (UnverifiedAddress unverified) {
            throw new ApiProblem(
                    403,
                    "unverified-address",
                    "Unverified address",
                    "The identity provider has not verified your e-mail address.");
        } catch (TooManySignUps tooMany) {
            throw ApiProblem.tooMany(
                    "sign-up-limit",
                    "Too many sign-ups",
                    "The limit %s is reached; it resets in %d s."
                            .formatted(
                                    tooMany.limit().wireName(), tooMany.again().toSeconds()),
                    tooMany.again().toSeconds() + 1);
        }
    }

    private static @Nullable String email(@Nullable Members owner) {
        return owner == null ? null : owner.optionalText("email");
    }
}
