package io.tallygate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every command against a real HTTP server: what it sends, what it prints, how it ends.
class TallygateMainTest {
    private static final String ONE_CHANGE = """
        {"changes": [{"action": "update", "kind": "plan", "name": "starter", "pointer": "/products/0/plans/0",
          "effect": "Publishes version 2.",
          "members": [{"pointer": "/unitPrice/amount", "before": "0.01", "after": "0.02"}]}],
         "create": 0, "update": 1, "rename": 0, "delete": 0}\
        """;
    private static final String NO_CHANGE =
            "{\"changes\": [], \"create\": 0, \"update\": 0, \"rename\": 0, \"delete\": 0}";

    private SmallPortal portal;

    @TempDir
    private Path home;

    @BeforeEach
    void start() throws IOException {
        portal = new SmallPortal();
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    @Test
    void login_checks_the_token_and_keeps_it_where_only_its_owner_reads() throws IOException {
        portal.on("GET /api/v1/me", 200, """
            {"email": "mia@acme.example", "tenants": [{"tenant": "acme"}], "consumers": []}\
            """);
        Typed.Result result = new Typed(home).reading("tgp_secret\n").run("login", "--url", portal.url());
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("mia@acme.example", "acme").doesNotContain("tgp_secret");
        Path file = home.resolve(".config/tallygate/profiles.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).contains("tgp_secret");

        portal.on("GET /api/v1/tenants/acme/state", 200, "format: tallygate\n", "Content-Type", "application/yaml");
        assertThat(new Typed(home).run("dump").out()).isEqualTo("format: tallygate\n");
        assertThat(portal.asked().getLast().header("Authorization")).isEqualTo("Bearer tgp_secret");
        assertThat(new Typed(home).run("logout").code()).isZero();
        assertThat(new Typed(home).run("dump").code()).isEqualTo(2);
    }

    @Test
    void login_by_browser_waits_for_the_confirmation_and_renews_what_it_got() throws IOException {
        portal.on("GET /.well-known/oauth-protected-resource/api/v1", 200, """
            {"authorization_servers": ["%s"]}\
            """.formatted(portal.url()));
        portal.on("GET /.well-known/openid-configuration", 200, """
            {"issuer": "%1$s", "device_authorization_endpoint": "%1$s/device", "token_endpoint": "%1$s/token",
             "revocation_endpoint": "%1$s/revoke"}\
            """.formatted(portal.url()));
        portal.on("POST /device", 200, """
            {"device_code": "d-1", "user_code": "ABCD-EFGH", "verification_uri": "https://id.example/device",
             "expires_in": 60, "interval": 0}\
            """)
                .on("POST /token", 400, "{\"error\": \"authorization_pending\"}")
                .on("POST /token", 200, "{\"access_token\": \"jwt-1\", \"refresh_token\": \"r-1\", \"expires_in\": 1}")
                .on(
                        "POST /token",
                        200,
                        "{\"access_token\": \"jwt-2\", \"refresh_token\": \"r-2\", \"expires_in\": 300}")
                .on("POST /token", 400, "{\"error\": \"invalid_grant\"}")
                .on("POST /revoke", 200, "")
                .on("GET /api/v1/me", 200, "{\"email\": \"mia@acme.example\", \"tenants\": [{\"tenant\": \"acme\"}]}")
                .on("GET /api/v1/tenants/acme/state", 200, "format: tallygate\n", "Content-Type", "application/yaml");
        Typed.Result result = new Typed(home).run("login", "--browser", "--url", portal.url());
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("https://id.example/device", "ABCD-EFGH", "mia@acme.example")
                .doesNotContain("jwt-1", "r-1");
        Path file = home.resolve(".config/tallygate/profiles.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(new Typed(home).run("dump").code()).isZero();
        assertThat(portal.asked().getLast().header("Authorization"))
                .as("the first token ends at once")
                .isEqualTo("Bearer jwt-2");
        assertThat(Files.readString(file)).contains("r-2").doesNotContain("r-1");
        assertThat(new Typed(home).run("dump").code()).isZero();
        assertThat(portal.asked().stream().filter(asked -> asked.address().equals("/token")))
                .as("what is good is not renewed")
                .hasSize(3);
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceAll("accessUntil\" : \"[^\"]*", "accessUntil\" : \"2020-01-01T00:00:00Z"));
        Typed.Result ended = new Typed(home).run("dump");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("Your sign-in has ended");
        assertThat(new Typed(home).run("logout").code()).isZero();
        assertThat(portal.asked().getLast().body()).contains("token=r-2");
        assertThat(Files.readString(file)).doesNotContain("r-2");
    }

    @Test
    void a_sign_in_that_is_refused_or_that_a_portal_does_not_offer_is_said_in_a_sentence() {
        assertThat(new Typed(home)
                        .run("login", "--browser", "--url", portal.url())
                        .err())
                .contains("oauth-protected-resource");
        portal.on("GET /.well-known/oauth-protected-resource/api/v1", 200, """
            {"authorization_servers": ["%s"]}\
            """.formatted(portal.url()));
        portal.on("GET /.well-known/openid-configuration", 200, """
            {"issuer": "%1$s", "device_authorization_endpoint": "%1$s/device", "token_endpoint": "%1$s/token"}\
            """.formatted(portal.url()));
        portal.on("POST /device", 200, "{\"device_code\": \"d-1\", \"user_code\": \"A\", \"interval\": 0}")
                .on("POST /token", 400, "{\"error\": \"access_denied\"}");
        Typed.Result refused = new Typed(home).run("login", "--browser", "--url", portal.url());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("The sign-in was refused.");
        assertThat(home.resolve(".config")).doesNotExist();
    }

    @Test
    void a_rotated_key_is_printed_and_the_old_one_is_good_for_as_long_as_was_asked() {
        portal.on("POST /api/v1/tenants/acme/credentials/k-1/rotate", 201, """
            {"id": "k-2", "name": "Key", "last4": "wxyz", "expiresAt": null, "key": "tg_live_y"}\
            """);
        Typed.Result rotated = at().run("keys", "rotate", "k-1", "--overlap-until", "2027-01-01");
        assertThat(rotated.out()).isEqualTo("tg_live_y\n");
        assertThat(portal.asked().getLast().body()).isEqualTo("{\"overlapUntil\":\"2027-01-01T00:00:00Z\"}");
        assertThat(portal.asked().getLast().header("Idempotency-key")).isNotEmpty();
        Typed.Result json = at().run("keys", "rotate", "k-1", "--name", "Next", "-o", "json");
        assertThat(json.out()).contains("\"id\" : \"k-2\"", "\"key\" : \"tg_live_y\"");
        assertThat(portal.asked().getLast().body()).isEqualTo("{\"name\":\"Next\"}");
        assertThat(at().run("keys", "rotate").code()).isEqualTo(2);
    }

    @Test
    void a_token_that_the_portal_does_not_know_is_not_kept() {
        portal.on("GET /api/v1/me", 401, "{\"title\": \"Unauthorized\", \"detail\": \"The token is unknown.\"}");
        Typed.Result result = new Typed(home).reading("tgp_wrong\n").run("login", "--url", portal.url());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("Unauthorized (401): The token is unknown.");
        assertThat(home.resolve(".config")).doesNotExist();
    }

    @Test
    void a_kept_token_is_sent_to_no_other_portal() throws IOException {
        portal.on("GET /api/v1/me", 200, "{\"email\": \"mia@acme.example\", \"tenants\": [{\"tenant\": \"acme\"}]}");
        new Typed(home).reading("tgp_secret\n").run("login", "--url", portal.url());
        try (SmallPortal other = new SmallPortal()) {
            Typed.Result result = new Typed(home).run("dump", "--url", other.url());
            assertThat(result.code()).isEqualTo(2);
            assertThat(other.asked()).isEmpty();
        }
    }

    @Test
    void profiles_that_others_could_read_are_refused() throws IOException {
        portal.on("GET /api/v1/me", 200, "{\"tenants\": [{\"tenant\": \"acme\"}]}");
        new Typed(home).reading("tgp_secret\n").run("login", "--url", portal.url(), "--profile", "work");
        Files.setPosixFilePermissions(
                home.resolve(".config/tallygate/profiles.json"), PosixFilePermissions.fromString("rw-r--r--"));
        Typed.Result result = new Typed(home).run("dump", "--profile", "work");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("chmod 600");
    }

    @Test
    void plan_says_in_words_what_apply_would_do() throws IOException {
        portal.on("POST /api/v1/tenants/acme/state/diff", 200, ONE_CHANGE);
        Path document = Files.writeString(home.resolve("state.yaml"), "format: tallygate\n");
        Typed.Result result = at().run("plan", document.toString(), "--label", "team=maps", "--prune");
        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("""
            ~ plan starter
                /unitPrice/amount: 0.01 → 0.02
                Publishes version 2.
            Plan: 0 created, 1 updated, 0 renamed, 0 deleted.
            """);
        SmallPortal.Asked asked = portal.asked().getLast();
        assertThat(asked.address()).endsWith("/state/diff?label=team%3Dmaps&prune=true");
        assertThat(asked.header("Content-type")).isEqualTo("application/yaml");
        assertThat(asked.body()).isEqualTo("format: tallygate\n");
    }

    @Test
    void diff_ends_with_3_only_when_asked_and_only_when_something_differs() {
        portal.on("POST /api/v1/tenants/acme/state/diff", 200, ONE_CHANGE)
                .on("POST /api/v1/tenants/acme/state/diff", 200, ONE_CHANGE)
                .on("POST /api/v1/tenants/acme/state/diff", 200, NO_CHANGE);
        assertThat(at().reading("{}").run("diff", "-").code()).isZero();
        assertThat(at().reading("{}").run("diff", "-", "--exit-code").code()).isEqualTo(3);
        assertThat(at().reading("{}").run("diff", "-", "--exit-code").code()).isZero();
        assertThat(portal.asked().getLast().header("Content-type")).isEqualTo("application/json");
    }

    @Test
    void a_refusal_shows_every_pointer_and_the_request_id() {
        portal.on("POST /api/v1/tenants/acme/state/apply", 422, """
            {"title": "Invalid input", "status": 422, "detail": "Some members cannot be taken as they are.",
             "requestId": "req-7", "errors": [{"pointer": "/apis/0/slug", "detail": "Taken."},
             {"pointer": "/apis/1/document", "detail": "Not OpenAPI."}]}\
            """);
        Typed.Result result = at().reading("apis: []").run("apply", "-");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("""
            Invalid input (422): Some members cannot be taken as they are.
              /apis/0/slug  Taken.
              /apis/1/document  Not OpenAPI.
              request req-7
            """);
    }

    @Test
    void what_is_put_off_is_tried_again_under_the_same_idempotency_key() {
        portal.on("POST /api/v1/tenants/acme/state/apply", 429, "{\"title\": \"Too many\"}", "Retry-After", "0")
                .on("POST /api/v1/tenants/acme/state/apply", 503, "{\"title\": \"Away\"}", "Retry-After", "0")
                .on("POST /api/v1/tenants/acme/state/apply", 200, NO_CHANGE);
        Typed.Result result = at().reading("apis: []").run("apply", "-", "--if-match", "\"abc\"");
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("No change");
        assertThat(portal.asked())
                .hasSize(3)
                .extracting(asked -> asked.header("Idempotency-key"))
                .doesNotContain("")
                .containsOnly(portal.asked().getFirst().header("Idempotency-key"));
        assertThat(portal.asked().getLast().header("If-match")).isEqualTo("\"abc\"");
    }

    @Test
    void who_asks_for_more_patience_than_we_have_is_not_waited_for() {
        portal.on("GET /api/v1/tenants/acme/usage", 429, "{\"title\": \"Too many\"}", "Retry-After", "3600");
        assertThat(at().run("usage").code()).isEqualTo(1);
        assertThat(portal.asked()).hasSize(1);
    }

    @Test
    void nothing_that_answers_and_something_else_that_answers_are_said_in_a_sentence() {
        Typed.Result away = new Typed(home)
                .with("TALLYGATE_URL", "http://127.0.0.1:9")
                .with("TALLYGATE_TOKEN", "tgp_x")
                .with("TALLYGATE_TENANT", "acme")
                .run("usage");
        assertThat(away.code()).isEqualTo(1);
        assertThat(away.err()).contains("Nothing answers").doesNotContain("Exception");
        portal.on("GET /api/v1/tenants/acme/usage", 200, "<html>", "Content-Type", "text/html");
        assertThat(at().run("usage").err()).contains("not Tallygate's control API");
    }

    @Test
    void usage_is_a_table_or_the_answer_itself() {
        portal.on("GET /api/v1/tenants/acme/usage", 200, """
            {"meter": "requests", "unit": "calls", "total": "12345678901234567890", "completeUntil": "2026-11-02T00:00:00Z",
             "items": [{"from": "2026-11-01T00:00:00Z", "to": "2026-11-02T00:00:00Z", "api": "a-1",
                        "value": "12345678901234567890"}]}\
            """);
        Typed.Result table =
                at().run("usage", "--from", "2026-11-01", "--to", "2026-11-02T00:00:00+01:00", "--group-by", "api");
        assertThat(table.code()).as(table.err()).isZero();
        assertThat(table.out()).contains("FROM", "API", "12345678901234567890", "total");
        assertThat(portal.asked().getLast().address())
                .contains("from=2026-11-01T00%3A00%3A00Z", "to=2026-11-01T23%3A00%3A00Z", "groupBy=api");
        assertThat(at().run("usage", "--output", "json").out()).contains("\"total\" : \"12345678901234567890\"");
        assertThat(at().run("usage", "--output", "yaml").out()).contains("total: \"12345678901234567890\"");
        assertThat(at().run("usage", "--from", "yesterday").code()).isEqualTo(2);
    }

    @Test
    void keys_are_listed_over_pages_issued_and_revoked() {
        portal.on("GET /api/v1/tenants/acme/applications", 200, """
            {"items": [{"id": "app-1"}], "nextCursor": "c1"}\
            """)
                .on(
                        "GET /api/v1/tenants/acme/applications",
                        200,
                        "{\"items\": [{\"id\": \"app-2\"}], \"nextCursor\": null}")
                .on("GET /api/v1/tenants/acme/applications/app-1/credentials", 200, """
                    {"items": [{"id": "k-1", "name": "\\u001b[31mred", "last4": "abcd", "status": "active",
                      "environment": "live", "application": "app-1", "expiresAt": null}], "nextCursor": null}\
                    """)
                .on("GET /api/v1/tenants/acme/applications/app-2/credentials", 200, """
                    {"items": [{"id": "k-2", "name": "B", "last4": "wxyz", "status": "revoked",
                      "environment": "live", "application": "app-2", "expiresAt": null}], "nextCursor": null}\
                    """)
                .on("POST /api/v1/tenants/acme/applications/app-1/credentials", 201, "{\"key\": \"tg_live_x\"}")
                .on("POST /api/v1/tenants/acme/credentials/k-1/revoke", 200, "{\"name\": \"A\", \"last4\": \"abcd\"}");
        Typed.Result listed = at().run("keys", "list");
        assertThat(listed.out()).contains("…abcd", "…wxyz", "·[31mred").doesNotContain("\u001b");
        Typed.Result issued =
                at().run("keys", "issue", "--application", "app-1", "--name", "CI", "--expires", "2027-01-01");
        assertThat(issued.out()).isEqualTo("tg_live_x\n");
        assertThat(portal.asked().getLast().body()).contains("\"name\":\"CI\"", "2027-01-01T00:00:00Z");
        assertThat(at().run("keys", "revoke", "k-1").out()).contains("Revoked A (…abcd)");
        assertThat(at().run("keys").code()).isEqualTo(2);
    }

    @Test
    void an_invoice_is_written_only_when_its_digest_is_the_one_that_was_kept() throws Exception {
        byte[] pdf = "%PDF-1.7 invoice".getBytes(StandardCharsets.UTF_8);
        String digest = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(pdf));
        portal.onBytes("GET /api/v1/tenants/acme/invoices/i-1.pdf", 200, pdf, "Repr-Digest", "sha-256=:" + digest + ":")
                .onBytes("GET /api/v1/tenants/acme/invoices/i-2.pdf", 200, pdf, "Repr-Digest", "sha-256=:AAAA:");
        Path file = home.resolve("invoice.pdf");
        assertThat(at().run("invoices", "show", "i-1", "--pdf", file.toString()).code())
                .isZero();
        assertThat(file).hasBinaryContent(pdf);
        Path other = home.resolve("other.pdf");
        Typed.Result altered = at().run("invoices", "show", "i-2", "--pdf", other.toString());
        assertThat(altered.code()).isEqualTo(1);
        assertThat(altered.err()).contains("digest differs");
        assertThat(other).doesNotExist();
    }

    @Test
    void logs_show_the_newest_last_and_as_json_one_line_a_call() {
        portal.on("GET /api/v1/tenants/acme/requests", 200, """
            {"items": [{"id": "2", "endedAt": "2026-11-01T00:00:02Z", "status": 500, "method": "GET", "operation": "b",
                        "latencyMicros": 1500},
                       {"id": "1", "endedAt": "2026-11-01T00:00:01Z", "status": 200, "method": "GET", "operation": "a",
                        "latencyMicros": 900}], "nextCursor": null, "followCursor": "f"}\
            """);
        List<String> lines = at().run("logs", "-n", "2").out().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).contains("200", "0.9 ms");
        assertThat(lines.getLast()).contains("500", "1.5 ms");
        assertThat(at().run("logs", "-n", "2", "--output", "json").out().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("{\"id\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void completion_knows_every_command(String shell) {
        Typed.Result result = new Typed(home).run("completion", shell);
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains("login", "plan", "diff", "apply", "dump", "keys", "usage", "invoices", "logs");
        assertThat(result.out()).contains("revoke", "rotate", "overlap-until", "browser", "exit-code");
    }

    @Test
    void help_tells_of_each_way_to_sign_in_and_to_rotate() {
        assertThat(at().run("help", "login").out()).contains("--browser", "30 days");
        assertThat(at().run("keys", "--help").out()).contains("issue", "rotate", "revoke");
        assertThat(at().run("keys", "rotate", "--help").out()).contains("--overlap-until", "--expires", "never again");
        assertThat(at().run("logout", "--help").out()).contains("sign-in by");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "diff",
                "usage --output xml",
                "completion tcsh",
                "logs -n 900",
                "dump --url ftp://x"
            })
    void what_is_typed_wrongly_ends_with_2_and_calls_nobody(String line) {
        assertThat(at().run(line.isEmpty() ? new String[0] : line.split(" ")).code())
                .isEqualTo(2);
        assertThat(portal.asked()).isEmpty();
    }

    private Typed at() {
        return new Typed(home).at(portal);
    }
}
