package io.tallygate.portal.state.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.PortalBrowser;
import io.tallygate.portal.running.RunningPortal;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A tenant's document on the console: what is compared is what is applied.
class StatePageIT {
    private static final String DOCUMENT = """
        format: tallygate/1
        consumers:
        - name: Kiosk24
          address: [Am Kanal 3]
          applications:
          - name: Checkout
            description: |
              Two lines,
              both kept.
        """;

    private final RunningPortal portal = RunningPortal.shared();
    private ApiClient tenant;
    private PortalBrowser owner;
    private String here;

    @BeforeEach
    void an_owner_at_the_console() throws Exception {
        tenant = ApiClient.ofNewTenant(portal);
        owner = signedIn("owner");
        here = "/console/" + tenant.tenant() + "/state";
    }

    private PortalBrowser signedIn(String role) throws Exception {
        ApiClient.Person person = ApiClient.Person.named(role);
        tenant.make("/members", "{\"email\":\"%s\",\"role\":\"%s\"}".formatted(person.email(), role));
        return PortalBrowser.signedIn(portal, person);
    }

    @Test
    void a_document_is_compared_and_then_applied_as_it_was_compared() throws Exception {
        HttpResponse<String> compared = compare(owner, DOCUMENT, Map.of());
        assertThat(compared.statusCode()).as(compared.body()).isEqualTo(200);
        assertThat(compared.body()).contains("Kiosk24", "Checkout", "Made: 2. Changed: 0. Deleted: 0.");
        assertThat(dump().path("consumers")).isEmpty();
        HttpResponse<String> applied = apply(owner, compared);
        assertThat(applied.statusCode()).as(applied.body()).isEqualTo(303);
        JsonNode consumer = dump().at("/consumers/0");
        assertThat(consumer.path("name").asText()).isEqualTo("Kiosk24");
        assertThat(consumer.at("/applications/0/description").asText()).isEqualTo("Two lines,\nboth kept.");
        HttpResponse<String> again = compare(owner, DOCUMENT, Map.of());
        assertThat(again.body()).contains("Nothing: your organisation is already as the document says.");
    }

    @Test
    void what_changes_says_before_and_after_and_what_goes_says_so() throws Exception {
        apply(owner, compare(owner, DOCUMENT, Map.of()));
        String other = DOCUMENT.substring(0, DOCUMENT.indexOf("  applications")).replace("Am Kanal 3", "Am Markt 1")
                + "  applications: []\n";
        String page = compare(owner, other, Map.of("prune", "true")).body();
        assertThat(page)
                .contains("Am Kanal 3", "Am Markt 1", "Made: 0. Changed: 1. Deleted: 1.", "Its keys are refused.");
    }

    @Test
    void what_somebody_changed_meanwhile_is_compared_again_and_nothing_applied() throws Exception {
        HttpResponse<String> compared = compare(owner, DOCUMENT, Map.of());
        tenant.make("/consumers", "{\"name\":\"Somebody else\"}");
        HttpResponse<String> refused = apply(owner, compared);
        assertThat(refused.body()).contains("Somebody changed your organisation meanwhile", "Made: 2.");
        assertThat(dump().path("consumers")).hasSize(1);
        assertThat(apply(owner, refused).statusCode()).isEqualTo(303);
        assertThat(dump().path("consumers")).hasSize(2);
    }

    @Test
    void every_fault_stands_there_with_its_place() throws Exception {
        HttpResponse<String> refused = compare(
                owner, DOCUMENT.replace("Am Kanal 3]", "Am Kanal 3]\n  country: Atlantis\n  nmae: x"), Map.of());
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("/consumers/0/country", "/consumers/0/nmae", "Am Kanal 3");
        assertThat(compare(owner, "format: [", Map.of()).statusCode()).isEqualTo(422);
        assertThat(compare(owner, "", Map.of()).body()).contains("Choose a file, or paste the document.");
    }

    @Test
    void a_download_is_the_dump() throws Exception {
        apply(owner, compare(owner, DOCUMENT, Map.of()));
        HttpResponse<String> json = owner.get(here + "/document.json");
        assertThat(new ObjectMapper().readTree(json.body())).isEqualTo(dump());
        HttpResponse<String> yaml = owner.get(here + "/document.yaml");
        assertThat(yaml.headers().firstValue("Content-Disposition").orElse(""))
                .isEqualTo("attachment; filename=\"" + tenant.tenant() + ".yaml\"");
        assertThat(compare(owner, yaml.body(), Map.of("prune", "true")).body()).contains("Nothing: your organisation");
    }

    @Test
    void who_may_only_see_compares_and_who_may_not_see_finds_nothing() throws Exception {
        PortalBrowser publisher = signedIn("publisher");
        HttpResponse<String> compared = compare(publisher, DOCUMENT, Map.of());
        assertThat(compared.body()).contains("Made: 2.").doesNotContain("Apply these");
        assertThat(apply(publisher, compared).statusCode()).isEqualTo(403);
        assertThat(signedIn("billing").get(here).statusCode()).isEqualTo(403);
        assertThat(dump().path("consumers")).isEmpty();
    }

    private HttpResponse<String> compare(PortalBrowser browser, String document, Map<String, String> more)
            throws Exception {
        var fields = new LinkedHashMap<>(more);
        fields.put("document", document);
        return browser.post(here, here + "/difference", fields);
    }

    private HttpResponse<String> apply(PortalBrowser browser, HttpResponse<String> compared) throws Exception {
        return browser.post(
                here,
                here + "/apply",
                Map.of("carried", hidden(compared, "carried"), "seen", hidden(compared, "seen")));
    }

    private static String hidden(HttpResponse<String> page, String name) {
        Matcher found =
                Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page.body());
        assertThat(found.find()).as(page.body()).isTrue();
        return found.group(1)
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&amp;", "&");
    }

    private JsonNode dump() throws Exception {
        return tenant.read("/state");
    }
}
