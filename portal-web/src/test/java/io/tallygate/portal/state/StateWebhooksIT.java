package io.tallygate.portal.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.RunningPortal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Whom a tenant tells of its changes, as its document says it.
class StateWebhooksIT extends StateDocuments {
    @Test
    void webhooks_come_change_and_go_by_the_document_and_their_secrets_stay_out_of_it() throws Exception {
        JsonNode made = apply("""
            {"format": "tallygate/1", "webhooks": [
              {"url": "HTTPS://Hooks.Example.com/billing", "description": "Billing", "eventTypes": ["plan.created", "api.published"]},
              {"url": "https://hooks.example.com/all", "enabled": false}]}\
            """, "");
        assertThat(effects(made)).allSatisfy((url, effect) -> assertThat(effect).contains("nobody has seen"));
        ObjectNode document = (ObjectNode) dump("");
        ObjectNode billing = (ObjectNode) document.at("/webhooks/0");
        assertThat(billing.path("url").asText()).isEqualTo("https://hooks.example.com/billing");
        assertThat(billing.path("eventTypes").toString()).isEqualTo("[\"api.published\",\"plan.created\"]");
        assertThat(document.path("webhooks").toString()).doesNotContain("secret", "whsec");
        Map<String, String> tables = tables();
        String records = recordsKept();
        for (String again :
                List.of(document.toString(), yaml(""), document.toString().replace("https://hooks", "HTTPS://HOOKS"))) {
            assertThat(apply(again, "?prune=true").path("changes")).isEmpty();
            assertThat(tables()).isEqualTo(tables);
            assertThat(recordsKept()).isEqualTo(records);
        }

        String secret = secretOf(billing.path("id").asText());
        billing.put("url", "https://hooks.example.com/moved").put("enabled", false);
        JsonNode moved = apply(document.toString(), "");
        assertThat(names(moved.path("changes"), "action")).containsExactly("rename");
        assertThat(effects(moved).values()).containsExactly("Is told nothing more; what waits for it is given up.");
        assertThat(secretOf(billing.path("id").asText())).as("the secret stays").isEqualTo(secret);
        ((ObjectNode) document.at("/webhooks/1")).remove(List.of("id", "enabled"));
        assertThat(apply(document.toString(), "").path("changes"))
                .as("known by its address")
                .isEmpty();

        tables = tables();
        ObjectNode wrong = (ObjectNode) document.deepCopy();
        ((ObjectNode) wrong.at("/webhooks/0"))
                .putArray("eventTypes")
                .add("api.published")
                .add("api.eaten");
        ((ObjectNode) wrong.at("/webhooks/1"))
                .put("description", "x".repeat(301))
                .put("secret", "whsec_x");
        ((ArrayNode) wrong.path("webhooks")).addObject().put("url", "http://169.254.169.254/latest");
        assertThat(pointers(tenant.post("/state/apply", wrong.toString())))
                .containsExactlyInAnyOrder(
                        "/webhooks/0/eventTypes/1", "/webhooks/1/description", "/webhooks/1/secret", "/webhooks/2/url");
        JsonNode token = tenant.make("/tokens", "{\"name\":\"CI\",\"scopes\":[\"state:read\",\"state:write\"]}");
        ApiClient pipeline = tenant.withToken(token.path("token").asText());
        ObjectNode other = (ObjectNode) document.deepCopy();
        ((ObjectNode) other.at("/webhooks/0")).put("enabled", true);
        assertThat(pointers(pipeline.post("/state/apply", other.toString()))).containsExactly("/webhooks/0");
        assertThat(pipeline.post("/state/apply?prune=true", "{\"format\":\"tallygate/1\",\"webhooks\":[]}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(tables()).isEqualTo(tables);

        ((ArrayNode) document.path("webhooks")).remove(1);
        JsonNode gone = apply(document.toString(), "?prune=true");
        assertThat(names(gone.path("changes"), "action")).containsExactly("delete");
        assertThat(names(dump("").path("webhooks"), "url")).containsExactly("https://hooks.example.com/moved");
    }

    private static String secretOf(String webhook) throws SQLException {
        try (Connection connection = RunningPortal.shared().database().asAdministrator();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select secret_sealed::text from portal.webhook where id = '" + webhook + "'")) {
            row.next();
            return row.getString(1);
        }
    }
}
