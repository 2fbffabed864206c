package io.tallygate.portal.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.PortalBrowser;
import io.tallygate.portal.running.PortalWithUsage;
import io.tallygate.portal.running.SellingTenant;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Meters over time: by window and zone, by group, compared, in three forms, and each consumer sees its own alone.
class MeterUsageIT {
    private static final String TOKENS = """
        {"slug":"tokens","name":"Tokens","source":"events","eventType":"com.acme.tokens","aggregation":"sum",
         "value":"/tokens","dimensions":{"model":"/model"},"unit":"token"}\
        """;

    private SellingTenant shop;
    private ApiClient owner;
    private JsonNode subscription;
    private String key;

    @BeforeEach
    void a_tenant_that_sells() throws Exception {
        shop = SellingTenant.at(PortalWithUsage.shared());
        owner = shop.owner();
        subscription = shop.subscribe("live", "2026-01-01T00:00:00Z");
        key = shop.key("live").path("id").asText();
    }

    @Test
    void an_hour_that_the_clock_repeats_is_two_rows() throws Exception {
        shop.use("live", subscription, key, Instant.parse("2026-10-25T00:30:00Z"), 3); // 02:30 summer time
        shop.use("live", subscription, key, Instant.parse("2026-10-25T01:30:00Z"), 5); // 02:30 winter time
        JsonNode day = owner.read("/usage?window=PT1H&timeZone=Europe/Berlin&from=2026-10-25T00:00:00%2B02:00"
                + "&to=2026-10-26T00:00:00%2B01:00");
        assertThat(day.path("items")).hasSize(25);
        assertThat(values(day).subList(1, 5)).containsExactly("0", "3", "5", "0");
        assertThat(day.path("total").asText()).isEqualTo("8");
        assertThat(Instant.parse(day.path("asOf").asText()))
                .isAfterOrEqualTo(Instant.parse(day.path("completeUntil").asText()));
    }

    @Test
    void what_back_ends_tell_is_summed_grouped_and_seen_by_its_own_consumer_alone() throws Exception {
        owner.make("/meters", TOKENS);
        event("e1", "small", "1.5", "2026-10-05T10:00:00Z");
        event("e2", "large", "12345678901234567890.25", "2026-10-06T10:00:00Z");
        event("e2", "large", "7", "2026-10-06T10:00:00Z"); // the same event again
        String october = "/usage?meter=tokens&window=none&from=2026-10-01T00:00:00Z&to=2026-11-01T00:00:00Z";
        assertThat(owner.read(october).path("total").asText()).isEqualTo("12345678901234567891.75");
        JsonNode byModel = owner.read(october + "&groupBy=model&top=1");
        assertThat(byModel.path("items")).hasSize(1);
        assertThat(byModel.at("/items/0/dimensions/model").asText()).isEqualTo("large");
        assertThat(byModel.path("total").asText()).isEqualTo("12345678901234567891.75");
        assertThat(owner.read(october + "&filter=model:small").path("total").asText())
                .isEqualTo("1.5");
        assertThat(shop.buyer().read(october).path("total").asText()).isEqualTo("12345678901234567891.75");
        ApiClient.Person stranger = ApiClient.Person.named("other");
        owner.make("/consumers", """
            {"name":"Initech","legalName":"Initech","members":[{"email":"%s","role":"owner"}]}\
            """.formatted(stranger.email()));
        assertThat(owner.as(stranger).read(october).path("total").asText()).isEqualTo("0");
        assertThat(owner.get(october + "&groupBy=nothing").statusCode()).isEqualTo(400);
        assertThat(owner.get("/usage?meter=none").statusCode()).isEqualTo(400);
    }

    @Test
    void json_csv_and_arrow_hold_the_same_and_a_formula_is_a_text() throws Exception {
        owner.make("/meters", TOKENS);
        event("e1", "=1+1", "2", "2026-10-05T10:00:00Z");
        event("e2", "a\"'\\b", "3", "2026-09-05T10:00:00Z");
        String asked = "/usage?meter=tokens&window=P1M&groupBy=model&compare=previous&from=2026-10-01T00:00:00Z"
                + "&to=2026-11-01T00:00:00Z";
        JsonNode json = owner.read(asked);
        assertThat(json.at("/items/0/value").asText()).isEqualTo("2");
        assertThat(json.at("/items/0/previous").asText()).isEqualTo("0");
        assertThat(json.at("/previous/from").asText()).isEqualTo("2026-09-01T00:00:00Z");
        assertThat(json.at("/previous/total").asText()).isEqualTo("3");
        HttpResponse<byte[]> csv = as("text/csv", asked);
        assertThat(csv.headers().firstValue("Complete-Until")).isPresent();
        assertThat(csv.headers().firstValue("As-Of")).isPresent();
        assertThat(new String(csv.body(), UTF_8))
                .isEqualTo("from,to,model,value,previous\r\n2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,'=1+1,2,0\r\n");
        HttpResponse<byte[]> arrow = as("application/vnd.apache.arrow.stream", asked.replace("10-01", "09-01"));
        assertThat(arrow.headers().firstValue("Content-Type")).contains("application/vnd.apache.arrow.stream");
        String raw = new String(arrow.body(), UTF_8);
        assertThat(raw).contains("model", "previous", "=1+1", "a\"'\\b");
        assertThat(arrow.body()[0]).as("a stream's message begins").isEqualTo((byte) 0xFF);
    }

    @Test
    void the_page_shows_a_meter_its_largest_groups_and_the_time_before() throws Exception {
        owner.make("/meters", TOKENS);
        event("e1", "<b>large</b>", "41.5", Instant.now().minusSeconds(60).toString());
        ApiClient.Person person = ApiClient.Person.named("viewer");
        owner.make("/members", "{\"email\":\"%s\",\"role\":\"viewer\"}".formatted(person.email()));
        PortalBrowser viewer = PortalBrowser.signedIn(shop.at().portal(), person);
        String usage = "/console/" + owner.tenant() + "/usage";
        assertThat(viewer.get(usage).body()).contains("Tokens", "Compare with the time before");
        assertThat(viewer.get(usage + "?meter=tokens&compare=previous&range=week")
                        .body())
                .contains("41.5", "&lt;b&gt;large&lt;/b&gt;", "in the time before", "The largest by model")
                .doesNotContain("<b>large");
        assertThat(viewer.get(usage + "?meter=none").statusCode()).isEqualTo(404);
    }

    @Test
    void whoever_listens_hears_of_calls_as_they_arrive() throws Exception {
        shop.use("live", subscription, key, Instant.now().plusSeconds(1), 2);
        HttpResponse<byte[]> heard = as("text/event-stream", "/requests/live?seconds=20&most=2");
        String events = new String(heard.body(), UTF_8);
        assertThat(heard.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        assertThat(events.split("event: request\n", -1)).hasSize(3);
        assertThat(events).contains("id: ", "\"operation\":\"list\"");
    }

    private static List<String> values(JsonNode series) {
        List<String> values = new ArrayList<>();
        series.path("items").forEach(item -> values.add(item.path("value").asText()));
        return values;
    }

    private HttpResponse<byte[]> as(String accept, String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(
                                    URI.create(shop.at().portal().url() + "/api/v1/tenants/" + owner.tenant() + path))
                            .header("Authorization", "Bearer " + owner.token())
                            .header("Accept", accept)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode())
                    .as(new String(Objects.requireNonNull(answer.body()), UTF_8))
                    .isEqualTo(200);
            return answer;
        }
    }

    /// As a gateway would have stored it.
    private void event(String id, String model, String tokens, String at) throws Exception {
        String data = "{\"tokens\":\"%s\",\"model\":%s}".formatted(tokens, SellingTenant.text(model));
        shop.at().store().execute("""
            INSERT INTO tallygate.metered_event (tenant, key, environment, source, id, type, subject, subscription,
                occurred_at, received_at, data, credential, gateway_group, instance)
            SELECT '%1$s', reinterpretAsUUID(MD5('%2$s%1$s')), 'live', '/test', '%2$s', 'com.acme.tokens', '%3$s', '%3$s',
                parseDateTime64BestEffort('%4$s', 6, 'UTC'), now64(6), '%5$s', generateUUIDv4(), 'shared', 'test'\
            """.formatted(
                        shop.tenant(),
                        id,
                        subscription.path("id").asText(),
                        at,
                        data.replace("\\", "\\\\").replace("'", "\\'")));
    }
}
