package io.tallygate.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// People of a tenant sign in with the tenant's own provider, through the real Keycloak; and what such a provider gets
/// when it lies.
@ExtendWith({RunningStack.Shared.class, Visitors.Shared.class})
class OwnIdentityProviderIT {
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(60);

    @Test
    void a_person_signs_in_with_their_own_provider_and_a_lie_of_it_opens_nothing(RunningStack stack, Visitors visitors)
            throws Exception {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        String domain = "staff-" + unique + ".example";
        String email = "noor@" + domain;
        ControlApi api = stack.api(stack.demo("ownerToken"));
        try (OwnIdentityProvider own = OwnIdentityProvider.start(stack)) {
            JsonNode provider = added(stack, api, own, domain);
            String path = "/identity-providers/" + provider.path("id").asText();
            String alias = provider.path("callback").asText().replaceFirst(".*/broker/([^/]*)/endpoint", "$1");
            try {
                api.post("/members", ControlApi.object().put("email", email).put("role", "publisher"));
                own.says("noor-" + unique, email);
                Visitor noor = visitors.arrive("own-provider");
                noor.mayVisit(own::isAt);
                noor.open("/console/acme/");
                noor.page.locator("#username").fill(email);
                noor.page.locator("#kc-login").click();
                noor.page.waitForURL(url -> url.startsWith(stack.portal() + "/console/"));
                noor.seesHeading("Acme Parcels at a glance");
                noor.screenshot("console");

                for (String lie : new String[] {
                    stack.demo("ownerUser"), // somebody of the tenant, with another domain
                    "victim-" + unique + "@unclaimed.example", // whom nobody knows yet
                    "eve@sub." + domain,
                }) {
                    own.says("liar-" + UUID.randomUUID(), lie);
                    Visitor liar = visitors.arrive("liar");
                    liar.mayVisit(own::isAt);
                    liar.page.navigate(withHint(stack, alias));
                    liar.page.waitForLoadState();
                    assertThat(liar.page.url()).as(lie).startsWith(stack.text("keycloak"));
                    liar.screenshot("refused");
                    assertThat(liar.surprises())
                            .as("Keycloak answers a provider's mistake with 502, on its own page")
                            .allMatch(surprise -> surprise.startsWith("502 from " + stack.text("keycloak")));
                    liar.open("/account");
                    assertThat(liar.page.url()).as(lie).doesNotContain("/account");
                }
                assertThat(KeycloakRealm.ours(stack).peopleNamed("victim-" + unique))
                        .as("nobody was made of a lie")
                        .isEmpty();

                // somebody else's account of the same address needs its own proof
                own.says("double-" + unique, email);
                Visitor twin = visitors.arrive("twin");
                twin.mayVisit(own::isAt);
                twin.page.navigate(withHint(stack, alias));
                twin.page.waitForLoadState();
                assertThat(twin.page.url()).startsWith(stack.text("keycloak"));
                assertThat(twin.page.innerText("body")).containsIgnoringCase("already exists");

                assertThat(api.tryDelete(path).statusCode()).isEqualTo(204);
                noor.open("/console/acme/");
                assertThat(noor.page.url()).as("its session ended with it").doesNotContain("/console/");
                Patience.within(
                        TOLD_WITHIN,
                        "its session at Keycloak ended as well",
                        () -> {
                            noor.open("/console/acme/");
                            return noor.page.url();
                        },
                        url -> url.startsWith(stack.text("keycloak")));
            } finally {
                api.tryDelete(path);
            }
        }
    }

    private static JsonNode added(RunningStack stack, ControlApi api, OwnIdentityProvider own, String domain)
            throws Exception {
        ObjectNode wanted = ControlApi.object()
                .put("kind", "oidc")
                .put("name", "Acme staff")
                .put("discoveryUrl", own.discoveryUrl())
                .put("clientId", "tallygate")
                .put("clientSecret", "a-secret-of-this-test");
        wanted.putArray("domains").add(domain);
        JsonNode provider = api.post("/identity-providers", wanted);
        String path = "/identity-providers/" + provider.path("id").asText();
        stack.api(stack.demo("operatorToken")).post(path + "/domains/" + domain + "/confirm", ControlApi.object());
        return Patience.within(
                TOLD_WITHIN,
                "Keycloak knows the provider",
                () -> api.get(path),
                now -> now.path("status").asText().equals("ready"));
    }

    /// As somebody writes it who knows the alias: past the page that asks for an address.
    static String withHint(RunningStack stack, String alias) {
        return stack.text("keycloak") + "/realms/tallygate/protocol/openid-connect/auth?client_id=portal&response_type="
                + "code&scope=openid&kc_idp_hint=" + alias + "&redirect_uri="
                + URLEncoder.encode(stack.portal() + "/sign-in/callback", StandardCharsets.UTF_8);
    }
}
