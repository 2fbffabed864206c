package io.tallygate.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the real Keycloak has of a tenant goes with the tenant, and nothing else does.
@ExtendWith(RunningStack.Shared.class)
class TenantErasureIT {
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(90);

    @Test
    void an_erased_tenants_organisation_and_providers_are_gone_at_keycloak_and_people_and_others_stay(
            RunningStack stack) throws Exception {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        String slug = "ending-" + unique;
        String domain = slug + ".example";
        String owner = stack.demo("ownerUser");
        String token = KeycloakRealm.signedIn(stack, owner, stack.demo("ownerPassword"));
        KeycloakRealm realm = KeycloakRealm.ours(stack);
        String others = organization(realm, stack.tenant());

        new ControlApi(stack.portal() + "/api/v1", token)
                .post(
                        "/tenants",
                        ControlApi.object()
                                .put("slug", slug)
                                .put("name", "Ending " + unique)
                                .put("country", "DE")
                                .put("timeZone", "Europe/Berlin")
                                .put("currency", "EUR"));
        String tenant = stack.portal() + "/api/v1/tenants/" + slug;
        ControlApi api = new ControlApi(tenant, token);
        ControlApi operator = new ControlApi(tenant, stack.demo("operatorToken"));
        ObjectNode wanted = ControlApi.object()
                .put("kind", "saml")
                .put("name", "Ending staff")
                .put("metadata", OwnIdentityProvider.METADATA);
        wanted.putArray("domains").add(domain);
        JsonNode provider = api.post("/identity-providers", wanted);
        String path = "/identity-providers/" + provider.path("id").asText();
        operator.post(path + "/domains/" + domain + "/confirm", ControlApi.object());
        Patience.within(
                TOLD_WITHIN,
                "Keycloak knows the provider",
                () -> api.get(path),
                now -> now.path("status").asText().equals("ready"));
        String alias = provider.path("callback").asText().replaceFirst(".*/broker/([^/]*)/endpoint", "$1");
        String organization = organization(realm, slug);
        assertThat(organization).isNotEmpty();
        assertThat(realm.status("/identity-provider/instances/" + alias)).isEqualTo(200);
        Patience.within(
                TOLD_WITHIN,
                "its owner is in the organisation",
                () -> realm.get("/organizations/" + organization + "/members").toString(),
                members -> members.contains(owner));

        operator.post("/erase", ControlApi.object().put("slug", slug).put("now", true));
        Patience.within(
                TOLD_WITHIN,
                "its organisation is gone at Keycloak",
                () -> realm.status("/organizations/" + organization),
                status -> status == 404);
        Patience.within(
                TOLD_WITHIN,
                "its provider is gone at Keycloak",
                () -> realm.status("/identity-provider/instances/" + alias),
                status -> status == 404);
        assertThat(organization(realm, slug)).isEmpty();
        assertThat(organization(realm, stack.tenant())).as("another tenant's").isEqualTo(others);
        assertThat(realm.peopleNamed(owner))
                .as("who owned it has an account still")
                .hasSize(1);
        JsonNode erasure = Patience.within(
                TOLD_WITHIN,
                "the receipt is there",
                () -> operator.get("/erase"),
                now -> now.path("status").asText().equals("done"));
        JsonNode receipt = new ControlApi(stack.portal() + "/api/v1", stack.demo("operatorToken"))
                .get("/erasures/" + erasure.path("id").asText() + "/receipt");
        assertThat(receipt.toString()).as("which organisation it was").contains(organization);
    }

    /// @return  its id; empty when there is none
    private static String organization(KeycloakRealm realm, String slug) throws Exception {
        for (JsonNode found : realm.get("/organizations?exact=true&search=" + slug)) {
            if (found.path("alias").asText().equals(slug)) {
                return found.path("id").asText();
            }
        }
        return "";
    }
}
