package io.tallygate.portal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.RunningPortal;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The control API from outside: who may do what, what a stranger can learn, and what a failure says.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlApiIT {
    private static final String DOCUMENT =
            "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Orders\",\"version\":\"1\"},\"paths\":{\"/orders\":{\"get\":{\"responses\":{\"200\":{\"description\":\"ok\"}}}}}}";

    private final RunningPortal portal = RunningPortal.shared();
    private final Map<String, ApiClient> people = new LinkedHashMap<>();
    private final Map<String, String> ids = new LinkedHashMap<>();
    private ApiClient owner;

    @BeforeAll
    void a_tenant_with_people_of_every_role() throws Exception {
        owner = ApiClient.ofNewTenant(portal);
        people.put("own", owner);
        for (String role : List.of("admin", "publisher", "billing", "viewer")) {
            ApiClient.Person member = ApiClient.Person.named(role);
            owner.make("/members", "{\"email\":\"%s\",\"role\":\"%s\"}".formatted(member.email(), role));
            people.put(role.substring(0, 3), owner.as(member));
        }
        ids.put("consumer", id(owner.make("/consumers", "{\"name\":\"Globex\"}")));
        people.put("buy", memberOf(ids.get("consumer"), "owner"));
        people.put("dev", memberOf(ids.get("consumer"), "developer"));
        people.put("pay", memberOf(ids.get("consumer"), "billing"));
        people.put("riv", memberOf(id(owner.make("/consumers", "{\"name\":\"Initech\"}")), "owner"));
        people.put("str", ApiClient.ofNewTenant(portal).at(owner.tenant()));
        people.put("opr", owner.withToken(RunningPortal.OPERATOR_TOKEN));
        ids.put("none", UUID.randomUUID().toString());
        ids.put("draft", id(owner.make("/apis", api("draft", "\"upstream\":\"http://127.0.0.1:8501\""))));
        ids.put("api", id(owner.make("/apis", api("orders", "\"upstream\":\"http://127.0.0.1:8501\""))));
        owner.make("/apis/" + ids.get("api") + "/publish", "{}");
        ApiClient asDeveloper = person("dev");
        ids.put("application", id(asDeveloper.make("/applications", "{\"name\":\"Shop\"}")));
        ids.put(
                "credential",
                id(asDeveloper.make("/applications/" + ids.get("application") + "/credentials", "{\"name\":\"k\"}")));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                // own adm pub bil vie: owner, admin, publisher, billing, viewer; buy dev pay: owner, developer, billing
                // of
                // the consumer; riv: owner of another consumer; str: owner of another tenant; opr: the operator
                "each of                                  | own adm pub bil vie buy dev pay riv str opr",
                "GET  /api/v1/tenants/{t}                 | 200 200 200 200 200 200 200 200 200 404 200",
                "PATCH /api/v1/tenants/{t}                | 422 422 403 403 403 403 403 403 403 404 404",
                "POST /resume                             | 409 409 403 403 403 403 403 403 403 404 409",
                "GET  /members                            | 200 200 200 200 200 403 403 403 403 404 404",
                "POST /members                            | 422 422 403 403 403 403 403 403 403 404 404",
                "GET  /tokens                             | 200 200 200 200 200 200 200 200 200 404 404",
                "GET  /apis                               | 200 200 200 200 200 200 200 200 200 404 404",
                "POST /apis                               | 422 422 422 403 403 403 403 403 403 404 404",
                "GET  /apis/{api}                         | 200 200 200 200 200 200 200 200 200 404 404",
                "GET  /apis/{draft}                       | 200 200 200 404 200 404 404 404 404 404 404",
                "GET  /apis/{draft}/document              | 200 200 200 404 200 404 404 404 404 404 404",
                "POST /apis/{draft}/unpublish             | 200 200 200 403 403 403 403 403 403 404 404",
                "PATCH /apis/{none}                       | 422 422 422 403 403 403 403 403 403 404 404",
                "DELETE /apis/{none}                      | 404 404 404 403 403 403 403 403 403 404 404",
                "PATCH /products/{none}                   | 422 422 422 403 403 403 403 403 403 404 404",
                "DELETE /products/{none}                  | 404 404 404 403 403 403 403 403 403 404 404",
                "DELETE /products/{none}/plans/{none}     | 404 404 404 403 403 403 403 403 403 404 404",
                "PATCH /members/{none}                    | 422 422 403 403 403 403 403 403 403 404 404",
                "DELETE /members/{none}                   | 404 404 403 403 403 403 403 403 403 404 404",
                "DELETE /tokens/{none}                    | 404 404 404 404 404 404 404 404 404 404 404",
                "POST /products                           | 422 422 422 403 403 403 403 403 403 404 404",
                "GET  /consumers                          | 200 200 200 200 200 200 200 200 200 404 404",
                "GET  /consumers/{consumer}               | 200 200 200 200 200 200 200 200 404 404 404",
                "POST /consumers                          | 422 422 422 403 403 403 403 403 403 404 404",
                "PATCH /consumers/{consumer}              | 422 422 422 403 403 422 403 422 404 404 404",
                "DELETE /consumers/{none}                 | 404 404 404 403 403 403 403 403 403 404 404",
                "GET  /consumers/{consumer}/members       | 200 200 200 200 200 200 200 200 404 404 404",
                "DELETE /consumers/{consumer}/members/{none} | 404 404 404 403 403 404 403 403 404 404 404",
                "POST /consumers/{consumer}/members       | 422 422 422 403 403 422 403 403 404 404 404",
                "GET  /applications/{application}         | 200 200 200 200 200 200 200 200 404 404 404",
                "POST /applications                       | 422 422 422 403 403 422 422 403 422 404 404",
                "GET  /applications/{application}/credentials | 200 200 200 403 200 200 200 403 404 404 404",
                "POST /applications/{application}/credentials | 422 422 422 403 403 422 422 403 404 404 404",
                "PATCH /applications/{application}        | 422 422 422 403 403 422 422 403 422 404 404",
                "DELETE /applications/{none}              | 404 404 404 403 403 404 404 403 404 404 404",
                "GET  /credentials/{credential}           | 200 200 200 403 200 200 200 403 404 404 404",
                "DELETE /credentials/{none}               | 404 404 404 403 403 404 404 403 404 404 404",
                "POST /credentials/{none}/revoke          | 404 404 404 403 403 404 404 403 404 404 404",
                "GET  /subscriptions                      | 200 200 200 200 200 200 200 200 200 404 404",
                "POST /subscriptions                      | 422 422 422 403 403 422 422 403 422 404 404",
                "GET  /invoices                           | 200 200 200 200 200 200 200 200 200 404 404",
                "POST /billing-runs                       | 422 422 403 422 403 403 403 403 403 404 404",
                "POST /api/v1/tenants                     | 422 422 422 422 422 422 422 422 422 422 422",
            })
    void each_role_may_do_what_the_permission_table_says(String call, String answers) throws Exception {
        if (call.equals("each of")) {
            assertThat(answers.split(" ")).containsExactlyElementsOf(people.keySet());
            return;
        }
        String[] parts = call.split("\\s+");
        String path = filled(parts[1]);
        // wrong for every one of them: whoever may call is told so, and nothing is made
        String body = parts[0].equals("GET") ? null : "{\"owner\":{},\"expiresAt\":\"never\"}";
        List<String> got = new ArrayList<>();
        for (ApiClient person : people.values()) {
            got.add(Integer.toString(
                    person.send(parts[0], path, body, "If-Match", "*").statusCode()));
        }
        assertThat(got).as("of " + people.keySet()).isEqualTo(List.of(answers.split(" ")));
    }

    @Test
    void an_admin_makes_no_owner() throws Exception {
        String wanted = "{\"email\":\"%s\",\"role\":\"owner\"}";
        isAProblem(
                person("adm")
                        .post(
                                "/members",
                                wanted.formatted(ApiClient.Person.named("x").email())),
                403);
        assertThat(person("own")
                        .post(
                                "/members",
                                wanted.formatted(ApiClient.Person.named("y").email()))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void lists_show_only_what_the_caller_may_see() throws Exception {
        assertThat(names(person("own").read("/consumers"))).contains("Globex", "Initech");
        assertThat(names(person("dev").read("/consumers"))).containsExactly("Globex");
        assertThat(names(person("riv").read("/applications"))).isEmpty();
        assertThat(names(person("pub").read("/applications"))).contains("Shop");
        assertThat(slugs(person("dev").read("/apis"))).containsExactly("orders");
        assertThat(slugs(person("pub").read("/apis"))).containsExactly("draft", "orders");
        assertThat(person("dev").read("/apis").toString()).doesNotContain("8501");
    }

    @Test
    void what_is_foreign_and_what_does_not_exist_are_answered_alike() throws Exception {
        ApiClient stranger = person("str");
        List<String> answers = new ArrayList<>();
        for (HttpResponse<String> answer : List.of(
                stranger.get("/apis/" + ids.get("api")),
                stranger.get("/apis/" + UUID.randomUUID()),
                stranger.at("no-such-tenant").get("/apis/" + ids.get("api")),
                stranger.get("/apis/not-an-id"),
                stranger.send("PATCH", "/apis/" + ids.get("api"), "{\"name\":\"x\"}"),
                stranger.post("/applications/" + ids.get("application") + "/credentials", "{}"))) {
            assertThat(answer.statusCode()).isEqualTo(404);
            answers.add(answer.body().replaceAll("\"(instance|requestId)\":\"[^\"]*\"", "…"));
        }
        assertThat(answers.stream().distinct()).hasSize(1);
    }

    @Test
    void an_application_for_a_consumer_of_others_is_refused_as_one_that_does_not_exist() throws Exception {
        List<String> answers = new ArrayList<>();
        for (String consumer : List.of(ids.get("consumer"), UUID.randomUUID().toString())) {
            HttpResponse<String> answer =
                    person("riv").post("/applications", "{\"name\":\"x\",\"consumer\":\"%s\"}".formatted(consumer));
            assertThat(answer.statusCode()).isEqualTo(422);
            answers.add(answer.body().replaceAll("\"requestId\":\"[^\"]*\"", "…"));
        }
        assertThat(answers.getFirst()).isEqualTo(answers.getLast());
    }

    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "GET    | /nothing          | -        | 404",
                "PUT    | /apis             | {}       | 405",
                "DELETE | /apis             | -        | 405",
                "POST   | /consumers        | {        | 400",
                "POST   | /consumers        | []       | 400",
                "POST   | /consumers        | null     | 400",
                "POST   | /consumers        | {\"a\":1}x | 400",
                "POST   | /consumers        | {\"name\":{}} | 422",
                "GET    | /apis?limit=0     | -        | 400",
                "GET    | /apis?limit=201   | -        | 400",
                "GET    | /apis?limit=x     | -        | 400",
                "GET    | /apis?cursor=%00  | -        | 400",
                "GET    | /apis?cursor=AAAA | -        | 400",
            })
    void a_failure_is_a_problem_detail_and_says_nothing_of_the_inside(
            String method, String path, String body, int status) throws Exception {
        isAProblem(person("own").send(method, path, body), status);
    }

    @Test
    void a_body_that_is_not_json_or_too_large_or_too_deep_is_refused() throws Exception {
        ApiClient person = person("own");
        isAProblem(person.send("POST", "/consumers", "name=x", "Content-Type", "text/plain"), 415);
        isAProblem(person.post("/consumers", "{\"name\":\"%s\"}".formatted("x".repeat(70_000))), 413);
        isAProblem(person.post("/consumers", "{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}"), 400);
        isAProblem(person.send("GET", "/apis", null, "Accept", "image/png"), 406);
    }

    @Test
    void all_that_is_wrong_with_a_request_is_said_at_once_member_by_member() throws Exception {
        HttpResponse<String> answer = person("own").post("/consumers", """
            {"name":"","country":"XX","timeZone":"Mars/Olympus","members":[{"email":"nobody","role":"king"}]}\
            """);
        JsonNode problem = isAProblem(answer, 422);
        List<String> pointers = new ArrayList<>();
        problem.path("errors")
                .forEach(error -> pointers.add(error.path("pointer").asText()));
        assertThat(pointers).contains("/name", "/country", "/timeZone");
    }

    @Test
    void a_list_is_read_page_by_page_without_gaps_or_repeats() throws Exception {
        ApiClient tenant = ApiClient.ofNewTenant(portal);
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            made.add(id(tenant.make("/consumers", "{\"name\":\"C%d\"}".formatted(i))));
        }
        List<String> read = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = tenant.read("/consumers?limit=3" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.path("items").forEach(item -> read.add(id(item)));
            assertThat(page.has("nextCursor")).isTrue();
            cursor = page.path("nextCursor").asText("");
        } while (!cursor.isEmpty() && !cursor.equals("null"));
        assertThat(read).isEqualTo(made);
    }

    @Test
    void a_key_is_shown_once_and_a_revoked_one_stays_revoked() throws Exception {
        ApiClient developer = person("dev");
        String credentials = "/applications/" + ids.get("application") + "/credentials";
        JsonNode issued = developer.make(credentials, "{\"name\":\"CI\"}");
        String key = issued.path("key").asText();
        assertThat(key)
                .matches("acme_live_[0-9A-Za-z]{38}")
                .endsWith(issued.path("last4").asText());
        assertThat(developer.read(credentials).toString()).doesNotContain(key);
        JsonNode revoked = developer.make("/credentials/" + id(issued) + "/revoke", "{}");
        assertThat(revoked.path("status").asText()).isEqualTo("revoked");
        JsonNode again = developer.make("/credentials/" + id(issued) + "/revoke", "{}");
        assertThat(again.path("revokedAt")).isEqualTo(revoked.path("revokedAt"));
    }

    private ApiClient memberOf(String consumer, String role) throws Exception {
        ApiClient.Person member = ApiClient.Person.named(role);
        owner.make(
                "/consumers/" + consumer + "/members",
                "{\"email\":\"%s\",\"role\":\"%s\"}".formatted(member.email(), role));
        return owner.as(member);
    }

    private static JsonNode isAProblem(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = ApiClient.json(answer);
        assertThat(problem.path("type").asText()).startsWith("/problems/");
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asText()).isNotEmpty();
        assertThat(problem.path("detail").asText()).isNotEmpty();
        assertThat(problem.path("instance").asText()).startsWith("/api/v1/");
        assertThat(answer.body() + answer.headers().map())
                .doesNotContainIgnoringCase("exception")
                .doesNotContain("io.tallygate", "jakarta", "resteasy", "org.", "com.ibm");
        return problem;
    }

    private ApiClient person(String role) {
        return java.util.Objects.requireNonNull(people.get(role), role);
    }

    private String filled(String path) {
        String filled = path.replace("{t}", owner.tenant());
        for (Map.Entry<String, String> id : ids.entrySet()) {
            filled = filled.replace("{" + id.getKey() + "}", id.getValue());
        }
        return filled;
    }

    private static String api(String slug, String more) throws Exception {
        return "{\"slug\":\"%s\",%s,\"document\":%s}"
                .formatted(slug, more, new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(DOCUMENT));
    }

    private static String id(JsonNode made) {
        return made.path("id").asText();
    }

    private static List<String> names(JsonNode list) {
        return values(list, "name");
    }

    private static List<String> slugs(JsonNode list) {
        return values(list, "slug");
    }

    private static List<String> values(JsonNode list, String member) {
        List<String> values = new ArrayList<>();
        list.path("items").forEach(item -> values.add(item.path(member).asText()));
        return values;
    }
}
