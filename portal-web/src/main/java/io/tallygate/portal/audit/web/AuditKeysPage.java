package io.tallygate.portal.audit.web;

import io.tallygate.portal.audit.AuditFiles;
import io.tallygate.portal.audit.SigningKey;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/// `/.well-known/tallygate-audit-keys.json`: the key that checkpoints are signed with, as a JSON Web Key Set (RFC 7517,
/// RFC 8037), for whoever verifies an export.
@Path("/.well-known/tallygate-audit-keys.json")
@Produces("application/json")
public class AuditKeysPage {
    private final AuditFiles files;

    @Inject
    public AuditKeysPage(AuditFiles files) {
        this.files = files;
    }

    @GET
    public JsonObject keys() {
        SigningKey key = files.key();
        return Json.createObjectBuilder()
                .add(
                        "keys",
                        Json.createArrayBuilder()
                                .add(Json.createObjectBuilder()
                                        .add("kty", "OKP")
                                        .add("crv", "Ed25519")
                                        .add("use", "sig")
                                        .add("kid", key.id())
                                        .add("x", key.x())))
                .build();
    }
}
