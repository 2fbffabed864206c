package io.tallygate.portal.signup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.PortalBrowser;
import io.tallygate.portal.running.RunningPortal;
import io.tallygate.portal.running.TestIdentityProvider;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A person founds an organisation, by API and by page. A portal of its own: it believes what this machine says of
/// other
/// callers' addresses, and few may come from one.
class SignUpIT {
    private static final int MOST_FROM_AN_ADDRESS = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static RunningPortal portal;
    private static TestIdentityProvider provider;
    private static int addresses;

    private final ApiClient.Person lena = ApiClient.Person.named("lena");
    private final String slug = "s" + UUID.randomUUID().toString().substring(0, 8);

    /// Each test comes from an address of its own.
    private final String address = "203.0.113." + ++addresses;

    @BeforeAll
    static void start() throws Exception {
        portal = RunningPortal.start(Map.of(
                "TALLYGATE_TRUSTED_PROXIES",
                "127\\.0\\.0\\.1|0:0:0:0:0:0:0:1",
                "TALLYGATE_LIMIT_TENANTS_FROM_AN_ADDRESS",
                "" + MOST_FROM_AN_ADDRESS));
        provider = portal.identity();
        provider.administrationAnswers("POST /organizations", "201");
    }

    @AfterAll
    static void stop() throws Exception {
        portal.close();
    }

    @Test
    void whoever_has_signed_in_founds_a_tenant_and_owns_it() throws Exception {
        HttpResponse<String> answer = found(lena, body(slug));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(ApiClient.json(answer).path("country").asText()).isEqualTo("DE");
        JsonNode members = as(lena).at(slug).read("/members").path("items");
        assertThat(members).hasSize(1);
        assertThat(members.path(0).path("role").asText()).isEqualTo("owner");
        assertThat(members.path(0).path("email").asText()).isEqualTo(lena.email());
        assertThat(members.path(0).path("signedIn").asBoolean()).isTrue();
        assertThat(as(ApiClient.Person.named("omar")).at(slug).get("/members").statusCode())
                .isEqualTo(404);
    }

    @Test
    void what_cannot_be_is_pointed_at_and_nothing_is_made() throws Exception {
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put(
                "{\"slug\":\"Not a"
                        + " name\",\"name\":\"\",\"country\":\"XX\",\"currency\":\"NONE\",\"timeZone\":\"Moon\"}",
                "/slug /name /country /timeZone /currency");
        wrong.put(body("admin"), "/slug");
        wrong.put(body("tallygate-support"), "/slug");
        wrong.put(body(slug).replace("{\"slug\"", "{\"owner\":{\"email\":\"x@example.com\"},\"slug\""), "/owner");
        for (Map.Entry<String, String> one : wrong.entrySet()) {
            HttpResponse<String> answer = found(lena, one.getKey());
            assertThat(answer.statusCode()).as(one.getKey()).isEqualTo(422);
            assertThat(ApiClient.json(answer).path("errors").findValuesAsText("pointer"))
                    .as(one.getKey())
                    .containsExactlyInAnyOrder(one.getValue().split(" "));
        }
        assertThat(as(lena).read("/api/v1/tenants").path("items")).isEmpty();
    }

    @Test
    void a_name_is_given_once() throws Exception {
        assertThat(found(lena, body(slug)).statusCode()).isEqualTo(201);
        HttpResponse<String> second = found(ApiClient.Person.named("omar"), body(slug));
        assertThat(second.statusCode()).isEqualTo(422);
        assertThat(second.body()).contains("This name is taken.");
    }

    @Test
    void nobody_founds_one_with_a_program_s_token_or_an_address_that_is_not_theirs() throws Exception {
        found(lena, body(slug));
        String token = as(lena).at(slug)
                .make("/tokens", "{\"name\":\"ci\",\"scopes\":[\"tenant:read\"]}")
                .path("token")
                .asText();
        HttpResponse<String> program = as(lena).withToken(token).post("/api/v1/tenants", body(slug + "x"));
        assertThat(program.statusCode()).as(program.body()).isEqualTo(403);
        String unverified = TestIdentityProvider.sign(
                provider.key(),
                provider.claims("subject-" + slug, "mallory@example.com")
                        .claim("email_verified", false)
                        .build());
        HttpResponse<String> unproven = as(lena).withToken(unverified).post("/api/v1/tenants", body(slug + "x"));
        assertThat(unproven.statusCode()).isEqualTo(403);
        assertThat(unproven.body()).contains("/problems/unverified-address");
    }

    @Test
    void too_many_from_one_address_are_refused_and_another_address_is_not() throws Exception {
        for (int i = 0; i < MOST_FROM_AN_ADDRESS; i++) {
            assertThat(found(ApiClient.Person.named("p" + i), body(slug + i)).statusCode())
                    .isEqualTo(201);
        }
        HttpResponse<String> refused = found(lena, body(slug + "z"));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("/problems/sign-up-limit", "tenants-from-an-address");
        assertThat(Long.parseLong(refused.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1L, 3601L);
        assertThat(as(lena).send("POST", "/api/v1/tenants", body(slug + "z"), "X-Forwarded-For", "198.51.100.7")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void the_same_call_sent_many_times_at_once_founds_one_and_answers_alike() throws Exception {
        String key = UUID.randomUUID().toString();
        Callable<HttpResponse<String>> call = () -> as(lena).send(
                        "POST", "/api/v1/tenants", body(slug), "X-Forwarded-For", address, "Idempotency-Key", key);
        Set<String> answers = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(12)) {
            for (Future<HttpResponse<String>> answer :
                    threads.invokeAll(Stream.generate(() -> call).limit(24).toList())) {
                assertThat(answer.get().statusCode()).as(answer.get().body()).isEqualTo(201);
                answers.add(answer.get().body());
            }
        }
        assertThat(answers).hasSize(1);
        assertThat(as(lena).read("/api/v1/tenants").path("items")).hasSize(1);
    }

    @Test
    void a_call_that_was_refused_may_be_made_again_with_its_key() throws Exception {
        String key = UUID.randomUUID().toString();
        String[] headers = {"X-Forwarded-For", address, "Idempotency-Key", key};
        assertThat(as(lena).send("POST", "/api/v1/tenants", body("admin"), headers)
                        .statusCode())
                .isEqualTo(422);
        assertThat(as(lena).send("POST", "/api/v1/tenants", body(slug), headers).statusCode())
                .isEqualTo(201);
        assertThat(as(lena).send("POST", "/api/v1/tenants", body(slug + "x"), headers)
                        .body())
                .contains("/problems/idempotency-key-reused");
    }

    @Test
    void the_provider_gets_an_organisation_with_its_owner_in_it_also_when_it_was_away() throws Exception {
        String access = provider.token(lena.subject(), lena.email());
        as(lena).get("/api/v1/me"); // the keys are known
        provider.stop();
        try {
            HttpResponse<String> answer = new ApiClient(portal, "none", access)
                    .send("POST", "/api/v1/tenants", body(slug), "X-Forwarded-For", address);
            assertThat(answer.statusCode()).as("sign-up does not wait for it").isEqualTo(201);
            assertThat(organizationOf(slug)).isEmpty();
        } finally {
            provider.goOn();
        }
        await(() -> organizationOf(slug).size() == 1);
        await(() -> provider.asked()
                .contains("POST /organizations/" + organizationOf(slug).getFirst() + "/members"));
    }

    @Test
    void by_the_page_a_person_lands_at_the_first_steps() throws Exception {
        PortalBrowser stranger = new PortalBrowser(portal);
        assertThat(stranger.get("/sign-up").body()).contains("/sign-in?return=").doesNotContain("name=\"slug\"");
        PortalBrowser browser = PortalBrowser.signedIn(portal, lena);
        HttpResponse<String> refused = browser.post("/sign-up", "/sign-up", Map.of("name", "", "slug", "admin"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("name-wrong");
        HttpResponse<String> founded = browser.post(
                "/sign-up",
                "/sign-up",
                Map.of(
                        "name",
                        "Fjord & Sons",
                        "slug",
                        slug,
                        "country",
                        "NO",
                        "currency",
                        "NOK",
                        "timeZone",
                        "Europe/Oslo"));
        assertThat(founded.statusCode()).as(founded.body()).isEqualTo(303);
        HttpResponse<String> console = browser.follow(founded);
        assertThat(console.uri().getPath()).isEqualTo("/console/" + slug + "/");
        assertThat(console.body()).contains("Fjord &amp; Sons is registered");
    }

    private HttpResponse<String> found(ApiClient.Person person, String body) throws Exception {
        return as(person).send("POST", "/api/v1/tenants", body, "X-Forwarded-For", address);
    }

    private static ApiClient as(ApiClient.Person person) {
        return new ApiClient(portal, "none", "").as(person);
    }

    private static String body(String slug) {
        return "{\"slug\":\"%s\",\"name\":\"Tenant %s\",\"country\":\"DE\",\"timeZone\":\"Europe/Berlin\",\"currency\":\"EUR\"}"
                .formatted(slug, slug);
    }

    private static List<String> organizationOf(String slug) throws Exception {
        try (Connection administrator = portal.database().asAdministrator();
                Statement statement = administrator.createStatement();
                ResultSet row = statement.executeQuery(
                        "select o.organization from portal.tenant_organization o join portal.tenant t on t.id ="
                                + " o.tenant_id where t.slug = '" + slug + "'")) {
            return row.next() ? List.of(row.getString(1)) : List.of();
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.holds()) {
            assertThat(Instant.now())
                    .as("in time; asked: " + String.join(", ", lastAsked()))
                    .isBefore(deadline);
            Thread.sleep(300);
        }
    }

    private static List<String> lastAsked() {
        return provider.asked().reversed().stream().limit(10).collect(Collectors.toList());
    }
}
