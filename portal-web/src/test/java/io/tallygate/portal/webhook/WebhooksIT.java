package io.tallygate.portal.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.FreePorts;
import io.tallygate.portal.running.RunningPortal;
import io.tallygate.portal.running.SellingTenant;
import io.tallygate.portal.webhook.Receiver.Answer;
import io.tallygate.portal.webhook.Receiver.Message;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What changes at a tenant reaches the systems that it named: real portals, a real database, real receivers.
class WebhooksIT {
    private static final int EVENTS = 60;
    private static final Duration HEALTHY = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static RunningPortal portal;
    private static Receiver receiver;
    private static ServerSocket silent;
    private static Map<String, String> settings;
    private ApiClient owner;

    @BeforeAll
    static void a_portal_that_may_call_the_receivers() throws Exception {
        receiver = Receiver.start();
        // takes connections and never says a word
        silent = new ServerSocket(FreePorts.next(), 100, InetAddress.getLoopbackAddress());
        settings = Map.of(
                "TALLYGATE_OUTBOUND_ALLOW",
                "127.0.0.1:8501,%s,127.0.0.1:%d".formatted(receiver.hostAndPort(), silent.getLocalPort()),
                "TALLYGATE_WEBHOOK_RETRIES",
                "PT0.5S,PT0.5S,PT0.5S",
                "TALLYGATE_WEBHOOK_PATIENCE",
                "PT3M");
        portal = RunningPortal.start(settings);
    }

    @AfterAll
    static void all_end() throws Exception {
        portal.close();
        receiver.close();
        silent.close();
    }

    @BeforeEach
    void a_tenant() throws Exception {
        owner = ApiClient.ofNewTenant(portal);
    }

    @Test
    void what_changes_is_told_signed_and_numbered_and_what_is_refused_is_not() throws Exception {
        JsonNode webhook = webhook("/all", "");
        String secret = webhook.path("secret").asText();
        String api = id(owner.make(
                "/apis",
                "{\"slug\":\"orders\",\"upstream\":\"http://127.0.0.1:8501\",\"document\":%s}"
                        .formatted(SellingTenant.text(SellingTenant.document("1.0.0", "/orders")))));
        owner.make("/apis/" + api + "/publish", "{}");
        String consumer = id(owner.make("/consumers", "{\"name\":\"Globex\"}"));
        assertThat(owner.post("/consumers", "{\"name\":\"\"}").statusCode()).isEqualTo(422);
        assertThat(owner.post("/apis", "{\"slug\":\"orders\",\"document\":\"{}\"}")
                        .statusCode())
                .isEqualTo(422);
        owner.change("/consumers/" + consumer, "{\"name\":\"Globex AG\"}");
        String application =
                id(owner.make("/applications", "{\"name\":\"Shop\",\"consumer\":\"%s\"}".formatted(consumer)));
        String key = id(owner.make("/applications/" + application + "/credentials", "{\"name\":\"Key\"}"));
        owner.make("/credentials/" + key + "/revoke", "{}");
        owner.make("/apis/" + api + "/unpublish", "{}");
        List<Message> all = receiver.await("/all", 8);
        Thread.sleep(1_500); // what must not come would come now
        assertThat(receiver.at("/all").stream().map(Message::type))
                .containsExactlyInAnyOrder(
                        "api.created",
                        "api.published",
                        "consumer.created",
                        "consumer.changed",
                        "application.created",
                        "credential.issued",
                        "credential.revoked",
                        "api.unpublished");
        for (Message message : all) {
            assertThat(Receiver.signaturesBy(secret, message))
                    .as(message.body())
                    .isEqualTo(1);
            assertThat(Long.parseLong(message.timestamp()))
                    .isBetween(
                            Instant.now().getEpochSecond() - 60, Instant.now().getEpochSecond() + 1);
            assertThat(message.contentType()).startsWith("application/json");
            assertThat(message.json().path("tenant").asText()).isEqualTo(owner.tenant());
            assertThat(message.body()).doesNotContain("sha256", "sealed");
        }
        assertThat(sequences(all, api))
                .isEqualTo(Map.of("api.created", 1L, "api.published", 2L, "api.unpublished", 3L));
        assertThat(sequences(all, consumer)).isEqualTo(Map.of("consumer.created", 1L, "consumer.changed", 2L));
        JsonNode published = one(all, "api.published").json().path("data");
        assertThat(published.path("environment").asText()).isEqualTo("live");
        assertThat(published.path("version").asText()).isNotEmpty();
        JsonNode changed = one(all, "consumer.changed").json().path("data");
        assertThat(changed.path("name").asText()).isEqualTo("Globex AG");
        assertThat(changed.path("changed").toString()).isEqualTo("[\"name\"]");
        JsonNode revoked = one(all, "credential.revoked").json().path("data");
        assertThat(revoked.path("consumer").asText()).isEqualTo(consumer);
        assertThat(revoked.path("application").asText()).isEqualTo(application);
    }

    @Test
    void only_what_was_chosen_is_told() throws Exception {
        webhook("/chosen", "\"eventTypes\":[\"consumer.created\"],");
        owner.make("/consumers", "{\"name\":\"Globex\"}");
        String application = id(owner.make("/consumers", "{\"name\":\"Initech\"}"));
        owner.change("/consumers/" + application, "{\"name\":\"Initech AG\"}");
        receiver.await("/chosen", 2);
        Thread.sleep(1_500);
        assertThat(receiver.at("/chosen").stream().map(Message::type))
                .containsExactly("consumer.created", "consumer.created");
    }

    @Test
    void both_secrets_sign_while_they_overlap_and_then_the_new_one_alone() throws Exception {
        JsonNode webhook = webhook("/rotated", "");
        String address = "/webhooks/" + id(webhook);
        String first = webhook.path("secret").asText();
        HttpResponse<String> rotated = owner.post(address + "/rotate-secret", "{}", "If-Match", owner.tag(address));
        assertThat(rotated.statusCode()).as(rotated.body()).isEqualTo(200);
        assertThat(rotated.headers().firstValue("Cache-Control")).contains("no-store");
        String second = ApiClient.json(rotated).path("secret").asText();
        assertThat(second).startsWith("whsec_").isNotEqualTo(first);
        owner.make(address + "/test", null);
        Message both = receiver.await("/rotated", 1).getFirst();
        assertThat(both.type()).isEqualTo("webhook.ping");
        assertThat(both.signature().split(" ")).hasSize(2);
        assertThat(Receiver.signaturesBy(first, both)).isEqualTo(1);
        assertThat(Receiver.signaturesBy(second, both)).isEqualTo(1);

        HttpResponse<String> again = owner.post(
                address + "/rotate-secret",
                "{\"previousUntil\":\"%s\"}".formatted(Instant.now().minusSeconds(1)),
                "If-Match",
                owner.tag(address));
        String third = ApiClient.json(again).path("secret").asText();
        owner.make(address + "/test", null);
        Message alone = receiver.await("/rotated", 2).getLast();
        assertThat(alone.signature().split(" ")).hasSize(1);
        assertThat(Receiver.signaturesBy(third, alone)).isEqualTo(1);
        assertThat(owner.post(
                                address + "/rotate-secret",
                                "{\"previousUntil\":\"2099-01-01T00:00:00Z\"}",
                                "If-Match",
                                "*")
                        .statusCode())
                .isEqualTo(422);
        assertThat(owner.post(address + "/rotate-secret", "{}").statusCode()).isEqualTo(428);
        assertThat(everythingStored("webhook")).contains("\\\\x").doesNotContain(hex(first), hex(second), hex(third));
        assertThat(everythingStored("audit_event"))
                .doesNotContain(first, second, third)
                .contains("webhook");
        assertThat(owner.get(address).body()).doesNotContain("secret\"", "whsec");
    }

    @Test
    void what_fails_is_tried_again_until_it_is_taken_and_each_attempt_is_in_the_log() throws Exception {
        receiver.answer("/shaky", number -> Answer.of(number < 3 ? 500 : 204));
        String address = "/webhooks/" + id(webhook("/shaky", ""));
        String delivery = id(owner.make(address + "/test", null));
        JsonNode story = await(address + "/deliveries/" + delivery, state("delivered"));
        assertThat(story.path("log").findValuesAsText("status")).containsExactly("500", "500", "204");
        assertThat(story.path("log").path(0).path("answer").asText()).isEqualTo("status 500");
        assertThat(receiver.at("/shaky").stream().map(Message::id).distinct()).hasSize(1);
        assertThat(owner.read(address).path("failingSince").isNull()).isTrue();
    }

    @Test
    void what_nobody_takes_is_given_up_and_can_be_sent_again_alone_or_with_all_others() throws Exception {
        receiver.answer("/broken", number -> Answer.of(500));
        String address = "/webhooks/" + id(webhook("/broken", ""));
        Instant before = Instant.now().minusSeconds(1);
        String one = id(owner.make(address + "/test", null));
        String other = id(owner.make(address + "/test", null));
        await(address + "/deliveries/" + one, state("failed"));
        JsonNode story = await(address + "/deliveries/" + other, state("failed"));
        assertThat(story.path("attempts").asInt()).isEqualTo(4);
        assertThat(owner.read(address + "/deliveries?state=failed").path("items"))
                .hasSize(2);
        assertThat(owner.read(address + "/deliveries?state=delivered").path("items"))
                .isEmpty();

        receiver.answer("/broken", number -> Answer.of(200));
        owner.make(address + "/deliveries/" + one + "/replay", null);
        assertThat(await(address + "/deliveries/" + one, state("delivered"))
                        .path("attempts")
                        .asInt())
                .isEqualTo(5);
        JsonNode replayed = owner.make(address + "/replay", "{\"since\":\"%s\"}".formatted(before));
        assertThat(replayed.path("deliveries").asInt()).isEqualTo(1);
        await(address + "/deliveries/" + other, state("delivered"));
        assertThat(receiver.at("/broken").stream().map(Message::id).distinct()).hasSize(2);
    }

    @Test
    void who_is_gone_is_told_nothing_more_and_the_owners_hear_of_it() throws Exception {
        receiver.answer("/gone", number -> Answer.of(410));
        String address = "/webhooks/" + id(webhook("/gone", ""));
        String delivery = id(owner.make(address + "/test", null));
        JsonNode webhook = await(address, node -> !node.path("enabled").asBoolean());
        assertThat(webhook.path("disabledBecause").asText()).isEqualTo("gone");
        assertThat(owner.read(address + "/deliveries/" + delivery).path("state").asText())
                .isEqualTo("failed");
        owner.make("/consumers", "{\"name\":\"Globex\"}");
        assertThat(owner.post(address + "/test", null).statusCode()).isEqualTo(409);
        String email =
                owner.read("/members").path("items").path(0).path("email").asText();
        assertThat(portal.mails().await(email).text()).contains(receiver.url("/gone"), "/webhooks/");
        Thread.sleep(1_000);
        assertThat(receiver.at("/gone")).hasSize(1);

        receiver.answer("/gone", number -> Answer.of(200));
        owner.change(address, "{\"enabled\":true}");
        owner.make(address + "/deliveries/" + delivery + "/replay", null);
        await(address + "/deliveries/" + delivery, state("delivered"));
    }

    @Test
    void who_asks_for_time_is_given_it() throws Exception {
        receiver.answer(
                "/busy",
                number -> number == 1
                        ? new Answer(429, "later", Map.of("Retry-After", "6"), Duration.ZERO)
                        : Answer.of(200));
        String address = "/webhooks/" + id(webhook("/busy", ""));
        owner.make(address + "/test", null);
        receiver.await("/busy", 1);
        owner.make(address + "/test", null);
        List<Message> messages = receiver.await("/busy", 3);
        Duration pause =
                Duration.ofNanos(messages.get(1).nanos() - messages.get(0).nanos());
        System.out.println("webhook: asked for 6 s, given " + pause);
        assertThat(pause).isBetween(Duration.ofMillis(5_900), Duration.ofSeconds(15));
    }

    @Test
    void a_dead_receiver_delays_no_other() throws Exception {
        owner.make("/webhooks", "{\"url\":\"http://127.0.0.1:%d/dead\"}".formatted(silent.getLocalPort()));
        webhook("/healthy", "");
        Map<String, Long> made = new HashMap<>();
        for (int i = 0; i < EVENTS; i++) {
            long now = System.nanoTime();
            made.put(id(owner.make("/consumers", "{\"name\":\"Consumer %d\"}".formatted(i))), now);
            Thread.sleep(50);
        }
        List<Duration> delays = new ArrayList<>();
        for (Message message : receiver.await("/healthy", EVENTS)) {
            String consumer = message.json().path("resource").path("id").asText();
            delays.add(Duration.ofNanos(message.nanos() - Objects.requireNonNull(made.get(consumer))));
        }
        Duration p95 = Receiver.p95(delays);
        System.out.printf(
                "webhook: beside a dead receiver, %d events reached the healthy one with p95 %d ms%n",
                delays.size(), p95.toMillis());
        assertThat(p95).isLessThan(HEALTHY);
    }

    @Test
    void two_portals_send_each_event_and_log_one_success_for_each() throws Exception {
        try (RunningPortal other = portal.beside(settings)) {
            String webhook = id(webhook("/two", ""));
            ApiClient elsewhere = new ApiClient(other, owner.tenant(), owner.token());
            for (int i = 0; i < EVENTS; i++) {
                (i % 2 == 0 ? owner : elsewhere).make("/consumers", "{\"name\":\"Consumer %d\"}".formatted(i));
            }
            receiver.await("/two", EVENTS);
            await(
                    "/webhooks/" + webhook + "/deliveries?state=waiting",
                    node -> node.path("items").isEmpty());
            Map<String, List<Message>> byId = receiver.at("/two").stream().collect(Collectors.groupingBy(Message::id));
            assertThat(byId).hasSize(EVENTS);
            assertThat(number("select count(*) from (select d.event_id from portal.webhook_delivery d join"
                            + " portal.webhook_attempt a on a.delivery_id = d.id where d.webhook_id = '" + webhook
                            + "' and a.status = 200 group by d.event_id having count(*) = 1) one"))
                    .isEqualTo(EVENTS);
            System.out.printf(
                    "webhook: two portals, %d events, %d messages, one success logged for each%n",
                    EVENTS, receiver.at("/two").size());
        }
    }

    @Test
    void what_comes_beyond_as_many_as_may_wait_is_kept_and_said_and_sent_when_it_is_asked_for() throws Exception {
        receiver.answer("/full", number -> new Answer(503, "away", Map.of("Retry-After", "3600"), Duration.ZERO));
        String id = id(webhook("/full", ""));
        String address = "/webhooks/" + id;
        owner.make(address + "/test", null);
        receiver.await("/full", 1);
        execute("insert into portal.webhook_delivery (tenant_id, webhook_id, event_id, created_at, next_attempt_at)"
                + " select tenant_id, webhook_id, event_id, created_at, now() + interval '1 hour'"
                + " from portal.webhook_delivery, generate_series(1, " + (WebhookLimits.WAITING - 3)
                + ") where webhook_id = '" + id + "'");
        for (int i = 0; i < 5; i++) {
            owner.make("/consumers", "{\"name\":\"Consumer %d\"}".formatted(i));
        }
        JsonNode full = owner.read(address);
        assertThat(full.path("waiting").asInt()).isEqualTo(WebhookLimits.WAITING);
        assertThat(full.path("heldBack").asInt()).isEqualTo(3);
        assertThat(full.path("enabled").asBoolean()).isTrue();
        JsonNode failed = owner.read(address + "/deliveries?state=failed").path("items");
        assertThat(failed).hasSize(3).allSatisfy(one -> {
            assertThat(one.path("heldBack").asBoolean()).isTrue();
            assertThat(one.path("attempts").asInt()).isZero();
        });
        String held = address + "/deliveries/" + id(failed.path(0));
        HttpResponse<String> refused = owner.post(held + "/replay", null);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("too-many-waiting");
        String since = "{\"since\":\"2020-01-01T00:00:00Z\"}";
        assertThat(owner.make(address + "/replay", since).path("deliveries").asInt())
                .isZero();
        assertThat(number("select count(*) from portal.webhook_delivery where webhook_id = '" + id
                        + "' and state = 'waiting'"))
                .isEqualTo(WebhookLimits.WAITING);
        assertThat(portal.get("/metrics").body()).contains("tallygate_webhooks_held_back");

        execute("delete from portal.webhook_delivery where webhook_id = '" + id
                + "' and next_attempt_at > now() + interval '50 minutes' and attempts = 0 and not held_back");
        receiver.answer("/full", number -> Answer.of(200));
        assertThat(owner.make(address + "/replay", since).path("deliveries").asInt())
                .isEqualTo(3);
        owner.change(address, "{\"url\":\"%s\"}".formatted(receiver.url("/room"))); // ends its rest
        await(held, state("delivered"));
        assertThat(owner.read(address).path("heldBack").asInt()).isZero();
    }

    @Test
    void addresses_inside_are_refused_with_a_reason_and_a_limit_is_a_limit() throws Exception {
        for (String inside : List.of(
                "http://127.0.0.1:1/x",
                "http://localhost/x",
                "http://10.0.0.1/x",
                "http://[::1]/x",
                "http://169.254.169.254/latest",
                "http://2130706433/x",
                "ftp://hooks.example.com/x")) {
            HttpResponse<String> refused = owner.post("/webhooks", "{\"url\":\"%s\"}".formatted(inside));
            assertThat(refused.statusCode()).as(inside).isEqualTo(422);
            assertThat(ApiClient.json(refused)
                            .path("errors")
                            .path(0)
                            .path("pointer")
                            .asText())
                    .as(refused.body())
                    .endsWith("/url");
        }
        ApiClient operator = owner.withToken(RunningPortal.OPERATOR_TOKEN);
        operator.send("PUT", "/limits/webhooks", "{\"allowed\":1}", "If-Match", "*");
        webhook("/limited", "");
        HttpResponse<String> more = owner.post("/webhooks", "{\"url\":\"%s\"}".formatted(receiver.url("/more")));
        assertThat(more.statusCode()).isEqualTo(409);
        assertThat(more.body()).contains("limit-reached", "webhooks");
        assertThat(portal.get("/metrics").body()).contains("tallygate_webhooks_delivered");
    }

    @Test
    void a_webhook_of_another_tenant_does_not_exist() throws Exception {
        String webhook = id(webhook("/own", ""));
        ApiClient stranger = ApiClient.ofNewTenant(portal);
        for (String path : List.of("", "/deliveries", "/deliveries/" + webhook)) {
            assertThat(stranger.get("/webhooks/" + webhook + path).statusCode()).isEqualTo(404);
        }
        assertThat(stranger.post("/webhooks/" + webhook + "/test", null).statusCode())
                .isEqualTo(404);
        assertThat(stranger.post("/webhooks/" + webhook + "/rotate-secret", "{}", "If-Match", "*")
                        .statusCode())
                .isEqualTo(404);
        assertThat(owner.delete("/webhooks/" + webhook).statusCode()).isEqualTo(204);
        assertThat(owner.get("/webhooks/" + webhook).statusCode()).isEqualTo(404);
        assertThat(owner.read("/webhook-event-types").path("items").size()).isEqualTo(EventType.values().length);
    }

    private JsonNode webhook(String path, String more) throws Exception {
        return owner.make("/webhooks", "{%s\"url\":\"%s\"}".formatted(more, receiver.url(path)));
    }

    /// A secret's key as the database shows bytes.
    private static String hex(String secret) {
        return HexFormat.of().formatHex(Base64.getDecoder().decode(secret.substring("whsec_".length())));
    }

    private static String id(JsonNode made) {
        return made.path("id").asText();
    }

    private static Predicate<JsonNode> state(String wanted) {
        return node -> node.path("state").asText().equals(wanted);
    }

    private JsonNode await(String path, Predicate<JsonNode> wanted) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode node = owner.read(path);
            if (wanted.test(node)) {
                return node;
            }
            assertThat(System.nanoTime()).as(path + " is still " + node).isLessThan(deadline);
            Thread.sleep(200);
        }
    }

    private static Message one(List<Message> all, String type) {
        return all.stream()
                .filter(message -> message.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Long> sequences(List<Message> all, String resource) throws Exception {
        Map<String, Long> sequences = new HashMap<>();
        for (Message message : all) {
            if (message.json().path("resource").path("id").asText().equals(resource)) {
                sequences.put(message.type(), message.json().path("sequence").asLong());
            }
        }
        return sequences;
    }

    private static void execute(String sql) throws Exception {
        try (Connection connection = portal.database().asAdministrator();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static String everythingStored(String table) throws Exception {
        try (Connection connection = portal.database().asAdministrator();
                Statement query = connection.createStatement();
                ResultSet row = query.executeQuery(
                        "select string_agg(to_jsonb(t)::text, E'\\n') from portal." + table + " t")) {
            row.next();
            return row.getString(1);
        }
    }

    private static long number(String sql) throws Exception {
        try (Connection connection = portal.database().asAdministrator();
                Statement query = connection.createStatement();
                ResultSet row = query.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
