package io.tallygate.gateway.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.StoredUsage;
import io.tallygate.metering.recording.EventRow;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `POST /.tallygate/events`, on a port and to a store that reads what comes as ClickHouse would.
class EventsApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "acme_live_events_1";
    private static final String SUBJECT = RunningGateway.SUBSCRIPTION.toString();
    private static final String ONE = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";

    private static StoredUsage store;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        store = new StoredUsage();
        gateway = RunningGateway.withSettings(
                Map.of("TALLYGATE_CLICKHOUSE_URL", store.address().toString()), "");
        PortalFeed feed = gateway.feed();
        meter(1, "tokens", "sum", "'value':'/tokens','dimensions':{'model':'/model'},'filters':{'model':['large']},");
        meter(2, "logins", "count", "");
        meter(3, "users", "unique", "'value':'/user',");
        credential(1, SECRET, "");
        credential(2, "acme_old", ",'notAfter':'2026-01-01T00:00:00Z'");
        gateway.awaitApplied();
    }

    private static void meter(int number, String slug, String aggregation, String more) {
        gateway.feed()
                .put(
                        "meter",
                        new UUID(8, number),
                        "{'tenant':'%s','slug':'%s','name':'%s','source':'events','eventType':'%s','aggregation':'%s',%s'unit':'x'}"
                                .formatted(PortalFeed.TENANT, slug, slug, slug, aggregation, more));
    }

    private static void credential(int number, String secret, String more) {
        gateway.feed()
                .put(
                        "eventCredential",
                        new UUID(7, number),
                        "{'tenant':'%s','environment':'live','sha256':'%s'%s}"
                                .formatted(PortalFeed.TENANT, PortalFeed.sha256(secret), more));
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        store.close();
    }

    @BeforeEach
    void forget() throws Exception {
        RunningGateway.await(
                "what other tests told", () -> gateway.metric("tallygate_events_journal_unshipped_records") == 0);
        store.forget();
    }

    private static HttpRequest.Builder request() {
        return gateway.request("/.tallygate/events").header("Authorization", "Bearer " + SECRET);
    }

    private static HttpResponse<String> post(String type, String body) throws Exception {
        return gateway.http()
                .send(
                        request()
                                .header("Content-Type", type)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
    }

    /// @param more  members, each behind a comma
    private static String event(String id, String type, String data, String more) {
        return ("{\"specversion\":\"1.0\",\"source\":\"/billing\",\"id\":\"%s\",\"type\":\"%s\",\"subject\":\"%s\","
                        + "\"data\":%s%s}")
                .formatted(id, type, SUBJECT, data.replace('\'', '"'), more.replace('\'', '"'));
    }

    @Test
    void an_event_is_on_its_way_to_the_store_octet_by_octet_as_it_came() throws Exception {
        String data = "{ 'model':'large', 'tokens': '12345678901234567890.123456789012', 'x': 1.500 }";
        HttpResponse<String> answer = post(ONE, event("e-1", "tokens", data, ",'time':'2026-11-30T10:00:00.5+01:00'"));
        assertThat(answer.statusCode()).isEqualTo(202);
        JsonNode said = JSON.readTree(answer.body());
        assertThat(said.path("accepted").asInt()).isEqualTo(1);
        assertThat(said.at("/results/0/status").asText()).isEqualTo("accepted");
        assertThat(said.at("/results/0/id").asText()).isEqualTo("e-1");
        StoredUsage.Row row = store.row("metered_event");
        assertThat(row.text("data")).isEqualTo(data.replace('\'', '"'));
        assertThat(row.text("key"))
                .isEqualTo(EventRow.key("live", "/billing", "e-1").toString());
        assertThat(row.text("tenant")).isEqualTo(PortalFeed.TENANT.toString());
        assertThat(row.text("subscription")).isEqualTo(SUBJECT);
        assertThat(row.text("environment")).isEqualTo("live");
        assertThat(row.columns().get("occurred_at"))
                .isEqualTo(Instant.parse("2026-11-30T09:00:00.500Z").toEpochMilli() * 1_000);
        assertThat(row.text("credential")).isEqualTo(new UUID(7, 1).toString());
    }

    @Test
    void an_event_whose_attributes_are_headers_is_the_same_event() throws Exception {
        HttpResponse<String> answer = gateway.http()
                .send(
                        request()
                                .header("ce-specversion", "1.0")
                                .header("ce-source", "/billing")
                                .header("ce-id", "Gr%C3%BC%C3%9Fe")
                                .header("ce-type", "tokens")
                                .header("ce-subject", SUBJECT)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"model\":\"large\",\"tokens\":3}"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(store.row("metered_event").text("id")).isEqualTo("Grüße");
        assertThat(store.row("metered_event").text("data")).isEqualTo("{\"model\":\"large\",\"tokens\":3}");
    }

    @Test
    void of_a_batch_every_event_is_answered_for_in_its_order() throws Exception {
        String batch = "[%s, %s,%s,\n%s,%s,7]"
                .formatted(
                        event("a", "logins", "{}", ""),
                        event("b", "tokens", "{'model':'large'}", ""),
                        event("a", "logins", "{}", ""),
                        event("c", "nobody", "{}", ""),
                        event("d", "tokens", "{'model':'small'}", "")); // none that the meter means
        HttpResponse<String> answer = post(BATCH, batch);
        assertThat(answer.statusCode()).isEqualTo(202);
        JsonNode said = JSON.readTree(answer.body());
        assertThat(said.path("results").findValuesAsText("status"))
                .containsExactly("accepted", "dead-letter", "duplicate", "dead-letter", "accepted", "dead-letter");
        assertThat(said.path("results").findValuesAsText("reason"))
                .containsExactly("malformed-value", "unknown-type", "malformed-event");
        assertThat(said.path("accepted").asInt()).isEqualTo(2);
        RunningGateway.await("rows", () -> store.rows("dead_letter").size() == 3);
        assertThat(store.rows("metered_event")).hasSize(2);
        StoredUsage.Row dead = store.rows("dead_letter").getFirst();
        assertThat(dead.text("original")).isEqualTo(event("b", "tokens", "{'model':'large'}", ""));
        assertThat(dead.text("id")).isEqualTo(said.at("/results/1/deadLetter").asText());
        assertThat(dead.text("detail")).contains("/tokens").contains("tokens");
    }

    @ParameterizedTest(name = "{0}: {1}{2} is {3}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "tokens | {'model':'large','tokens':'1e3'}                         | ''                               "
                        + "   | malformed-value",
                "tokens | {'model':'large','tokens':100000000000000000000000000}   | ''                               "
                        + "   | malformed-value",
                "tokens | {'model':'large','tokens':0.0000000000001}               | ''                               "
                        + "   | malformed-value",
                "tokens | {'model':'large','tokens':1e999999}                      | ''                               "
                        + "   | malformed-value",
                "users  | {'user':{}}                                              | ''                               "
                        + "   | malformed-value",
                "logins | {}                                                       | ,'time':'2999-01-01T00:00:00Z'   "
                        + "   | future-time",
                "logins | {}                                                       | ,'time':'yesterday'              "
                        + "   | malformed-time",
                "logins | {}                                                       | ,'specversion2':'','subject':'x' "
                        + "   | malformed-event",
                "logins | {}                                                       | ,'data_base64':'e30='            "
                        + "   | accepted",
                "users  | {'user':'u1'}                                            | ''                               "
                        + "   | accepted",
                "tokens | {'model':'large','tokens':-1.5e1}                        | ''                               "
                        + "   | accepted",
                "tokens | {'model':'large','tokens':99999999999999999999999999.000000000001} | ''                     "
                        + "   | accepted",
            })
    void an_event_that_cannot_be_counted_is_kept_with_its_reason(String type, String data, String more, String expected)
            throws Exception {
        HttpResponse<String> answer =
                post(BATCH, "[" + event(UUID.randomUUID().toString(), type.strip(), data, more) + "]");
        assertThat(answer.statusCode()).isEqualTo(202);
        JsonNode result = JSON.readTree(answer.body()).at("/results/0");
        assertThat(result.path("reason").asText(result.path("status").asText())).isEqualTo(expected);
    }

    @Test
    void a_subscription_of_somebody_else_is_unknown_and_one_that_has_ended_is_not() throws Exception {
        UUID other = new UUID(3, 1);
        UUID ended = new UUID(3, 2);
        UUID tested = new UUID(3, 3);
        subscription(other, UUID.randomUUID(), "live", "active");
        subscription(ended, PortalFeed.TENANT, "live", "cancelled");
        subscription(tested, PortalFeed.TENANT, "test", "active");
        gateway.awaitApplied();
        String batch = "[%s,%s,%s,%s]"
                .formatted(
                        event("s1", "logins", "{}", "").replace(SUBJECT, other.toString()),
                        event("s2", "logins", "{}", "").replace(SUBJECT, ended.toString()),
                        event("s3", "logins", "{}", "").replace(SUBJECT, tested.toString()),
                        event("s4", "logins", "{}", "").replace(SUBJECT, "acme"));
        JsonNode said = JSON.readTree(post(BATCH, batch).body());
        assertThat(said.path("results").findValuesAsText("status"))
                .containsExactly("dead-letter", "accepted", "dead-letter", "dead-letter");
        assertThat(said.path("results").findValuesAsText("reason")).containsOnly("unknown-subject");
    }

    private static void subscription(UUID id, UUID tenant, String environment, String status) {
        gateway.feed()
                .put(
                        "subscription",
                        id,
                        ("{'tenant':'%s','application':'%s','consumer':'%s','product':'%s','apis':[],'planVersion':'%s',"
                            + "'timeZone':'UTC','environment':'%s','status':'%s','startsAt':'2026-01-01T00:00:00Z'}")
                                .formatted(
                                        tenant,
                                        UUID.randomUUID(),
                                        PortalFeed.CONSUMER,
                                        PortalFeed.PRODUCT,
                                        RunningGateway.PLAN_VERSION,
                                        environment,
                                        status));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "X-Other, x, 401, missing-event-credential",
        "X-API-Key, nobody, 401, unknown-event-credential",
        "X-API-Key, acme_old, 401, unknown-event-credential",
        "Authorization, Basic eDp5, 401, unknown-event-credential",
        "X-API-Key, tg_live_kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk, 403, no-event-credential",
    })
    void only_a_credential_for_events_opens_it(String header, String value, int status, String problem)
            throws Exception {
        HttpResponse<String> answer = gateway.http()
                .send(
                        gateway.request("/.tallygate/events")
                                .header(header, value)
                                .header("Content-Type", ONE)
                                .POST(BodyPublishers.ofString(event("x", "logins", "{}", "")))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("/problems/" + problem);
        assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent()).isEqualTo(status == 401);
    }

    @Test
    void what_is_no_event_is_refused_whole_and_nothing_of_it_is_kept() throws Exception {
        assertThat(post("application/json", "{}").statusCode()).isEqualTo(415);
        assertThat(post("application/cloudevents+xml", "<e/>").statusCode()).isEqualTo(415);
        assertThat(post(ONE + ";charset=utf-16", "{}").statusCode()).isEqualTo(415);
        assertThat(post(ONE, "{").statusCode()).isEqualTo(400);
        assertThat(post(ONE, "").statusCode()).isEqualTo(400);
        assertThat(post(BATCH, "{}").statusCode()).isEqualTo(400);
        assertThat(post(BATCH, "[" + event("x", "logins", "{}", "") + ",{]").statusCode())
                .isEqualTo(400);
        assertThat(gateway.http()
                        .send(request().GET().build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(405);
        Thread.sleep(700); // longer than a record waits to be shipped
        assertThat(store.rows("metered_event")).isEmpty();
        assertThat(store.rows("dead_letter")).isEmpty();
    }

    @Test
    void what_is_too_much_is_refused_and_counted_by_its_limit() throws Exception {
        String large = event("x", "logins", "{'t':'" + "x".repeat(65_536) + "'}", "");
        assertThat(said(ONE, (64 << 10) + 1)).startsWith("HTTP/1.1 413");
        assertThat(said(BATCH, (4 << 20) + 1)).startsWith("HTTP/1.1 413");
        assertThat(post(BATCH, "[" + large + "]").statusCode()).isEqualTo(413);
        StringBuilder many = new StringBuilder("[").append(event("n0", "logins", "{}", ""));
        for (int i = 1; i <= 1_000; i++) {
            many.append(',').append(event("n" + i, "logins", "{}", ""));
        }
        assertThat(post(BATCH, many + "]").statusCode()).isEqualTo(413);
        for (String limit : new String[] {"event", "event-batch", "event-body"}) {
            assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"" + limit + "\"}"))
                    .as(limit)
                    .isPositive();
        }
    }

    /// The head of a request, whose body nobody waits for.
    private static String said(String type, int octets) throws Exception {
        return gateway.raw("POST /.tallygate/events HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-API-Key: " + SECRET
                + "\r\nContent-Type: " + type + "\r\nContent-Length: " + octets + "\r\n\r\n");
    }

    @Test
    void a_full_batch_is_taken_at_once() throws Exception {
        StringBuilder many = new StringBuilder("[").append(event("f0", "logins", "{}", ""));
        for (int i = 1; i < 1_000; i++) {
            many.append(',').append(event("f" + i, "logins", "{'n':'" + "y".repeat(500) + "'}", ""));
        }
        HttpResponse<String> answer = post(BATCH, many + "]");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(JSON.readTree(answer.body()).path("accepted").asInt()).isEqualTo(1_000);
        RunningGateway.await("rows", () -> store.rows("metered_event").size() == 1_000);
        assertThat(many.toString().getBytes(UTF_8).length).isGreaterThan(600_000);
    }
}
