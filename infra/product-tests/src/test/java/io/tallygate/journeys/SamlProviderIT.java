package io.tallygate.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// People of a tenant sign in with the tenant's own SAML provider, a real one, through the real Keycloak; and who does
/// not get in so.
@ExtendWith({RunningStack.Shared.class, Visitors.Shared.class})
class SamlProviderIT {
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(60);

    private final String unique = UUID.randomUUID().toString().substring(0, 8);
    private final String domain = "saml-" + unique + ".example";
    private final String known = "sami@" + domain;
    private final String stranger = "stranger@" + domain;
    private final String another = "sami@elsewhere-" + unique + ".example";

    @Test
    void a_known_person_gets_in_and_neither_a_stranger_nor_an_address_of_another_domain(
            RunningStack stack, Visitors visitors) throws Exception {
        ControlApi api = stack.api(stack.demo("ownerToken"));
        KeycloakRealm ours = KeycloakRealm.ours(stack);
        Mailbox mail = new Mailbox(stack);
        try (SamlRealm own = SamlRealm.start(stack, "saml-" + unique, List.of(known, stranger, another))) {
            JsonNode provider = added(stack, api, own);
            String path = "/identity-providers/" + provider.path("id").asText();
            String alias = provider.path("callback").asText().replaceFirst(".*/broker/([^/]*)/endpoint", "$1");
            String account = ours.post("/users", person(known));
            String elsewhere = ours.post("/users", person(another));
            try {
                api.post("/members", ControlApi.object().put("email", known).put("role", "publisher"));
                Visitor sami = visitors.arrive("saml");
                Mailbox.Mark before = mail.mark();
                signsIn(sami, own, known);
                sami.screenshot("proof");
                sami.page.navigate(mail.linkTo(known, before));
                sami.page.waitForURL(url -> url.startsWith(stack.portal() + "/console/"));
                sami.seesHeading("Acme Parcels at a glance");
                sami.screenshot("console");

                Visitor again = visitors.arrive("saml-again");
                signsIn(again, own, known);
                again.page.waitForURL(url -> url.startsWith(stack.portal() + "/console/"));

                Visitor nobody = visitors.arrive("saml-stranger");
                signsIn(nobody, own, stranger);
                nobody.page.waitForLoadState();
                staysOut(stack, nobody, stranger);
                assertThat(ours.peopleNamed(stranger))
                        .as("nobody was made of it")
                        .isEmpty();

                Visitor liar = visitors.arrive("saml-another-domain");
                liar.page.navigate(OwnIdentityProviderIT.withHint(stack, alias));
                passes(liar, own, another);
                liar.page.waitForLoadState();
                staysOut(stack, liar, another);
            } finally {
                api.tryDelete(path);
                ours.delete("/users/" + account);
                ours.delete("/users/" + elsewhere);
            }
        }
    }

    private void signsIn(Visitor visitor, SamlRealm own, String address) {
        visitor.open("/console/acme/");
        visitor.page.locator("#username").fill(address);
        visitor.page.locator("#kc-login").click();
        passes(visitor, own, address);
    }

    private static void passes(Visitor visitor, SamlRealm own, String address) {
        visitor.page.waitForURL(own::isAt);
        visitor.page.locator("#username").fill(address);
        visitor.page.locator("#password").fill(SamlRealm.PASSWORD);
        visitor.page.locator("#kc-login").click();
        visitor.page.waitForURL(url -> !own.isAt(url));
    }

    private static void staysOut(RunningStack stack, Visitor visitor, String address) {
        assertThat(visitor.page.url()).as(address).startsWith(stack.text("keycloak"));
        visitor.screenshot("out");
        visitor.open("/account");
        assertThat(visitor.page.url()).as(address).doesNotContain("/account");
    }

    /// Without a password: such people are led to their provider at once.
    private static ObjectNode person(String address) {
        return ControlApi.object()
                .put("username", address)
                .put("email", address)
                .put("emailVerified", true)
                .put("enabled", true)
                .put("firstName", "Sami")
                .put("lastName", "Berg");
    }

    private JsonNode added(RunningStack stack, ControlApi api, SamlRealm own) throws Exception {
        ObjectNode wanted = ControlApi.object()
                .put("kind", "saml")
                .put("name", "Acme staff, SAML")
                .put("metadataUrl", own.metadataUrl());
        wanted.putArray("domains").add(domain);
        HttpResponse<String> answer = api.tryPost("/identity-providers", wanted);
        Assumptions.assumeFalse(
                answer.statusCode() == 422 && answer.body().contains("not allowed"),
                "the stack was started without TALLYGATE_OUTBOUND_ALLOW="
                        + stack.text("keycloak").replaceFirst("^http://", ""));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        JsonNode provider = new ObjectMapper().readTree(answer.body());
        own.knows(provider);
        String path = "/identity-providers/" + provider.path("id").asText();
        stack.api(stack.demo("operatorToken")).post(path + "/domains/" + domain + "/confirm", ControlApi.object());
        return Patience.within(
                TOLD_WITHIN,
                "Keycloak knows the provider",
                () -> api.get(path),
                now -> now.path("status").asText().equals("ready"));
    }
}
