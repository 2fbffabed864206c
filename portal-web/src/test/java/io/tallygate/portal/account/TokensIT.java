package io.tallygate.portal.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.PortalBrowser;
import io.tallygate.portal.running.RunningPortal;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Personal tokens: what each may, for how long, and who ends it.
class TokensIT {
    private final RunningPortal portal = RunningPortal.shared();
    private ApiClient owner;

    @BeforeEach
    void a_new_tenant() throws Exception {
        owner = ApiClient.ofNewTenant(portal);
    }

    @Test
    void a_token_may_what_its_scopes_allow_and_says_which_one_is_missing() throws Exception {
        ApiClient reader = program(owner, "\"apis:read\",\"consumers:read\"");
        assertThat(reader.get("/apis").statusCode()).isEqualTo(200);
        assertThat(reader.get("/consumers").statusCode()).isEqualTo(200);
        HttpResponse<String> refused = reader.post("/consumers", "{\"name\":\"Globex\"}");
        assertThat(refused.statusCode()).isEqualTo(403);
        JsonNode problem = ApiClient.json(refused);
        assertThat(problem.path("type").asText()).isEqualTo("/problems/insufficient-scope");
        assertThat(problem.path("detail").asText()).contains("consumers:write");
        for (String path : List.of("/members", "/tokens", "/invoices", "/products", "/applications", "")) {
            assertThat(reader.get(path).statusCode()).as(path).isEqualTo(403);
        }
    }

    @Test
    void without_a_choice_a_token_gets_all_that_its_person_has_a_use_for_and_no_more() throws Exception {
        assertThat(scopes(owner.make("/tokens", "{\"name\":\"all\"}"))).hasSize(Scope.values().length);
        ApiClient viewer = owner.as(member("viewer"));
        assertThat(scopes(viewer.make("/tokens", "{\"name\":\"all\"}")))
                .contains("apis:read", "audit:read", "tokens:write")
                .doesNotContain("apis:write", "members:write", "billing:run");
        assertThat(pointer(viewer.post("/tokens", "{\"name\":\"x\",\"scopes\":[\"apis:read\",\"apis:write\"]}")))
                .isEqualTo("/scopes/1");
    }

    @Test
    void a_token_never_may_more_than_its_person_at_that_moment() throws Exception {
        ApiClient.Person person = member("publisher");
        ApiClient program = program(owner.as(person), null);
        assertThat(program.post("/consumers", "{\"name\":\"Globex\"}").statusCode())
                .isEqualTo(201);
        String id = owner.read("/members").path("items").path(1).path("id").asText();
        owner.send("PATCH", "/members/" + id, "{\"role\":\"viewer\"}", "If-Match", "*");
        assertThat(program.post("/consumers", "{\"name\":\"Initech\"}").statusCode())
                .isEqualTo(403);
        owner.send("PATCH", "/members/" + id, "{\"role\":\"publisher\"}", "If-Match", "*");
        assertThat(program.post("/consumers", "{\"name\":\"Initech\"}").statusCode())
                .isEqualTo(201);
    }

    @Test
    void a_token_that_makes_another_gives_it_neither_more_scopes_nor_a_longer_life() throws Exception {
        Instant end = Instant.now().plus(Duration.ofDays(3));
        JsonNode parent = owner.make("/tokens", """
            {"name":"parent","scopes":["tokens:write","apis:read"],"expiresAt":"%s"}\
            """.formatted(end));
        ApiClient program = owner.withToken(parent.path("token").asText());
        JsonNode child = program.make("/tokens", "{\"name\":\"child\"}");
        assertThat(scopes(child)).containsExactlyInAnyOrder("tokens:write", "apis:read");
        assertThat(child.path("expiresAt")).isEqualTo(parent.path("expiresAt"));
        assertThat(pointer(program.post("/tokens", "{\"name\":\"x\",\"scopes\":[\"apis:write\"]}")))
                .isEqualTo("/scopes/0");
        assertThat(pointer(program.post(
                        "/tokens", "{\"name\":\"x\",\"expiresAt\":\"%s\"}".formatted(end.plusSeconds(60)))))
                .isEqualTo("/expiresAt");
    }

    @ParameterizedTest(name = "{0} points at {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | /name",
                "{\"name\":\"\"} | /name",
                "{\"name\":7} | /name",
                "{\"name\":\"x\",\"scopes\":[]} | /scopes",
                "{\"name\":\"x\",\"scopes\":\"apis:read\"} | /scopes",
                "{\"name\":\"x\",\"scopes\":[\"apis:read\",\"everything\"]} | /scopes/1",
                "{\"name\":\"x\",\"scopes\":[null]} | /scopes/0",
                "{\"name\":\"x\",\"expiresAt\":\"tomorrow\"} | /expiresAt",
                "{\"name\":\"x\",\"expiresAt\":\"2020-01-01T00:00:00Z\"} | /expiresAt",
                "{\"name\":\"x\",\"expiresAt\":\"2099-01-01T00:00:00Z\"} | /expiresAt",
            })
    void what_cannot_be_is_pointed_at(String body, String pointer) throws Exception {
        assertThat(pointer(owner.post("/tokens", body))).isEqualTo(pointer);
    }

    @Test
    void the_form_ticks_no_scope_and_asks_for_one() throws Exception {
        PortalBrowser admin = PortalBrowser.signedIn(portal, member("admin"));
        String page = "/console/" + owner.tenant() + "/tokens";
        String form = admin.get(page).body();
        assertThat(form)
                .contains("name=\"scope\"", "value=\"apis:write\"")
                .doesNotContainPattern("name=\"scope\"[^>]*checked");
        HttpResponse<String> refused = admin.post(page, page, Map.of("name", "CI", "days", "30"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("Please choose at least one.");
        HttpResponse<String> made = admin.post(page, page, Map.of("name", "CI", "days", "30", "scope", "apis:read"));
        assertThat(made.statusCode()).isEqualTo(303);
        JsonNode token = owner.read("/tokens?of=everybody").path("items").path(0);
        assertThat(token.path("scopes").toString()).isEqualTo("[\"apis:read\"]");
    }

    @Test
    void a_token_lives_90_days_unless_it_is_told_otherwise() throws Exception {
        JsonNode token = owner.make("/tokens", "{\"name\":\"usual\"}");
        assertThat(Duration.between(
                        Instant.now(), Instant.parse(token.path("expiresAt").asText())))
                .isBetween(Duration.ofDays(90).minusMinutes(5), Duration.ofDays(90));
    }

    @Test
    void an_expired_token_opens_nothing() throws Exception {
        JsonNode token = owner.make("/tokens", "{\"name\":\"old\"}");
        ApiClient program = owner.withToken(token.path("token").asText());
        assertThat(program.get("/apis").statusCode()).isEqualTo(200);
        try (Connection administrator = portal.database().asAdministrator();
                PreparedStatement age = administrator.prepareStatement(
                        "update portal.access_token set expires_at = now() where id = ?")) {
            age.setObject(1, UUID.fromString(token.path("id").asText()));
            assertThat(age.executeUpdate()).isEqualTo(1);
        }
        assertThat(program.get("/apis").statusCode()).isEqualTo(401);
    }

    @Test
    void the_last_use_is_kept_to_the_minute_and_does_not_change_the_tag() throws Exception {
        JsonNode token = owner.make("/tokens", "{\"name\":\"ci\"}");
        String path = "/tokens/" + token.path("id").asText();
        HttpResponse<String> before = owner.get(path);
        assertThat(ApiClient.json(before).path("lastUsedAt").isNull()).isTrue();
        owner.withToken(token.path("token").asText()).get("/apis");
        HttpResponse<String> after = owner.get(path);
        assertThat(Instant.parse(ApiClient.json(after).path("lastUsedAt").asText()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
        assertThat(after.headers().firstValue("ETag"))
                .isEqualTo(before.headers().firstValue("ETag"));
        assertThat(owner.send("DELETE", path, null).statusCode()).isEqualTo(428);
        assertThat(owner.send("DELETE", path, null, "If-Match", "\"other\"").statusCode())
                .isEqualTo(412);
        assertThat(owner.send(
                                "DELETE",
                                path,
                                null,
                                "If-Match",
                                after.headers().firstValue("ETag").orElseThrow())
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void owners_and_admins_see_and_revoke_everybodys_tokens_and_others_their_own() throws Exception {
        ApiClient publisher = owner.as(member("publisher"));
        ApiClient admin = owner.as(member("admin"));
        JsonNode token = publisher.make("/tokens", "{\"name\":\"pipeline\"}");
        JsonNode ownersToken = owner.make("/tokens", "{\"name\":\"owner's\"}");
        String path = "/tokens/" + token.path("id").asText();
        String ownersPath = "/tokens/" + ownersToken.path("id").asText();

        assertThat(names(owner.read("/tokens"))).containsExactly("owner's");
        assertThat(names(admin.read("/tokens?of=everybody"))).containsExactly("pipeline", "owner's");
        assertThat(admin.read("/tokens?of=everybody").toString())
                .doesNotContain(token.path("token").asText());
        assertThat(publisher.get("/tokens?of=everybody").statusCode()).isEqualTo(403);
        assertThat(publisher.get("/tokens?of=nobody").statusCode()).isEqualTo(400);
        assertThat(publisher.get(ownersPath).statusCode()).isEqualTo(404);
        assertThat(publisher.send("DELETE", ownersPath, null, "If-Match", "*").statusCode())
                .isEqualTo(404);

        assertThat(admin.send("DELETE", path, null, "If-Match", "*").statusCode())
                .isEqualTo(204);
        assertThat(owner.withToken(token.path("token").asText()).get("/apis").statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_token_does_not_tell_where_else_its_person_belongs() throws Exception {
        ApiClient.Person person = ApiClient.Person.named("everywhere");
        ApiClient elsewhere = ApiClient.ofNewTenant(portal);
        for (ApiClient tenant : List.of(owner, elsewhere)) {
            tenant.make("/members", "{\"email\":\"%s\",\"role\":\"viewer\"}".formatted(person.email()));
        }
        ApiClient signedIn = owner.as(person);
        assertThat(signedIn.read("/api/v1/me").path("tenants")).hasSize(2);
        ApiClient program = program(signedIn, null);
        assertThat(program.read("/api/v1/me").path("tenants")).hasSize(1);
        assertThat(program.read("/api/v1/tenants").path("items")).hasSize(1);
        assertThat(program.at(elsewhere.tenant()).get("/apis").statusCode()).isEqualTo(404);
    }

    private ApiClient.Person member(String role) throws Exception {
        ApiClient.Person person = ApiClient.Person.named(role);
        owner.make("/members", "{\"email\":\"%s\",\"role\":\"%s\"}".formatted(person.email(), role));
        return person;
    }

    /// @param scopes  quoted; null for all
    private static ApiClient program(ApiClient person, @Nullable String scopes) throws Exception {
        String body = scopes == null ? "{\"name\":\"ci\"}" : "{\"name\":\"ci\",\"scopes\":[" + scopes + "]}";
        return person.withToken(person.make("/tokens", body).path("token").asText());
    }

    private static List<String> scopes(JsonNode token) {
        List<String> scopes = new ArrayList<>();
        token.path("scopes").forEach(scope -> scopes.add(scope.asText()));
        return scopes;
    }

    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.path("items").forEach(item -> names.add(item.path("name").asText()));
        return names;
    }

    private static String pointer(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        return ApiClient.json(answer).path("errors").path(0).path("pointer").asText();
    }
}
