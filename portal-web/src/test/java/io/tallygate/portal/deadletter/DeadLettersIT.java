package io.tallygate.portal.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.PortalBrowser;
import io.tallygate.portal.running.PortalWithUsage;
import io.tallygate.portal.running.SellingTenant;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a back end sent and could not be counted is repaired and counts once, or is given up with a reason.
class DeadLettersIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OCTOBER =
            "/usage?meter=tokens&window=none&from=2026-10-01T00:00:00Z&to=2026-11-01T00:00:00Z";

    private SellingTenant shop;
    private ApiClient owner;
    private String subscription;

    @BeforeEach
    void a_tenant_with_a_meter_of_events() throws Exception {
        shop = SellingTenant.at(PortalWithUsage.shared());
        owner = shop.owner();
        subscription = shop.subscribe("live", "2026-01-01T00:00:00Z").path("id").asText();
        owner.make("/meters", """
            {"slug":"tokens","name":"Tokens","source":"events","eventType":"com.acme.tokens","aggregation":"sum",
             "value":"/tokens","unit":"token"}\
            """);
    }

    @Test
    void an_event_is_written_anew_and_counts_once() throws Exception {
        String first = letter("unknown-subject", event("e1", "nobody", "4"));
        String second = letter("malformed-value", event("e1", "nobody", "5")); // the same event, sent again
        assertThat(owner.read("/dead-letters?state=waiting").path("items")).hasSize(2);
        assertThat(owner.read("/dead-letters?reason=malformed-value")
                        .at("/items/0/id")
                        .asText())
                .isEqualTo(second);
        assertThat(owner.read("/dead-letters/" + first).path("original").asText())
                .contains("nobody");

        HttpResponse<String> still = owner.post("/dead-letters/" + first + "/replay", "{}");
        assertThat(still.statusCode()).isEqualTo(422);
        assertThat(still.body()).contains("unknown-subject", "/event");
        ObjectNode event = (ObjectNode) JSON.readTree(event("e1", subscription, "4"));
        JsonNode counted = owner.make("/dead-letters/" + first + "/replay", "{\"event\":" + event + "}");
        assertThat(counted.path("deed").asText()).isEqualTo("replayed");
        assertThat(counted.path("edited").asBoolean()).isTrue();
        assertThat(counted.path("settledAt").isNull()).isFalse();
        owner.make("/dead-letters/" + second + "/replay", "{\"event\":" + event("e1", subscription, "5") + "}");
        assertThat(owner.read(OCTOBER).path("total").asText()).isEqualTo("4");
        assertThat(owner.post("/dead-letters/" + first + "/replay", "{}").statusCode())
                .isEqualTo(409);
        assertThat(owner.read("/dead-letters?state=waiting").path("items")).isEmpty();
        assertThat(owner.read("/audit-events?limit=10").toString()).contains("dead-letters");
    }

    @Test
    void people_discard_with_a_reason_and_strangers_see_nothing() throws Exception {
        String letter = letter("malformed-event", "<b>no JSON</b>");
        assertThat(owner.post("/dead-letters/" + letter + "/discard", "{\"reason\":\" \"}")
                        .statusCode())
                .isEqualTo(422);
        ApiClient stranger = ApiClient.ofNewTenant(shop.at().portal());
        assertThat(stranger.get("/dead-letters/" + letter).statusCode()).isEqualTo(404);
        ApiClient.Person person = ApiClient.Person.named("publisher");
        owner.make("/members", "{\"email\":\"%s\",\"role\":\"publisher\"}".formatted(person.email()));
        PortalBrowser publisher = PortalBrowser.signedIn(shop.at().portal(), person);
        String letters = "/console/" + owner.tenant() + "/dead-letters";
        assertThat(publisher.get(letters).body()).contains("malformed-event (1)", letters + "/" + letter);
        String page = letters + "/" + letter;
        assertThat(publisher.get(page).body()).contains("&lt;b&gt;no JSON").doesNotContain("<b>no JSON");
        HttpResponse<String> refused = publisher.post(page, page + "/replay", Map.of("event", "{}"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(publisher
                        .follow(publisher.post(page, page + "/discard", Map.of("reason", "Sent by a test.")))
                        .body())
                .contains("The event is discarded.", "Sent by a test.");
        assertThat(publisher.get(letters).body()).contains("Nothing waits here");
    }

    private static String event(String id, String subject, String tokens) {
        return """
            {"specversion":"1.0","id":"%s","source":"/render","type":"com.acme.tokens","subject":"%s",
             "time":"2026-10-05T10:00:00Z","data":{"tokens":"%s"}}\
            """.formatted(id, subject, tokens);
    }

    /// As a gateway would have stored it.
    private String letter(String reason, String original) throws Exception {
        String id = UUID.randomUUID().toString();
        shop.at().store().execute("""
            INSERT INTO tallygate.dead_letter (tenant, id, environment, received_at, reason, detail, original, credential,
                gateway_group, instance)
            SELECT '%s', '%s', 'live', now64(6), '%s', 'Why.', '%s', generateUUIDv4(), 'shared', 'test'\
            """.formatted(shop.tenant(), id, reason, original.replace("'", "\\'")));
        return id;
    }
}
