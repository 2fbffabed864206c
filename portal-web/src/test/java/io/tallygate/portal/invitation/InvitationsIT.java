package io.tallygate.portal.invitation;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// From an invitation to a member: by whom, for whom, how long, and what others can learn of it.
class InvitationsIT {
    private static final Pattern LINK = Pattern.compile("/invitations/(tgi_[0-9A-Za-z]{38})");

    private final RunningPortal portal = RunningPortal.shared();
    private ApiClient owner;

    @BeforeEach
    void a_new_tenant() throws Exception {
        owner = ApiClient.ofNewTenant(portal);
    }

    @Test
    void whoever_got_the_message_joins_with_the_role_they_were_asked_for() throws Exception {
        ApiClient.Person ada = ApiClient.Person.named("ada");
        JsonNode invitation = invite("/invitations", ada, "publisher");
        assertThat(invitation.path("status").asText()).isEqualTo("open");
        assertThat(owner.as(ada).get("/apis").statusCode()).isEqualTo(404);

        JsonNode joined = accepted(accept(ada, secretOf(ada)));

        assertThat(joined.path("tenant").asText()).isEqualTo(owner.tenant());
        assertThat(joined.path("consumer").isNull()).isTrue();
        assertThat(joined.path("role").asText()).isEqualTo("publisher");
        assertThat(owner.as(ada).get("/apis").statusCode()).isEqualTo(200);
        assertThat(owner.as(ada).get("/invitations").statusCode()).isEqualTo(200);
        assertThat(owner.read("/invitations").path("items")).isEmpty();
        assertThat(owner.read("/members").path("items")).hasSize(2);
    }

    @Test
    void only_the_message_has_the_secret() throws Exception {
        ApiClient.Person ada = ApiClient.Person.named("ada");
        JsonNode invitation = invite("/invitations", ada, "viewer");
        String secret = secretOf(ada);
        assertThat(invitation.toString() + owner.read("/invitations")).doesNotContain(secret);
        assertThat(one("select row_to_json(i)::text from portal.invitation i where id = ?", id(invitation)))
                .contains("\"secret_sha256\"")
                .doesNotContain(secret);
    }

    @Test
    void another_address_joins_nothing_and_learns_nothing() throws Exception {
        ApiClient.Person ada = ApiClient.Person.named("ada");
        invite("/invitations", ada, "viewer");
        String secret = secretOf(ada);
        ApiClient.Person eve = ApiClient.Person.named("eve");
        HttpResponse<String> answer = accept(eve, secret);
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(ApiClient.json(answer).path("type").asText()).isEqualTo("/problems/another-address");
        assertThat(answer.body()).doesNotContain(ada.email(), owner.tenant(), "viewer");

        String unverified = io.tallygate.portal.running.TestIdentityProvider.sign(
                portal.identity().key(),
                portal.identity()
                        .claims("subject-thief", ada.email())
                        .claim("email_verified", false)
                        .build());
        assertThat(owner.withToken(unverified)
                        .post("/api/v1/invitations/accept", body(secret))
                        .statusCode())
                .isEqualTo(409);
        assertThat(owner.as(eve).get("/apis").statusCode()).isEqualTo(404);
    }

    @Test
    void accepting_twice_changes_nothing_and_a_used_link_is_of_no_use_to_others() throws Exception {
        ApiClient.Person ada = ApiClient.Person.named("ada");
        invite("/invitations", ada, "viewer");
        String secret = secretOf(ada);
        JsonNode first = accepted(accept(ada, secret));
        String member = owner.read("/members").path("items").path(1).path("id").asText();
        owner.change("/members/" + member, "{\"role\":\"billing\"}");
        assertThat(accepted(accept(ada, secret))).isEqualTo(first);
        assertThat(owner.read("/members/" + member).path("role").asText()).isEqualTo("billing");
        assertThat(owner.read("/members").path("items")).hasSize(2);
        assertThat(accept(new ApiClient.Person("subject-late", ada.email()), secret)
                        .statusCode())
                .isEqualTo(404);
        // whoever was removed cannot come back by the old link
        assertThat(owner.delete("/members/" + member).statusCode()).isEqualTo(204);
        accept(ada, secret);
        assertThat(owner.as(ada).get("/apis").statusCode()).isEqualTo(404);
    }

    @Test
    void a_link_that_was_taken_back_replaced_or_has_expired_opens_nothing_and_all_of_it_alike() throws Exception {
        List<String> answers = new ArrayList<>();
        ApiClient.Person revoked = ApiClient.Person.named("revoked");
        String taken = id(invite("/invitations", revoked, "viewer"));
        String takenSecret = secretOf(revoked);
        assertThat(owner.send("DELETE", "/invitations/" + taken, null).statusCode())
                .isEqualTo(428);
        assertThat(owner.delete("/invitations/" + taken).statusCode()).isEqualTo(204);
        answers.add(refused(accept(revoked, takenSecret)));

        ApiClient.Person resent = ApiClient.Person.named("resent");
        String again = id(invite("/invitations", resent, "viewer"));
        String old = secretOf(resent);
        owner.make("/invitations/" + again + "/resend", "{}");
        answers.add(refused(accept(resent, old)));
        accepted(accept(resent, secretOf(resent)));

        ApiClient.Person twice = ApiClient.Person.named("twice");
        invite("/invitations", twice, "viewer");
        String before = secretOf(twice);
        invite("/invitations", twice, "billing");
        answers.add(refused(accept(twice, before)));
        assertThat(accepted(accept(twice, secretOf(twice))).path("role").asText())
                .isEqualTo("billing");

        ApiClient.Person late = ApiClient.Person.named("late");
        String expired = id(invite("/invitations", late, "viewer"));
        one("update portal.invitation set expires_at = now() where id = ? returning 1::text", expired);
        answers.add(refused(accept(late, secretOf(late))));
        assertThat(owner.read("/invitations/" + expired).path("status").asText())
                .isEqualTo("expired");

        answers.add(refused(accept(late, "tgi_00000000000000000000000000000000000000")));
        answers.add(refused(accept(late, "nonsense")));
        assertThat(answers.stream().distinct()).hasSize(1);
    }

    @Test
    void it_is_sent_five_times_and_no_more() throws Exception {
        String id = id(invite("/invitations", ApiClient.Person.named("ada"), "viewer"));
        for (int time = 2; time <= 5; time++) {
            owner.make("/invitations/" + id + "/resend", "{}");
        }
        assertThat(owner.post("/invitations/" + id + "/resend", "{}").statusCode())
                .isEqualTo(409);
    }

    @Test
    void the_answer_does_not_depend_on_whether_the_address_is_known() throws Exception {
        ApiClient elsewhere = ApiClient.ofNewTenant(portal);
        ApiClient.Person known = ApiClient.Person.named("known");
        elsewhere.make("/members", "{\"email\":\"%s\",\"role\":\"admin\"}".formatted(known.email()));
        elsewhere.as(known).read("/members");
        List<String> answers = new ArrayList<>();
        for (ApiClient.Person person : List.of(known, ApiClient.Person.named("stranger"))) {
            answers.add(invite("/invitations", person, "viewer")
                    .toString()
                    .replace(person.email(), "…")
                    .replaceAll("\"(id|createdAt|sentAt|expiresAt)\":\"[^\"]*\"", "…"));
        }
        assertThat(answers.getFirst()).isEqualTo(answers.getLast());
    }

    @Test
    void a_consumers_owner_invites_to_the_team_and_nobody_elses() throws Exception {
        String consumer = id(owner.make("/consumers", "{\"name\":\"Globex\"}"));
        String other = id(owner.make("/consumers", "{\"name\":\"Initech\"}"));
        String invitations = "/consumers/" + consumer + "/invitations";
        ApiClient.Person buyer = ApiClient.Person.named("buyer");
        invite(invitations, buyer, "owner");
        assertThat(accepted(accept(buyer, secretOf(buyer))).path("consumer").asText())
                .isEqualTo("Globex");

        ApiClient asBuyer = owner.as(buyer);
        ApiClient.Person developer = ApiClient.Person.named("developer");
        String asked = id(asBuyer.make(
                invitations,
                "{\"email\":\"%s\",\"role\":\"developer\",\"language\":\"de\"}".formatted(developer.email())));
        accepted(accept(developer, secretOf(developer)));
        assertThat(owner.read("/consumers/" + consumer + "/members").path("items"))
                .hasSize(2);

        assertThat(owner.as(developer).get(invitations).statusCode()).isEqualTo(200);
        assertThat(owner.as(developer)
                        .post(invitations, wanted("x@example.com", "owner"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(asBuyer.post("/consumers/" + other + "/invitations", wanted("x@example.com", "owner"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(asBuyer.post("/invitations", wanted("x@example.com", "viewer"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(owner.get("/consumers/" + other + "/invitations/" + asked).statusCode())
                .isEqualTo(404);
        assertThat(owner.get("/invitations/" + asked).statusCode()).isEqualTo(404);
    }

    @Test
    void an_admin_invites_no_owner_and_a_token_joins_nothing() throws Exception {
        ApiClient.Person admin = ApiClient.Person.named("admin");
        owner.make("/members", wanted(admin.email(), "admin"));
        assertThat(owner.as(admin)
                        .post("/invitations", wanted("x@example.com", "owner"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(owner.as(admin)
                        .post("/invitations", wanted("x@example.com", "admin"))
                        .statusCode())
                .isEqualTo(201);
        ApiClient program = owner.withToken(
                owner.make("/tokens", "{\"name\":\"ci\"}").path("token").asText());
        assertThat(program.post("/api/v1/invitations/accept", body("tgi_x")).statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest(name = "{0} points at {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"role\":\"viewer\"} | /email",
                "{\"email\":\"nobody\",\"role\":\"viewer\"} | /email",
                "{\"email\":\"a@example.com\"} | /role",
                "{\"email\":\"a@example.com\",\"role\":\"developer\"} | /role",
                "{\"email\":\"a@example.com\",\"role\":\"viewer\",\"language\":\"fr\"} | /language",
            })
    void what_cannot_be_is_pointed_at(String body, String pointer) throws Exception {
        HttpResponse<String> answer = owner.post("/invitations", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(ApiClient.json(answer).at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }

    @Test
    void so_many_are_open_at_most() throws Exception {
        String tenant = owner.read("").path("id").asText();
        one("""
            with made as (insert into portal.invitation (id, tenant_id, email, role, language, secret_sha256, invited_by,
                created_at, sent_at, expires_at) select uuidv7(), ?, n || '@example.com', 'viewer', 'en',
                encode(sha256(convert_to(n || random()::text, 'UTF8')), 'hex'), '', now(), now(), now() + interval '1 day'
                from generate_series(1, 500) n returning 1) select count(*)::text from made\
            """, tenant);
        HttpResponse<String> refused = owner.post("/invitations", wanted("one@example.com", "viewer"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("500 invitations are open");
    }

    @Test
    void the_secret_leaves_the_address_before_anybody_signs_in() throws Exception {
        ApiClient.Person ada = ApiClient.Person.named("ada");
        invite("/invitations", ada, "viewer");
        String secret = secretOf(ada);
        HttpResponse<String> followed = portal.get("/invitations/" + secret);
        assertThat(followed.statusCode()).isEqualTo(303);
        assertThat(followed.headers().firstValue("Location").orElseThrow()).endsWith("/invitations/open");
        HttpResponse<String> open = portal.get("/invitations/open");
        assertThat(open.statusCode()).isBetween(302, 303);
        assertThat(open.headers().firstValue("Location").orElseThrow())
                .contains("/sign-in?return=")
                .doesNotContain(secret);
    }

    private JsonNode invite(String path, ApiClient.Person person, String role) throws Exception {
        return owner.make(path, wanted(person.email(), role));
    }

    private static String wanted(String email, String role) {
        return "{\"email\":\"%s\",\"role\":\"%s\"}".formatted(email, role);
    }

    private HttpResponse<String> accept(ApiClient.Person person, String secret) throws Exception {
        return owner.as(person).post("/api/v1/invitations/accept", body(secret));
    }

    private static String body(String secret) {
        return "{\"secret\":\"%s\"}".formatted(secret);
    }

    private static JsonNode accepted(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return ApiClient.json(answer);
    }

    private static String refused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
        return answer.body().replaceAll("\"requestId\":\"[^\"]*\"", "…");
    }

    /// As the newest message to them says.
    private String secretOf(ApiClient.Person person) throws Exception {
        Matcher link = LINK.matcher(one(
                "select body from portal.mail where recipient = ? order by created_at desc limit 1", person.email()));
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    private String one(String sql, String parameter) throws Exception {
        try (Connection administrator = portal.database().asAdministrator();
                PreparedStatement query = administrator.prepareStatement(sql)) {
            if (parameter.contains("@")) {
                query.setString(1, parameter);
            } else {
                query.setObject(1, UUID.fromString(parameter));
            }
            try (ResultSet row = query.executeQuery()) {
                assertThat(row.next()).as(sql).isTrue();
                return row.getString(1);
            }
        }
    }

    private static String id(JsonNode made) {
        return made.path("id").asText();
    }
}
