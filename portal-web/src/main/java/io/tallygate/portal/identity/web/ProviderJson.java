package io.tallygate.portal.identity.web;

import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.identity.IdentityProvider;
import io.tallygate.portal.identity.brokering.ProviderDomain;
import io.tallygate.portal.identity.brokering.ProviderKind;
import io.tallygate.portal.identity.brokering.TenantProvider;
import io.tallygate.portal.identity.brokering.TenantProviders.Described;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A tenant's identity provider as the control API shows it; its secret never.
final class ProviderJson {
    private ProviderJson() {}

    static JsonObjectBuilder of(Described described, IdentityProvider realm) {
        TenantProvider provider = described.provider();
        boolean oidc = provider.kind() == ProviderKind.OIDC;
        JsonArrayBuilder domains = Json.createArrayBuilder();
        described.domains().forEach(domain -> domains.add(domain(domain)));
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", provider.id().toString())
                .add("kind", provider.kind().wireName())
                .add("name", provider.name())
                .add("enabled", provider.enabled())
                .add("status", described.ready() ? "ready" : "waiting")
                .add("issuer", provider.settings().issuer());
        text(json, "discoveryUrl", oidc ? provider.source() : null);
        text(json, "clientId", provider.clientId());
        text(json, "metadataUrl", oidc ? null : provider.source());
        json.add("callback", callback(provider, realm));
        text(json, "entityId", oidc ? null : realm.issuer());
        return json.add("domains", domains)
                .add("createdAt", provider.createdAt().toString());
    }

    /// Where the provider sends browsers back to.
    static String callback(TenantProvider provider, IdentityProvider realm) {
        return realm.issuer() + "/broker/" + provider.alias() + "/endpoint";
    }

    /// Whether Keycloak knows it by now is nobody's to change.
    static String tag(Described described, IdentityProvider realm) {
        return IfMatch.tag(of(described, realm).remove("status").build());
    }

    private static JsonObjectBuilder domain(ProviderDomain domain) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("name", domain.domain())
                .add("verified", domain.isVerified())
                .add("record", domain.record());
        text(json, "verifiedBy", domain.verifiedBy());
        Instant at = domain.verifiedAt();
        text(json, "verifiedAt", at == null ? null : at.toString());
        return json;
    }

    private static void text(JsonObjectBuilder json, String member, @Nullable String text) {
        if (text == null) {
            json.addNull(member);
        } else {
            json.add(member, text);
        }
    }
}
