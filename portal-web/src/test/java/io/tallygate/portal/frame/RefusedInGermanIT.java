package io.tallygate.portal.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.PortalBrowser;
import io.tallygate.portal.running.RunningPortal;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a room refuses stands in German on a German page; a program is told in English, whatever it accepts.
class RefusedInGermanIT {
    private static final String PRIVATE = "http://10.0.0.1/hook";

    private final RunningPortal portal = RunningPortal.shared();
    private ApiClient owner;
    private PortalBrowser german;
    private String console;

    @BeforeEach
    void an_owner_reads_german() throws Exception {
        owner = ApiClient.ofNewTenant(portal);
        ApiClient.Person person = ApiClient.Person.named("owner");
        owner.make("/members", "{\"email\":\"%s\",\"role\":\"owner\"}".formatted(person.email()));
        german = PortalBrowser.signedIn(portal, person).speaking("de");
        console = "/console/" + owner.tenant();
    }

    @Test
    void a_form_says_why_beside_its_field() throws Exception {
        String form = console + "/webhooks/new";
        HttpResponse<String> refused = german.post(form, form, Map.of("url", PRIVATE, "enabled", "true"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("Diese Adresse ist nicht erlaubt.", "id=\"url-wrong\"")
                .doesNotContain("not allowed");
    }

    @Test
    void a_document_says_why_at_every_place() throws Exception {
        String document = """
            format: tallygate/1
            consumers:
            - name: Kiosk24
              country: Atlantis
              nmae: x
            members: []
            """;
        HttpResponse<String> refused = german.post(
                console + "/state", console + "/state/difference", Map.of("document", document, "prune", "true"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains(
                        "Kein Land nach ISO 3166-1, zum Beispiel DE.",
                        "Diese Angabe gibt es hier nicht.",
                        "ist nicht genannt, lässt sich aber nicht löschen: Das sind Sie selbst.")
                .doesNotContain("Not a country", "There is no such", "cannot be deleted");
    }

    @Test
    void a_program_is_told_in_english() throws Exception {
        HttpResponse<String> refused =
                owner.post("/webhooks", "{\"url\":\"%s\"}".formatted(PRIVATE), "Accept-Language", "de");
        assertThat(ApiClient.json(refused).at("/errors/0/detail").asText()).isEqualTo("This address is not allowed.");
    }
}
