package io.tallygate.portal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.RunningPortal;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A tenant changes what it says of itself; a suspended one can be read and not changed, and comes back as it was.
class SuspensionIT {
    private static final String DOCUMENT =
            "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Orders\",\"version\":\"1\"},\"paths\":{\"/orders\":{\"get\":{\"responses\":{\"200\":{\"description\":\"ok\"}}}}}}";

    private final RunningPortal portal = RunningPortal.shared();
    private ApiClient owner;
    private ApiClient operator;
    private ApiClient developer;
    private String api;

    @BeforeEach
    void a_tenant_with_a_published_api_and_a_consumer() throws Exception {
        owner = ApiClient.ofNewTenant(portal);
        operator = owner.withToken(RunningPortal.OPERATOR_TOKEN);
        ApiClient.Person jonas = ApiClient.Person.named("jonas");
        owner.make("/consumers", """
            {"name":"Globex","members":[{"email":"%s","role":"owner"}]}\
            """.formatted(jonas.email()));
        developer = owner.as(jonas);
        api = owner.make(
                        "/apis",
                        "{\"slug\":\"orders\",\"upstream\":\"http://127.0.0.1:8501\",\"document\":\"%s\"}"
                                .formatted(DOCUMENT.replace("\"", "\\\"")))
                .path("id")
                .asText();
        owner.make("/apis/" + api + "/publish", "{}");
    }

    @Test
    void a_tenant_changes_its_details_and_keeps_what_it_leaves_out() throws Exception {
        JsonNode changed = change(
                "{\"name\":\"Acme\",\"address\":[\"Hafenstraße 1\",\" 20457 Hamburg \",\"\"],\"accent\":\"#ABCDEF\"}");
        assertThat(changed.path("name").asText()).isEqualTo("Acme");
        assertThat(changed.path("address").toString()).isEqualTo("[\"Hafenstraße 1\",\"20457 Hamburg\"]");
        assertThat(changed.path("accent").asText()).isEqualTo("#abcdef");
        assertThat(changed.path("country").asText()).isEqualTo("DE");
        assertThat(changed.path("timeZone").asText()).isEqualTo("Europe/Berlin");
        assertThat(owner.read("")).isEqualTo(changed);

        HttpResponse<String> wrong = owner.send(
                "PATCH",
                "",
                "{\"name\":\" \",\"country\":\"XX\",\"timeZone\":\"Mars/North\",\"accent\":\"red\"}",
                "If-Match",
                "*");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("/name", "/country", "/timeZone", "/accent");
        assertThat(owner.send("PATCH", "", "{\"name\":\"x\"}", "If-Match", "\"99\"")
                        .statusCode())
                .isEqualTo(412);
        assertThat(owner.send("PATCH", "", "{\"name\":\"x\"}").statusCode()).isEqualTo(428);
        assertThat(owner.read("")).isEqualTo(changed);
    }

    private JsonNode change(String members) throws Exception {
        String tag = owner.get("").headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> answer = owner.send("PATCH", "", members, "If-Match", tag);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return ApiClient.json(answer);
    }

    @Test
    void a_suspended_tenant_is_closed_at_the_gateways_and_can_be_read_and_not_changed() throws Exception {
        List<String> before = feed();
        assertThat(operator.make("/suspend", "{\"reason\":\"unpaid\"}")
                        .path("status")
                        .asText())
                .isEqualTo("suspended");
        assertThat(feed())
                .as("all that was, and the mark")
                .containsAll(before)
                .contains("tenant {\"status\": \"suspended\", \"tenant\": \""
                        + owner.read("").path("id").asText() + "\"}");

        assertThat(owner.read("").at("/suspensions/0/reason").asText()).isEqualTo("unpaid");
        for (String path : List.of("/apis", "/consumers", "/members", "/usage?from=2026-01-01T00:00:00Z")) {
            assertThat(owner.get(path).body()).as(path).doesNotContain("tenant-suspended");
        }
        refused(owner.send("PATCH", "", "{\"name\":\"x\"}"));
        refused(owner.post("/apis/" + api + "/unpublish", "{}"));
        refused(owner.post(
                "/consumers",
                "{\"name\":\"x\"}",
                "Idempotency-Key",
                UUID.randomUUID().toString()));
        refused(developer.post("/applications", "{\"name\":\"Shop\"}"));
        refused(developer.post("/tokens", "{\"name\":\"ci\"}"));

        assertThat(portal.get("/p/" + owner.tenant() + "/").body()).contains("is suspended at the moment");

        assertThat(operator.make("/resume", "{}").path("status").asText()).isEqualTo("active");
        assertThat(feed()).isEqualTo(before);
        assertThat(portal.get("/p/" + owner.tenant() + "/").body()).doesNotContain("is suspended at the moment");
        owner.make("/apis/" + api + "/unpublish", "{}");
    }

    @Test
    void each_takes_back_only_what_they_did() throws Exception {
        owner.make("/suspend", "{}");
        owner.make("/suspend", "{\"reason\":\"again\"}");
        operator.make("/suspend", "{}");
        assertThat(owner.read("").path("suspensions")).hasSize(2);
        assertThat(owner.make("/resume", "{}").path("status").asText()).isEqualTo("suspended");
        HttpResponse<String> notTheirs = owner.post("/resume", "{}");
        assertThat(notTheirs.statusCode()).isEqualTo(409);
        assertThat(notTheirs.body()).contains("/problems/suspended-by-another");
        refused(owner.post("/consumers", "{\"name\":\"x\"}"));
        operator.make("/resume", "{}");
        assertThat(operator.post("/resume", "{}").body()).contains("/problems/not-suspended");
        owner.make("/consumers", "{\"name\":\"Initech\"}");
    }

    @Test
    void nobody_else_suspends_a_tenant() throws Exception {
        ApiClient.Person publisher = ApiClient.Person.named("publisher");
        owner.make("/members", "{\"email\":\"%s\",\"role\":\"publisher\"}".formatted(publisher.email()));
        assertThat(owner.as(publisher).post("/suspend", "{}").statusCode()).isEqualTo(403);
        assertThat(developer.post("/suspend", "{}").statusCode()).isEqualTo(403);
        assertThat(ApiClient.ofNewTenant(portal)
                        .at(owner.tenant())
                        .post("/suspend", "{}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(operator.at("no-such-tenant").post("/suspend", "{}").statusCode())
                .isEqualTo(404);
        assertThat(owner.read("").path("status").asText()).isEqualTo("active");
    }

    private static void refused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(answer.body()).contains("/problems/tenant-suspended");
    }

    /// What gateways serve for the tenant.
    private List<String> feed() throws Exception {
        List<String> entities = new ArrayList<>();
        try (Connection connection = portal.database().as("feed");
                PreparedStatement query = connection.prepareStatement(
                        "select kind || ' ' || value::text from gateway_change where tenant_id"
                                + " = ?::uuid and not deleted order by 1")) {
            query.setString(1, owner.read("").path("id").asText());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    entities.add(rows.getString(1));
                }
            }
        }
        return entities;
    }
}
