package io.tallygate.portal.identity.brokering;

import io.tallygate.portal.identity.store.ProviderTables.Wanted;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A tenant's provider as Keycloak's administration takes it. What makes it safe stands here:
///
/// - OpenID Connect: a sign-in whose identity token names an address outside of the proven domains is refused (the
///   essential claim), and the address is taken from there alone, never from the user info endpoint. So the address
///   counts as verified.
/// - SAML: Keycloak can check no such rule. So nobody is made from what such a provider says: it lets in people who
///   have an account already, and only after they have followed a link in a message to its address.
final class ProviderRepresentation {
    /// Of the realm file.
    static final String KNOWN_PEOPLE = "known people";

    /// As Keycloak has it from the beginning: an address that belongs to somebody needs their proof.
    private static final String NEW_PEOPLE = "first broker login";

    private static final String DOMAIN = "kc.org.domain";
    private static final String ANY = "ANY";

    private ProviderRepresentation() {}

    /// @param secret  empty for SAML
    /// @param realm   what Keycloak is called by a SAML provider
    static JsonObject of(Wanted wanted, String secret, String realm) {
        boolean open = wanted.enabled() && !wanted.domains().isEmpty();
        ProviderKind kind = ProviderKind.of(wanted.kind()).orElseThrow();
        JsonObjectBuilder config = Json.createObjectBuilder()
                .add("syncMode", "IMPORT")
                .add("kc.org.broker.redirect.mode.email-matches", "true")
                .add("kc.org.broker.login.hide-when-org-unknown", "true")
                .add("kc.org.excluded.domains", String.join(",", wanted.others()));
        if (!wanted.domains().isEmpty()) {
            config.add(DOMAIN, wanted.domains().size() == 1 ? wanted.domains().getFirst() : ANY);
        }
        switch (ProviderSettings.of(kind, wanted.settings())) {
            case ProviderSettings.Oidc oidc -> oidc(config, oidc, wanted, secret);
            case ProviderSettings.Saml saml -> saml(config, saml, realm);
        }
        return Json.createObjectBuilder()
                .add("alias", wanted.alias())
                .add("providerId", wanted.kind())
                .add("displayName", wanted.name())
                .add("enabled", open)
                .add("trustEmail", kind == ProviderKind.OIDC)
                .add("storeToken", false)
                .add("addReadTokenRoleOnCreate", false)
                .add("linkOnly", false)
                .add("hideOnLogin", false)
                .add("firstBrokerLoginFlowAlias", kind == ProviderKind.OIDC ? NEW_PEOPLE : KNOWN_PEOPLE)
                .add("config", config)
                .build();
    }

    private static void oidc(JsonObjectBuilder config, ProviderSettings.Oidc oidc, Wanted wanted, String secret) {
        config.add("issuer", oidc.issuer())
                .add("authorizationUrl", oidc.authorization())
                .add("tokenUrl", oidc.token())
                .add("jwksUrl", oidc.keys())
                .add("useJwksUrl", "true")
                .add("validateSignature", "true")
                .add("clientId", String.valueOf(wanted.clientId()))
                .add("clientSecret", secret)
                .add("clientAuthMethod", "client_secret_basic")
                .add("defaultScope", "openid profile email")
                .add("pkceEnabled", "true")
                .add("pkceMethod", "S256")
                .add("loginHint", "true")
                .add("disableUserInfo", "true")
                .add("filteredByClaim", "true")
                .add("claimFilterName", "email")
                .add("claimFilterValue", addresses(wanted.domains()));
    }

    private static void saml(JsonObjectBuilder config, ProviderSettings.Saml saml, String realm) {
        config.add("entityId", realm)
                .add("idpEntityId", saml.issuer())
                .add("singleSignOnServiceUrl", saml.signOn())
                .add("nameIDPolicyFormat", "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress")
                .add("principalType", "SUBJECT")
                .add("postBindingAuthnRequest", "true")
                .add("postBindingResponse", "true")
                .add("validateSignature", "true")
                .add("wantAssertionsSigned", "true")
                .add("wantAuthnRequestsSigned", "true")
                .add("signatureAlgorithm", "RSA_SHA256")
                .add("signingCertificate", String.join(",", saml.certificates()));
    }

    /// A regular expression for whole addresses in the domains; without a domain it fits none.
    static String addresses(List<String> domains) {
        return domains.isEmpty()
                ? "[^\\s\\S]"
                : domains.stream()
                        .map(domain -> domain.replace(".", "\\."))
                        .collect(Collectors.joining("|", "(?i)[^@\\s\"<>(),;:\\\\]+@(", ")"));
    }

    /// Whether Keycloak has it as wanted. It may have more, and shows no secret.
    static boolean isLike(JsonObject wanted, JsonObject running) {
        JsonObject runningConfig = running.getJsonObject("config");
        return runningConfig != null
                && wanted.entrySet().stream()
                        .filter(member -> !member.getKey().equals("config"))
                        .allMatch(member -> member.getValue().equals(running.get(member.getKey())))
                && wanted.getJsonObject("config").entrySet().stream()
                        .filter(member -> !member.getKey().equals("clientSecret"))
                        .allMatch(member -> text(member.getValue().toString())
                                .equals(text(String.valueOf(runningConfig.get(member.getKey())))));
    }

    private static final Pattern NOTHING = Pattern.compile("null|\"\"");

    /// Keycloak leaves out what is empty.
    private static String text(String json) {
        return NOTHING.matcher(json).matches() ? "" : json;
    }
}
