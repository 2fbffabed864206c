package io.tallygate.portal.meter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.portal.gatewayconfig.FeedSchema;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.PortalBrowser;
import io.tallygate.portal.running.RunningPortal;
import io.tallygate.portal.secret.Secret;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A publisher says what is counted and gives its back ends what they report with; gateways hear of both.
class MetersIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VERSION = Pattern.compile("name=\"version\" value=\"([^\"]+)\"");
    private static final String TOKENS = """
        {"slug":"tokens","name":"Tokens","source":"events","eventType":"com.acme.tokens","aggregation":"sum",
         "value":"/tokens","dimensions":{"model":"/model"},"filters":{"model":["small","large"]},"unit":"token"}\
        """;

    private final RunningPortal portal = RunningPortal.shared();
    private ApiClient owner;

    @BeforeEach
    void a_tenant() throws Exception {
        owner = ApiClient.ofNewTenant(portal);
    }

    @Test
    void a_meter_is_told_to_gateways_changed_in_name_only_and_archived() throws Exception {
        JsonNode made = owner.make("/meters", TOKENS);
        assertThat(made.path("archivedAt").isNull()).isTrue();
        JsonNode told = feed("meter", made);
        assertThat(told.path("filters").toString()).isEqualTo("{\"model\":[\"small\",\"large\"]}");
        assertThat(told.path("value").asText()).isEqualTo("/tokens");
        String meter = "/meters/" + made.path("id").asText();

        assertThat(owner.post("/meters", TOKENS).statusCode()).isEqualTo(422);
        assertThat(pointers(owner.send("PATCH", meter, "{\"aggregation\":\"max\"}", "If-Match", "*")))
                .containsExactly("/aggregation");
        assertThat(pointers(owner.send("PATCH", meter, "{\"dimensions\":{}}", "If-Match", "*")))
                .containsExactly("/dimensions");
        owner.send(
                "PATCH",
                meter,
                "{\"name\":\"Words\",\"dimensions\":{\"model\":\"/model\",\"place\":\"/at/0\"}}",
                "If-Match",
                "*");
        assertThat(feed("meter", made).path("name").asText()).isEqualTo("Words");
        assertThat(feed("meter", made).at("/dimensions/place").asText()).isEqualTo("/at/0");

        assertThat(owner.send("POST", meter + "/archive", null, "If-Match", "\"old\"")
                        .statusCode())
                .isEqualTo(412);
        owner.send("POST", meter + "/archive", null, "If-Match", "*");
        assertThat(feed("meter", made).isMissingNode()).isTrue();
        assertThat(owner.read("/meters?archived=false").path("items")).isEmpty();
        assertThat(owner.read("/meters?archived=true").path("items")).hasSize(1);
        assertThat(owner.make("/meters", TOKENS).path("id")).isNotEqualTo(made.path("id"));
    }

    @Test
    void whatever_cannot_be_counted_is_refused_where_it_stands() throws Exception {
        assertThat(pointers(owner.post("/meters", """
            {"slug":"Not a slug","name":"","source":"requests","eventType":"x","aggregation":"latest","value":"/a",
             "dimensions":{"Model":"nowhere"},"filters":{"colour":["red"],"status":[]},"weights":{"a":"2"},"unit":"u"}\
            """)))
                .containsExactlyInAnyOrder(
                        "/slug",
                        "/name",
                        "/eventType",
                        "/aggregation",
                        "/value",
                        "/dimensions/Model",
                        "/dimensions/Model",
                        "/filters/colour",
                        "/filters/status",
                        "/weights");
        assertThat(pointers(owner.post(
                        "/meters",
                        "{\"slug\":\"a\",\"name\":\"A\",\"source\":\"events\",\"value\":\"tokens\",\"unit\":\"u\"}")))
                .containsExactlyInAnyOrder("/eventType", "/value");
        assertThat(owner.make("/meters", """
            {"slug":"weighted","name":"Weighted","aggregation":"sum","weights":{"createReport":"2.5"},
             "filters":{"statusClass":["2xx"]},"unit":"credit"}\
            """).at("/weights/createReport").asText())
                .isEqualTo("2.5");
    }

    @Test
    void a_credential_of_a_back_end_is_shown_once_and_known_to_gateways_by_its_hash_until_it_is_revoked()
            throws Exception {
        JsonNode issued =
                owner.make("/event-credentials", "{\"name\":\"Inference\",\"expiresAt\":\"2037-01-01T00:00:00Z\"}");
        String secret = issued.path("secret").asText();
        assertThat(secret)
                .contains("_events_live_")
                .endsWith(issued.path("last4").asText());
        assertThat(Secret.isWellFormed(secret)).isTrue();
        JsonNode told = feed("eventCredential", issued);
        assertThat(told.path("sha256").asText()).isEqualTo(Secret.sha256(secret));
        assertThat(told.path("notAfter").asText()).isEqualTo("2037-01-01T00:00:00Z");
        String credential = "/event-credentials/" + issued.path("id").asText();
        assertThat(owner.read(credential).has("secret")).isFalse();
        assertThat(owner.read("/audit-events").toString()).doesNotContain(secret, Secret.sha256(secret));

        assertThat(owner.make(credential + "/revoke", null).path("status").asText())
                .isEqualTo("revoked");
        assertThat(feed("eventCredential", issued).isMissingNode()).isTrue();
        assertThat(pointers(owner.post(
                        "/event-credentials",
                        "{\"name\":\"\",\"environment\":\"prod\",\"expiresAt\":\"2001-01-01T00:00:00Z\"}")))
                .containsExactlyInAnyOrder("/name", "/environment", "/expiresAt");
    }

    @Test
    void a_document_makes_changes_and_archives_meters_and_never_what_they_count() throws Exception {
        owner.make("/meters", TOKENS);
        ObjectNode dump = (ObjectNode) owner.read("/state");
        ArrayNode meters = (ArrayNode) dump.path("meters");
        assertThat(meters).hasSize(1);
        ((ObjectNode) meters.get(0)).put("name", "Words");
        meters.addObject()
                .put("slug", "bytes")
                .put("name", "Bytes")
                .put("source", "bytes-out")
                .put("unit", "byte");
        assertThat(owner.post("/state/apply", dump.toString()).statusCode()).isEqualTo(200);
        assertThat(names(owner.read("/meters?archived=false"))).containsExactly("Words", "Bytes");
        ((ObjectNode) meters.get(0)).put("value", "/words");
        assertThat(pointers(owner.post("/state/apply", dump.toString()))).containsExactly("/meters/0/value");
        meters.remove(0);
        assertThat(owner.post("/state/apply?prune=true", dump.toString()).statusCode())
                .isEqualTo(200);
        assertThat(names(owner.read("/meters?archived=true"))).containsExactly("Words");
    }

    @Test
    void people_do_the_same_on_pages() throws Exception {
        ApiClient.Person person = ApiClient.Person.named("publisher");
        owner.make("/members", "{\"email\":\"%s\",\"role\":\"admin\"}".formatted(person.email()));
        PortalBrowser admin = PortalBrowser.signedIn(portal, person);
        String meters = "/console/" + owner.tenant() + "/meters";
        assertThat(admin.get(meters).body()).contains("Calls are counted already", meters + "/new");
        HttpResponse<String> refused =
                admin.post(meters + "/new", meters + "/new", Map.of("name", "Tokens", "source", "events"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("id=\"slug-wrong\"", "id=\"eventType-wrong\"");
        HttpResponse<String> made = admin.post(
                meters + "/new",
                meters + "/new",
                Map.of(
                        "name", "<b>Tokens</b>",
                        "slug", "tokens",
                        "unit", "token",
                        "source", "events",
                        "eventType", "com.acme.tokens",
                        "aggregation", "sum",
                        "value", "/usage/tokens",
                        "dimensions", "model = /model\n",
                        "filters", "model = large, small"));
        String page = made.headers().firstValue("Location").orElseThrow();
        assertThat(admin.follow(made).body())
                .contains("&lt;b&gt;Tokens&lt;/b&gt;", "/.tallygate/events", "&quot;tokens&quot;: &quot;12.5&quot;")
                .doesNotContain("<b>Tokens");
        HttpResponse<String> archived = admin.post(page, page + "/archive", Map.of("version", version(admin, page)));
        assertThat(admin.follow(archived).body()).contains("The meter is archived.");

        String credentials = "/console/" + owner.tenant() + "/event-credentials";
        HttpResponse<String> issued =
                admin.post(credentials, credentials, Map.of("name", "Inference", "environment", "test"));
        assertThat(admin.follow(issued).body()).contains("_events_test_", "Copy it now");
        assertThat(admin.get(credentials).body())
                .doesNotContain("_events_test_")
                .contains("Inference");
        String id = owner.read("/event-credentials").at("/items/0/id").asText();
        assertThat(admin.follow(admin.post(credentials, credentials + "/" + id + "/revoke", Map.of()))
                        .body())
                .contains("The credential is revoked", "revoked");
    }

    private static String version(PortalBrowser browser, String page) throws Exception {
        Matcher version = VERSION.matcher(browser.get(page).body());
        assertThat(version.find()).isTrue();
        return version.group(1).replace("&quot;", "\"");
    }

    private static List<String> names(JsonNode page) {
        List<String> names = new ArrayList<>();
        page.path("items").forEach(item -> names.add(item.path("name").asText()));
        return names;
    }

    private static List<String> pointers(HttpResponse<String> refused) throws Exception {
        List<String> pointers = new ArrayList<>();
        JSON.readTree(refused.body())
                .path("errors")
                .forEach(error -> pointers.add(error.path("pointer").asText()));
        return pointers;
    }

    /// What gateways have of it, checked by the contract; missing when they have none.
    private JsonNode feed(String kind, JsonNode thing) throws Exception {
        try (Connection connection = portal.database().asAdministrator();
                PreparedStatement query = connection.prepareStatement(
                        "select value from portal.gateway_change where entity_id = ?::uuid and not deleted")) {
            query.setString(1, thing.path("id").asText());
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return JSON.missingNode();
                }
                String value = row.getString(1);
                assertThat(FeedSchema.complaints(
                                "{\"type\":\"put\",\"revision\":1,\"kind\":\"%s\",\"id\":\"%s\",\"value\":%s}"
                                        .formatted(kind, thing.path("id").asText(), value)))
                        .isEmpty();
                return JSON.readTree(value);
            }
        }
    }
}
