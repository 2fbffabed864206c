package io.tallygate.portal.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.PortalBrowser;
import io.tallygate.portal.running.RunningPortal;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the API does about webhooks, people do on pages.
class WebhookPagesIT {
    /// Allowed by the tests' portal; nobody listens there.
    private static final String NOBODY = "http://127.0.0.1:8502/hook";

    private static final Pattern VERSION = Pattern.compile("name=\"version\" value=\"([^\"]+)\"");

    private final RunningPortal portal = RunningPortal.shared();
    private ApiClient owner;
    private PortalBrowser admin;
    private String webhooks;

    @BeforeEach
    void an_admin_has_signed_in() throws Exception {
        owner = ApiClient.ofNewTenant(portal);
        admin = signedIn("admin");
        webhooks = "/console/" + owner.tenant() + "/webhooks";
    }

    @Test
    void a_webhook_is_made_tried_looked_at_changed_and_deleted() throws Exception {
        assertThat(admin.get(webhooks).body()).contains("No webhook yet", webhooks + "/new");
        HttpResponse<String> refused =
                admin.post(webhooks + "/new", webhooks + "/new", Map.of("url", "http://10.0.0.1/x", "enabled", "true"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("This address is not allowed.", "id=\"url-wrong\"");

        HttpResponse<String> made = admin.post(
                webhooks + "/new",
                webhooks + "/new",
                Map.of("url", NOBODY, "description", "<b>Billing</b>", "enabled", "true"));
        String page = made.headers().firstValue("Location").orElseThrow();
        String first = admin.follow(made).body();
        assertThat(first).contains("whsec_", NOBODY);
        assertThat(admin.get(page).body()).doesNotContain("whsec_").contains("Nothing was sent yet.");
        assertThat(admin.get(webhooks).body())
                .contains("&lt;b&gt;Billing&lt;/b&gt;")
                .doesNotContain("<b>Billing");

        assertThat(admin.follow(admin.post(page, page + "/test", Map.of())).body())
                .contains("A ping is on its way", "webhook.ping");
        String delivery = owner.read("/webhooks/" + last(page) + "/deliveries")
                .path("items")
                .path(0)
                .path("id")
                .asText();
        awaitAttempt("/webhooks/" + last(page) + "/deliveries/" + delivery);
        assertThat(admin.get(page + "/deliveries/" + delivery).body())
                .contains("Nobody answers at this address.", "&quot;type&quot;:&quot;webhook.ping&quot;");
        assertThat(admin.follow(admin.post(
                                page + "/deliveries/" + delivery,
                                page + "/deliveries/" + delivery + "/replay",
                                Map.of()))
                        .body())
                .contains("One event is sent again.");
        assertThat(admin.follow(admin.post(page, page + "/replay", Map.of())).body())
                .contains("Nothing had failed.");

        HttpResponse<String> rotated = admin.post(page, page + "/rotate", Map.of("version", version(page)));
        assertThat(admin.follow(rotated).body()).contains("whsec_", "The secret before this one signs until");
        assertThat(admin.post(page, page, Map.of("version", "old", "url", NOBODY))
                        .statusCode())
                .isEqualTo(422);
        HttpResponse<String> changed =
                admin.post(page, page, Map.of("version", version(page), "url", NOBODY, "eventTypes", "api.published"));
        assertThat(admin.follow(changed).body()).contains("The webhook was changed.", "disabled");
        JsonNode now = owner.read("/webhooks/" + last(page));
        assertThat(now.path("enabled").asBoolean()).isFalse();
        assertThat(now.path("eventTypes").toString()).isEqualTo("[\"api.published\"]");
        HttpResponse<String> deleted = admin.post(page, page + "/delete", Map.of("version", version(page)));
        assertThat(admin.follow(deleted).body()).contains("The webhook was deleted.", "No webhook yet");
    }

    @Test
    void what_found_no_room_among_what_waits_is_said_on_the_webhooks_page_and_in_its_log() throws Exception {
        String id = owner.make("/webhooks", "{\"url\":\"%s\"}".formatted(NOBODY))
                .path("id")
                .asText();
        String delivery =
                owner.make("/webhooks/" + id + "/test", null).path("id").asText();
        awaitAttempt("/webhooks/" + id + "/deliveries/" + delivery);
        try (Connection connection = portal.database().asAdministrator();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("update portal.webhook_delivery set state = 'failed', held_back = true,"
                            + " attempts = 0 where id = '" + delivery + "'"))
                    .isEqualTo(1);
        }
        assertThat(admin.get(webhooks + "/" + id).body())
                .contains("One message was not queued, since too many waited.", ">not queued<");
        assertThat(admin.get(webhooks + "/" + id + "/deliveries/" + delivery).body())
                .contains(">not queued<");
    }

    @Test
    void a_viewer_looks_and_changes_nothing() throws Exception {
        String id = owner.make("/webhooks", "{\"url\":\"%s\"}".formatted(NOBODY))
                .path("id")
                .asText();
        PortalBrowser viewer = signedIn("viewer");
        assertThat(viewer.get(webhooks).body()).contains(NOBODY).doesNotContain(webhooks + "/new");
        assertThat(viewer.get(webhooks + "/" + id).body()).contains(NOBODY).doesNotContain("/rotate");
        assertThat(viewer.get(webhooks + "/new").statusCode()).isEqualTo(403);
        assertThat(viewer.post(webhooks, webhooks + "/" + id + "/test", Map.of())
                        .statusCode())
                .isEqualTo(403);
        assertThat(signedIn("billing").get(webhooks).statusCode()).isEqualTo(403);
    }

    private PortalBrowser signedIn(String role) throws Exception {
        ApiClient.Person person = ApiClient.Person.named(role);
        owner.make("/members", "{\"email\":\"%s\",\"role\":\"%s\"}".formatted(person.email(), role));
        return PortalBrowser.signedIn(portal, person);
    }

    private String version(String page) throws Exception {
        Matcher version = VERSION.matcher(admin.get(page).body());
        assertThat(version.find()).isTrue();
        return version.group(1).replace("&quot;", "\"");
    }

    private void awaitAttempt(String delivery) throws Exception {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (owner.read(delivery).path("attempts").asInt() == 0) {
            assertThat(System.nanoTime()).as("no attempt in time").isLessThan(deadline);
            Thread.sleep(200);
        }
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
