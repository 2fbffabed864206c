package io.tallygate.portal.identity.web;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
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
import io.tallygate.portal.identity.IdentityProvider;
import io.tallygate.portal.identity.brokering.BrokeringLimits;
import io.tallygate.portal.identity.brokering.DomainProofs;
import io.tallygate.portal.identity.brokering.DomainTaken;
import io.tallygate.portal.identity.brokering.ProofMissing;
import io.tallygate.portal.identity.brokering.ProviderKind;
import io.tallygate.portal.identity.brokering.TenantProviders;
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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/identity-providers`: with which providers of its own a tenant's people sign in.
@Section(
        value = "Identity providers",
        about = "A tenant's own OpenID Connect or SAML providers, and the e-mail domains whose people are led to them.")
@Path("/tenants/{tenant}/identity-providers")
@Produces("application/json")
public class IdentityProvidersResource {
    /// Metadata, escaped as JSON.
    private static final int MOST_BYTES = 3 * BrokeringLimits.METADATA_BYTES;

    private final TenantProviders providers;
    private final DomainProofs proofs;
    private final IdentityProvider realm;
    private final Caller caller;

    @Inject
    public IdentityProvidersResource(
            TenantProviders providers, DomainProofs proofs, IdentityProvider realm, Caller caller) {
        this.providers = providers;
        this.proofs = proofs;
        this.realm = realm;
        this.caller = caller;
    }

    @GET
    @Described(
            value = "Lists the tenant's own identity providers",
            needs = Permission.SEE_IDENTITY,
            answers = ProviderShapes.Provider.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        TenantId id = caller.at(tenant, Permission.SEE_IDENTITY).tenant();
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(
                providers.list(id, page.after(), page.rows()),
                described -> described.provider().id(),
                described -> ProviderJson.of(described, realm));
    }

    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Adds an identity provider of the tenant's own",
            needs = Permission.MANAGE_IDENTITY,
            more = "Its document is fetched at once. Enter `callback` of the answer at the provider, and prove the"
                    + " domains: people with addresses in them are led to it from then on.",
            takes = ProviderShapes.NewProvider.class,
            answers = ProviderShapes.Provider.class)
    public Response add(@PathParam("tenant") String tenant, InputStream body) {
        TenantId id = caller.at(tenant, Permission.MANAGE_IDENTITY).tenant();
        Members members = Bodies.object(body, MOST_BYTES);
        String kind = members.text("kind");
        TenantProviders.Wanted wanted = wanted(members);
        if (ProviderKind.of(kind).isEmpty()) {
            members.refuse("kind", because("One of oidc, saml."));
        }
        members.refuseIfWrong();
        TenantProviders.Described made = providers.add(id, ProviderKind.of(kind).orElseThrow(), wanted);
        return Response.status(Response.Status.CREATED)
                .entity(ProviderJson.of(made, realm).build())
                .header(HttpHeaders.ETAG, ProviderJson.tag(made, realm))
                .build();
    }

    @GET
    @Path("/{id}")
    @Described(
            value = "Reads an identity provider of the tenant's own",
            needs = Permission.SEE_IDENTITY,
            answers = ProviderShapes.Provider.class)
    public Response read(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        TenantId place = caller.at(tenant, Permission.SEE_IDENTITY).tenant();
        return answer(providers.find(place, Ids.of(id)).orElseThrow(ApiProblem::notFound));
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/json")
    @Described(
            value = "Changes an identity provider of the tenant's own",
            needs = Permission.MANAGE_IDENTITY,
            takes = ProviderShapes.ProviderChange.class,
            answers = ProviderShapes.Provider.class)
    public Response change(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            InputStream body) {
        TenantId place = caller.at(tenant, Permission.MANAGE_IDENTITY).tenant();
        Members members = Bodies.object(body, MOST_BYTES);
        TenantProviders.Wanted wanted = wanted(members);
        members.refuseIfWrong();
        providers.find(place, Ids.of(id)).ifPresent(same(ifMatch)); // before anything is fetched for it
        return answer(providers.change(place, Ids.of(id), wanted, same(ifMatch)).orElseThrow(ApiProblem::notFound));
    }

    @DELETE
    @Path("/{id}")
    @Described(
            value = "Removes an identity provider of the tenant's own",
            needs = Permission.MANAGE_IDENTITY,
            more = "Whoever came in through it is signed out. Its domains are free again.")
    public void remove(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        TenantId place = caller.at(tenant, Permission.MANAGE_IDENTITY).tenant();
        if (!providers.remove(place, Ids.of(id), same(ifMatch))) {
            throw ApiProblem.notFound();
        }
    }

    @POST
    @Path("/{id}/domains/{domain}/check")
    @Described(
            value = "Looks whether a domain is proven to be the tenant's",
            needs = Permission.MANAGE_IDENTITY,
            more = "Asks the domain's name servers for a TXT record that says what `record` of the domain says. The"
                    + " record may be taken away afterwards. Again changes nothing.",
            answers = ProviderShapes.Provider.class)
    @Refuses(status = 409, type = "proof-missing", when = "There is no such record, or no name server answers.")
    @Refuses(status = 409, type = "domain-taken", when = "The domain is proven, but leads to somebody else already.")
    public Response check(
            @PathParam("tenant") String tenant, @PathParam("id") String id, @PathParam("domain") String domain) {
        TenantId place = caller.at(tenant, Permission.MANAGE_IDENTITY).tenant();
        try {
            return answer(proofs.check(place, Ids.of(id), domain).orElseThrow(ApiProblem::notFound));
        } catch (ProofMissing missing) {
            throw ApiProblem.conflict(
                    "proof-missing",
                    "Proof missing",
                    missing.asked()
                            ? "The domain has no TXT record that says so, or it has not arrived everywhere yet."
                            : "No name server answers here. Try again later, or let the operator confirm the domain.");
        } catch (DomainTaken taken) {
            throw domainTaken();
        }
    }

    @POST
    @Path("/{id}/domains/{domain}/confirm")
    @Described(
            value = "Confirms that a domain is a tenant's",
            operator = true,
            more = "Where this installation cannot ask name servers, its operator looks for another proof. Again"
                    + " changes nothing.",
            answers = ProviderShapes.Provider.class)
    @Refuses(status = 409, type = "domain-taken", when = "The domain leads to somebody else already.")
    public Response confirm(
            @PathParam("tenant") String tenant, @PathParam("id") String id, @PathParam("domain") String domain) {
        if (!caller.isOperator()) {
            caller.at(tenant); // strangers hear nothing of the tenant
            throw ApiProblem.forbidden();
        }
        TenantId place = caller.asOperator(tenant);
        try {
            return answer(proofs.vouch(place, Ids.of(id), domain).orElseThrow(ApiProblem::notFound));
        } catch (DomainTaken taken) {
            throw domainTaken();
        }
    }

    private static ApiProblem domainTaken() {
        return ApiProblem.conflict(
                "domain-taken", "Domain taken", "This domain leads to somebody else's provider; ask the operator.");
    }

    private static TenantProviders.Wanted wanted(Members members) {
        return new TenantProviders.Wanted(
                members.optionalText("name"),
                members.optionalFlag("enabled"),
                members.optionalText("discoveryUrl"),
                members.optionalText("clientId"),
                members.optionalText("clientSecret"),
                members.optionalText("metadataUrl"),
                members.optionalText("metadata"),
                members.has("domains") ? members.optionalTexts("domains") : null);
    }

    private Consumer<TenantProviders.Described> same(@Nullable String ifMatch) {
        return now -> IfMatch.required(ifMatch, ProviderJson.tag(now, realm));
    }

    private Response answer(TenantProviders.Described described) {
        return Response.ok(ProviderJson.of(described, realm).build())
                .header(HttpHeaders.ETAG, ProviderJson.tag(described, realm))
                .build();
    }
}
