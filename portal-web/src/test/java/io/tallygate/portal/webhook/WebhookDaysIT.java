package io.tallygate.portal.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.RunningPortal;
import io.tallygate.portal.running.TestMailServer.Mail;
import io.tallygate.portal.webhook.Receiver.Answer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What days and weeks bring to a webhook, with the settings that an installation has by itself. The clock moves
/// against all that is written: everything lies further back, as after days of waiting.
class WebhookDaysIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, List<String>> WRITTEN = Map.of(
            "webhook", List.of("created_at", "failing_since", "resting_until"),
            "webhook_event", List.of("occurred_at"),
            "webhook_delivery", List.of("created_at", "next_attempt_at", "last_attempt_at"),
            "webhook_attempt", List.of("started_at"));

    private static RunningPortal portal;
    private static Receiver receiver;
    private ApiClient owner;

    @BeforeAll
    static void a_portal_that_may_call_the_receiver() throws Exception {
        receiver = Receiver.start();
        portal = RunningPortal.start(Map.of("TALLYGATE_OUTBOUND_ALLOW", receiver.hostAndPort()));
    }

    @AfterAll
    static void all_end() throws Exception {
        portal.close();
        receiver.close();
    }

    @BeforeEach
    void a_tenant() throws Exception {
        owner = ApiClient.ofNewTenant(portal);
    }

    @Test
    void who_fails_for_five_days_is_told_nothing_more_and_the_owners_hear_of_it_in_both_languages() throws Exception {
        receiver.answer("/sick", number -> Answer.of(500));
        String sick = webhook("/sick");
        String well = webhook("/well");
        String delivery = sick + "/deliveries/"
                + owner.make(sick + "/test", null).path("id").asText();
        await(delivery, attempts(1));
        pass(Duration.ofDays(4));
        await(delivery, attempts(2));
        pass(Duration.ofHours(22));
        JsonNode patient = await(delivery, attempts(3));
        assertThat(patient.path("state").asText()).isEqualTo("waiting");
        JsonNode failing = owner.read(sick);
        assertThat(failing.path("enabled").asBoolean())
                .as("after 4 days and 22 hours")
                .isTrue();
        assertThat(Instant.parse(failing.path("failingSince").asText()))
                .isBefore(Instant.now().minus(Duration.ofHours(117)));

        pass(Duration.ofHours(3));
        JsonNode disabled = await(sick, node -> !node.path("enabled").asBoolean());
        assertThat(disabled.path("disabledBecause").asText()).isEqualTo("failing");
        assertThat(owner.read(delivery).path("state").asText()).isEqualTo("failed");
        assertThat(receiver.at("/sick")).hasSize(4);
        Mail mail =
                portal.mails().await(owner.read("/members").at("/items/0/email").asText());
        System.out.println("webhook: mail to an owner: " + mail.subject() + "\n" + mail.text());
        assertThat(mail.subject()).contains("is switched off", "ist abgeschaltet");
        assertThat(mail.text())
                .containsOnlyOnce("has taken no delivery since")
                .containsOnlyOnce("keine Zustellung angenommen")
                .contains(receiver.url("/sick"), "/console/" + owner.tenant() + sick);
        assertThat(mail.html()).contains("lang=\"mul\"");

        owner.make("/consumers", "{\"name\":\"Globex\"}");
        receiver.await("/well", 1);
        Thread.sleep(1_500); // what must not come would come now
        assertThat(receiver.at("/sick")).hasSize(4);
        assertThat(owner.read(well).path("enabled").asBoolean()).isTrue();

        receiver.answer("/sick", number -> Answer.of(200));
        owner.change(sick, "{\"enabled\":true}");
        owner.make(sick + "/replay", "{\"since\":\"2020-01-01T00:00:00Z\"}");
        await(delivery, node -> node.path("state").asText().equals("delivered"));
        assertThat(owner.read(sick).path("failingSince").isNull()).isTrue();
    }

    @Test
    void the_log_of_deliveries_is_forgotten_after_thirty_days_and_not_before() throws Exception {
        String address = webhook("/remembered");
        String first = owner.make(address + "/test", null).path("id").asText();
        receiver.await("/remembered", 1);
        await(address + "/deliveries/" + first, attempts(1));
        pass(Duration.ofDays(29));
        forgottenSince(Instant.now());
        String second = owner.make(address + "/test", null).path("id").asText();
        receiver.await("/remembered", 2);
        await(address + "/deliveries/" + second, attempts(1));
        assertThat(owner.read(address + "/deliveries").path("items")).hasSize(2);

        pass(Duration.ofHours(25));
        forgottenSince(Instant.now());
        assertThat(owner.read(address + "/deliveries").findValuesAsText("id"))
                .contains(second)
                .doesNotContain(first);
        assertThat(owner.get(address + "/deliveries/" + first).statusCode()).isEqualTo(404);
        assertThat(text("select count(*) from portal.webhook_attempt where delivery_id = '" + first + "'"))
                .isEqualTo("0");
        assertThat(owner.read(address + "/deliveries/" + second).path("log")).hasSize(1);
    }

    /// Waits until the portal has cleaned up once more.
    private static void forgottenSince(Instant moment) throws Exception {
        execute("update portal.scheduled_task set execution_time = now() where task_name ="
                + " 'forget-webhook-deliveries' and not picked");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (text("select count(*) from portal.scheduled_task where task_name = 'forget-webhook-deliveries' and not"
                        + " picked and last_success > '" + moment + "'")
                .equals("0")) {
            assertThat(System.nanoTime()).as("the log is not cleaned up").isLessThan(deadline);
            Thread.sleep(100);
        }
    }

    private static void pass(Duration time) throws SQLException {
        String back = " - interval '%d s'".formatted(time.toSeconds());
        for (var table : WRITTEN.entrySet()) {
            for (String column : table.getValue()) {
                execute("update portal." + table.getKey() + " set " + column + " = " + column + back);
            }
        }
        execute("update portal.scheduled_task set execution_time = execution_time" + back
                + " where task_name = 'deliver-webhooks' and not picked");
    }

    private String webhook(String path) throws Exception {
        return "/webhooks/"
                + owner.make("/webhooks", "{\"url\":\"%s\"}".formatted(receiver.url(path)))
                        .path("id")
                        .asText();
    }

    private static Predicate<JsonNode> attempts(int number) {
        return node -> node.path("attempts").asInt() == number;
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

    private static void execute(String sql) throws SQLException {
        try (Connection connection = portal.database().asAdministrator();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static String text(String sql) throws SQLException {
        try (Connection connection = portal.database().asAdministrator();
                Statement query = connection.createStatement();
                ResultSet row = query.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
