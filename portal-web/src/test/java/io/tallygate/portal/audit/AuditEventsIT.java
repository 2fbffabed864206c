package io.tallygate.portal.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.RunningPortal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The audit log from outside: who may read it, what is found in it, and how it is verified here and elsewhere.
class AuditEventsIT {
    private final RunningPortal portal = RunningPortal.shared();
    private ApiClient owner;

    @TempDir
    private Path folder;

    @BeforeEach
    void a_tenant_with_some_history() throws Exception {
        owner = ApiClient.ofNewTenant(portal);
        for (int at = 1; at <= 5; at++) {
            owner.make("/consumers", "{\"name\":\"Consumer %d\"}".formatted(at));
        }
        owner.post("/consumers", "{\"name\":\"\"}");
    }

    @Test
    void the_log_is_read_page_by_page_from_its_newest_record_to_its_first() throws Exception {
        List<Long> numbers = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = owner.read("/audit-events?limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.path("items").forEach(item -> numbers.add(item.path("number").asLong()));
            cursor = page.path("nextCursor").asText("");
        } while (!cursor.isEmpty() && !cursor.equals("null"));
        // the operator made the tenant, the owner was bound to their place, five consumers were made, one was refused
        assertThat(numbers).containsExactly(8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
    }

    @Test
    void a_tenants_log_begins_with_its_founding_also_when_an_operator_founded_it() throws Exception {
        JsonNode first = owner.read("/audit-events/1");
        assertThat(first.path("action").asText()).isEqualTo("POST /tenants");
        assertThat(first.path("outcome").asText()).isEqualTo("done");
        assertThat(first.at("/actor/kind").asText()).isEqualTo("operator");
        assertThat(first.at("/changes/0/kind").asText()).isEqualTo("tenant");
        assertThat(first.at("/changes/0/operation").asText()).isEqualTo("created");
        assertThat(first.at("/changes/0/after/slug").asText()).isEqualTo(owner.tenant());
        assertThat(count("action=POST%20/tenants&actor=operator")).isEqualTo(1);
    }

    @Test
    void a_call_with_a_token_that_has_ended_is_in_the_log_once_without_the_token() throws Exception {
        JsonNode expired = owner.make("/tokens", "{\"name\":\"Old\"}");
        JsonNode revoked = owner.make("/tokens", "{\"name\":\"Lost\"}");
        execute("update portal.access_token set expires_at = now() where id = '"
                + expired.path("id").asText() + "'");
        owner.delete("/tokens/" + revoked.path("id").asText());
        int before = count("");
        for (JsonNode token : List.of(expired, revoked)) {
            ApiClient program = owner.withToken(token.path("token").asText());
            assertThat(program.get("/apis").statusCode()).isEqualTo(401);
            HttpResponse<String> refused = program.post("/consumers", "{\"name\":\"X\"}");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).contains("unknown, malformed, expired or revoked");
        }
        assertThat(owner.withToken(RunningPortal.OPERATOR_TOKEN.replace("TEST32cbkh", "NONE32cbkh"))
                        .get("/apis")
                        .statusCode())
                .isEqualTo(401);
        assertThat(count("")).isEqualTo(before + 4);
        JsonNode newest = owner.read("/audit-events?limit=4").path("items");
        assertThat(newest.findValuesAsText("reason"))
                .containsExactly("401 revoked-token", "401 revoked-token", "401 expired-token", "401 expired-token");
        assertThat(newest.findValuesAsText("action"))
                .startsWith("POST /tenants/{tenant}/consumers", "GET /tenants/{tenant}/apis");
        assertThat(newest.at("/0/actor/token")).isEqualTo(revoked.path("id"));
        assertThat(newest.at("/2/actor/token")).isEqualTo(expired.path("id"));
        assertThat(newest.at("/0/outcome").asText()).isEqualTo("refused");
        String everything = owner.get("/audit-events/export").body();
        assertThat(everything)
                .doesNotContain(
                        expired.path("token").asText(), revoked.path("token").asText());
        String elsewhere = "/api/v1/audit-events?limit=200&actor="
                + newest.at("/0/actor/subject").asText();
        assertThat(owner.withToken(RunningPortal.OPERATOR_TOKEN).read(elsewhere).path("items"))
                .as("in the installation's log")
                .isEmpty();
    }

    @Test
    void a_record_says_what_changed_and_can_be_searched_for() throws Exception {
        JsonNode newest =
                owner.read("/audit-events?outcome=done&limit=1").path("items").path(0);
        String target = newest.path("targets").path(0).asText();
        JsonNode whole = owner.read("/audit-events/" + newest.path("number").asText());
        assertThat(whole.path("changes").path(0).path("after").path("name").asText())
                .isEqualTo("Consumer 5");
        assertThat(count("target=" + target)).isEqualTo(1);
        assertThat(count("target=consumer:")).isEqualTo(5);
        assertThat(count("outcome=refused")).isEqualTo(1);
        // with the one of the owner's place, which the first call brought about
        assertThat(count("action=consumers")).isEqualTo(7);
        assertThat(count("action=nothing-like-it")).isZero();
        assertThat(count("actor=" + whole.path("actor").path("subject").asText()))
                .isEqualTo(7);
        assertThat(count("actor=" + whole.path("actor").path("name").asText().substring(0, 12)))
                .isEqualTo(7);
        assertThat(count("from=" + whole.path("at").asText())).isEqualTo(2);
        assertThat(count("to=" + whole.path("at").asText())).isEqualTo(6);
        assertThat(owner.get("/audit-events?from=yesterday").statusCode()).isEqualTo(400);
        assertThat(owner.get("/audit-events?outcome=maybe").statusCode()).isEqualTo(400);
        assertThat(owner.get("/audit-events/999").statusCode()).isEqualTo(404);
        assertThat(owner.get("/audit-events/x").statusCode()).isEqualTo(404);
    }

    @Test
    void only_those_read_it_who_may() throws Exception {
        ApiClient.Person publisher = ApiClient.Person.named("publisher");
        owner.make("/members", "{\"email\":\"%s\",\"role\":\"publisher\"}".formatted(publisher.email()));
        ApiClient.Person viewer = ApiClient.Person.named("viewer");
        owner.make("/members", "{\"email\":\"%s\",\"role\":\"viewer\"}".formatted(viewer.email()));
        ApiClient stranger = ApiClient.ofNewTenant(portal).at(owner.tenant());
        for (String path : List.of("", "/1", "/checkpoints", "/export")) {
            assertThat(owner.as(viewer).get("/audit-events" + path).statusCode())
                    .isEqualTo(200);
            assertThat(owner.as(publisher).get("/audit-events" + path).statusCode())
                    .isEqualTo(403);
            assertThat(stranger.get("/audit-events" + path).statusCode()).isEqualTo(404);
            String installation = "/api/v1/audit-events" + path;
            assertThat(owner.get(installation).statusCode()).isEqualTo(403);
            assertThat(owner.withToken(RunningPortal.OPERATOR_TOKEN)
                            .get(installation)
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(stranger.post("/audit-events/verify", null).statusCode()).isEqualTo(404);
    }

    @Test
    void the_operators_log_knows_who_made_which_tenant() throws Exception {
        JsonNode made = owner.withToken(RunningPortal.OPERATOR_TOKEN)
                .read("/api/v1/audit-events?actor=operator&action=POST /tenants&limit=200".replace(" ", "%20"));
        List<String> tenants = new ArrayList<>();
        for (JsonNode item : made.path("items")) {
            JsonNode record = owner.withToken(RunningPortal.OPERATOR_TOKEN)
                    .read("/api/v1/audit-events/" + item.path("number").asText());
            record.path("changes")
                    .forEach(change ->
                            tenants.add(change.path("after").path("slug").asText()));
        }
        assertThat(tenants).contains(owner.tenant());
    }

    @Test
    void an_export_is_verified_elsewhere_and_shows_what_was_done_to_it() throws Exception {
        HttpResponse<String> answer = owner.get("/audit-events/export");
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/x-ndjson");
        List<String> lines = answer.body().lines().toList();
        assertThat(lines).hasSizeGreaterThanOrEqualTo(10);
        String publicKey = ApiClient.json(portal.get("/.well-known/tallygate-audit-keys.json"))
                .path("keys")
                .path(0)
                .path("x")
                .asText();
        Path export = Files.write(folder.resolve("export.ndjson"), lines);
        assertThat(verify(0, export, publicKey)).contains("intact", "8 records");
        Path altered = Files.write(
                folder.resolve("altered.ndjson"),
                lines.stream()
                        .map(line -> line.replace("Consumer 3", "Consumer 4"))
                        .toList());
        assertThat(verify(1, altered, publicKey)).contains("BROKEN", "record 5 altered");
        Path removed = Files.write(
                folder.resolve("removed.ndjson"),
                lines.stream().filter(line -> !line.contains("Consumer 3")).toList());
        assertThat(verify(1, removed, publicKey)).contains("BROKEN", "record 5 removed");
        Path cut = Files.write(folder.resolve("cut.ndjson"), lines.subList(0, lines.size() - 1));
        assertThat(verify(2, cut, publicKey)).contains("is cut");
    }

    @Test
    void the_portal_verifies_its_log_and_names_what_was_altered_in_the_table() throws Exception {
        JsonNode intact = owner.make("/audit-events/verify", "{}");
        assertThat(intact.path("intact").asBoolean()).isTrue();
        assertThat(intact.path("records").asLong()).isEqualTo(8);
        // each head was written beside the database as it was committed
        assertThat(intact.path("anchors").asInt()).isGreaterThanOrEqualTo(8);
        String mine = " where tenant_id = (select id from portal.tenant where slug = '" + owner.tenant() + "')";
        execute("update portal.audit_event set actor = 'somebody else'" + mine + " and number = 3");
        execute("delete from portal.audit_event" + mine + " and number > 5");
        JsonNode verdict = owner.make("/audit-events/verify", "{}");
        assertThat(verdict.path("intact").asBoolean()).isFalse();
        assertThat(verdict.path("findings").toString())
                .contains("\"kind\":\"altered\",\"first\":3,\"last\":3")
                .contains("\"kind\":\"removed\",\"first\":6,\"last\":8");
    }

    @Test
    void the_installations_key_is_public_by_its_public_half() throws Exception {
        JsonNode key = ApiClient.json(portal.get("/.well-known/tallygate-audit-keys.json"))
                .path("keys")
                .path(0);
        assertThat(key.path("crv").asText()).isEqualTo("Ed25519");
        assertThat(key.path("x").asText()).hasSize(43);
        assertThat(key.path("kid").asText()).hasSize(43);
        assertThat(key.has("d")).isFalse();
    }

    private String verify(int status, Path export, String publicKey) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int ended = AuditVerify.run(
                List.of("verify", "--export", export.toString(), "--public-key", publicKey),
                new PrintStream(said, true, StandardCharsets.UTF_8));
        String text = said.toString(StandardCharsets.UTF_8);
        assertThat(ended).as(text).isEqualTo(status);
        return text;
    }

    private int count(String query) throws Exception {
        return owner.read("/audit-events?limit=200&" + query).path("items").size();
    }

    private void execute(String sql) throws Exception {
        try (Connection administrator = portal.database().asAdministrator();
                Statement statement = administrator.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }
}
