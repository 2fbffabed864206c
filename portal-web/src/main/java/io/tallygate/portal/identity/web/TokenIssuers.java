package io.tallygate.portal.identity.web;

import io.tallygate.portal.identity.IdentityProvider;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// `/.well-known/oauth-protected-resource/api/v1`: whose tokens the control API takes (RFC 9728), so that a program
/// that knows the portal's address finds where its person signs in.
@Path("/.well-known/oauth-protected-resource/api/v1")
@Produces("application/json")
public class TokenIssuers {
    private final IdentityProvider identity;
    private final String portal;

    @Inject
    public TokenIssuers(
            IdentityProvider identity,
            @ConfigProperty(name = "TALLYGATE_PORTAL_URL", defaultValue = "http://localhost:9080") String portal) {
        this.identity = identity;
        this.portal = portal;
    }

    @GET
    public JsonObject describe() {
        return Json.createObjectBuilder()
                .add("resource", portal + "/api/v1")
                .add("resource_name", "Tallygate control API")
                .add("resource_documentation", portal + "/api")
                .add("authorization_servers", Json.createArrayBuilder().add(identity.issuer()))
                .add("bearer_methods_supported", Json.createArrayBuilder().add("header"))
                .build();
    }
}
