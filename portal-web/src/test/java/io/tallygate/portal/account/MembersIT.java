package io.tallygate.portal.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.RunningPortal;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The people of a tenant and of a consumer: who changes them, what ends with them, and that somebody always owns both.
class MembersIT {
    private static final int RACES = 10;

    private final RunningPortal portal = RunningPortal.shared();
    private ApiClient owner;

    @BeforeEach
    void a_new_tenant() throws Exception {
        owner = ApiClient.ofNewTenant(portal);
        owner.read("/members"); // has signed in by this
    }

    @Test
    void a_member_is_read_and_gets_another_role_that_holds_from_the_next_request_on() throws Exception {
        Colleague colleague = colleague("publisher");
        assertThat(colleague.post("/consumers", "{}")).isEqualTo(422);

        JsonNode changed =
                change("/members/" + colleague.id(), "{\"role\":\"viewer\"}").body();
        assertThat(changed.path("role").asText()).isEqualTo("viewer");
        assertThat(owner.read("/members/" + colleague.id())).isEqualTo(changed);
        assertThat(colleague.post("/consumers", "{}")).isEqualTo(403);

        assertThat(change("/members/" + colleague.id(), "{\"role\":\"king\"}").pointer())
                .isEqualTo("/role");
    }

    @ParameterizedTest(name = "at a {0}")
    @ValueSource(strings = {"tenant", "consumer"})
    void a_removed_member_may_nothing_from_the_next_request_on_and_their_tokens_end(String place) throws Exception {
        String members = place.equals("tenant") ? "/members" : "/consumers/" + consumer() + "/members";
        ApiClient.Person person = ApiClient.Person.named("leaver");
        String id = add(members, person, place.equals("tenant") ? "admin" : "developer");
        ApiClient leaver = owner.as(person);
        ApiClient byToken = owner.withToken(
                leaver.make("/tokens", "{\"name\":\"ci\"}").path("token").asText());
        assertThat(byToken.get("/apis").statusCode()).isEqualTo(200);

        assertThat(remove(members + "/" + id)).isEqualTo(204);

        assertThat(leaver.get("/apis").statusCode()).isEqualTo(404);
        assertThat(byToken.get("/apis").statusCode()).isEqualTo(401);
        assertThat(owner.get(members + "/" + id).statusCode()).isEqualTo(404);
        assertThat(leaver.read("/api/v1/me").toString()).doesNotContain(owner.tenant());
    }

    @Test
    void an_admin_makes_changes_and_removes_no_owner() throws Exception {
        Colleague admin = colleague("admin");
        Colleague second = colleague("owner");
        ApiClient asAdmin = owner.as(admin.person());
        String target = "/members/" + second.id();
        assertThat(asAdmin.send("PATCH", target, "{\"role\":\"viewer\"}", "If-Match", "*")
                        .statusCode())
                .isEqualTo(403);
        assertThat(asAdmin.send("DELETE", target, null, "If-Match", "*").statusCode())
                .isEqualTo(403);
        assertThat(asAdmin.send("PATCH", "/members/" + admin.id(), "{\"role\":\"owner\"}", "If-Match", "*")
                        .statusCode())
                .isEqualTo(403);
        assertThat(owner.read(target).path("role").asText()).isEqualTo("owner");
        assertThat(change(target, "{\"role\":\"viewer\"}").status()).isEqualTo(200);
        assertThat(asAdmin.send("DELETE", target, null, "If-Match", "*").statusCode())
                .isEqualTo(204);
    }

    @Test
    void the_last_owner_who_has_signed_in_stays() throws Exception {
        String self = "/members/" + id(owner.read("/members").path("items").path(0));
        isTheLastOwner(owner.send("DELETE", self, null, "If-Match", "*"));
        isTheLastOwner(owner.send("PATCH", self, "{\"role\":\"admin\"}", "If-Match", "*"));

        ApiClient.Person promised = ApiClient.Person.named("promised");
        add("/members", promised, "owner");
        isTheLastOwner(owner.send("DELETE", self, null, "If-Match", "*"));

        owner.as(promised).read("/members");
        assertThat(owner.send("PATCH", self, "{\"role\":\"admin\"}", "If-Match", "*")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void of_the_last_two_owners_who_are_removed_at_the_same_moment_one_stays() throws Exception {
        for (int race = 0; race < RACES; race++) {
            ApiClient first = ApiClient.ofNewTenant(portal);
            String one = id(first.read("/members").path("items").path(0));
            ApiClient.Person person = ApiClient.Person.named("second");
            String two = id(first.make("/members", "{\"email\":\"%s\",\"role\":\"owner\"}".formatted(person.email())));
            ApiClient second = first.as(person);
            second.read("/members");
            List<Integer> answers = atOnce(
                    () -> first.send("DELETE", "/members/" + two, null, "If-Match", "*")
                            .statusCode(),
                    () -> second.send("DELETE", "/members/" + one, null, "If-Match", "*")
                            .statusCode());
            // whoever came second is told so: as the last owner, or as somebody who is no member any more
            assertThat(answers).containsOnlyOnce(204);
            long left = Stream.of(first, second)
                    .filter(client -> reads(client, "/members"))
                    .count();
            assertThat(left).as("owners left, race " + race).isEqualTo(1);
        }
    }

    @Test
    void a_third_hand_that_removes_both_last_owners_of_a_consumer_at_once_leaves_one() throws Exception {
        for (int race = 0; race < RACES; race++) {
            String members = "/consumers/" + consumer() + "/members";
            ApiClient.Person one = ApiClient.Person.named("one");
            ApiClient.Person two = ApiClient.Person.named("two");
            String first = add(members, one, "owner");
            String second = add(members, two, "owner");
            owner.as(one).read("/api/v1/me");
            owner.as(two).read("/api/v1/me");
            List<Integer> answers = atOnce(() -> remove(members + "/" + first), () -> remove(members + "/" + second));
            assertThat(answers).as("race " + race).containsExactlyInAnyOrder(204, 409);
            assertThat(owner.read(members).path("items")).hasSize(1);
        }
    }

    @Test
    void a_consumers_owner_manages_the_team_and_nobody_elses() throws Exception {
        String consumer = consumer();
        String members = "/consumers/" + consumer + "/members";
        ApiClient.Person buyer = ApiClient.Person.named("buyer");
        ApiClient.Person developer = ApiClient.Person.named("developer");
        add(members, buyer, "owner");
        String developerId = add(members, developer, "developer");
        ApiClient asBuyer = owner.as(buyer);
        ApiClient asDeveloper = owner.as(developer);

        assertThat(asDeveloper.read(members).path("items")).hasSize(2);
        assertThat(asDeveloper
                        .send("DELETE", members + "/" + developerId, null, "If-Match", "*")
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> billing =
                asBuyer.send("PATCH", members + "/" + developerId, "{\"role\":\"billing\"}", "If-Match", "*");
        assertThat(billing.statusCode()).isEqualTo(200);
        assertThat(asDeveloper.get("/applications").statusCode()).isEqualTo(200);
        assertThat(asDeveloper.post("/applications", "{\"name\":\"x\"}").statusCode())
                .isEqualTo(403);

        String others = "/consumers/" + consumer() + "/members";
        String stranger = add(others, ApiClient.Person.named("stranger"), "owner");
        assertThat(asBuyer.get(others).statusCode()).isEqualTo(404);
        assertThat(asBuyer.send("DELETE", others + "/" + stranger, null, "If-Match", "*")
                        .statusCode())
                .isEqualTo(404);
        assertThat(asBuyer.send("DELETE", members + "/" + stranger, null, "If-Match", "*")
                        .statusCode())
                .isEqualTo(404);
    }

    private record Colleague(ApiClient owner, ApiClient.Person person, String id) {
        int post(String path, String body) throws Exception {
            return owner.as(person).post(path, body).statusCode();
        }
    }

    private Colleague colleague(String role) throws Exception {
        ApiClient.Person person = ApiClient.Person.named(role);
        String id = add("/members", person, role);
        owner.as(person).read("/members");
        return new Colleague(owner, person, id);
    }

    private String consumer() throws Exception {
        return id(owner.make("/consumers", "{\"name\":\"Globex %s\"}".formatted(UUID.randomUUID())));
    }

    private String add(String members, ApiClient.Person person, String role) throws Exception {
        return id(owner.make(members, "{\"email\":\"%s\",\"role\":\"%s\"}".formatted(person.email(), role)));
    }

    private record Changed(int status, JsonNode body) {
        String pointer() {
            return body.path("errors").path(0).path("pointer").asText();
        }
    }

    /// As a careful caller does it: with the tag of what was read.
    private Changed change(String path, String body) throws Exception {
        String tag = owner.get(path).headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> answer = owner.send("PATCH", path, body, "If-Match", tag);
        return new Changed(answer.statusCode(), ApiClient.json(answer));
    }

    private int remove(String path) throws Exception {
        String tag = owner.get(path).headers().firstValue("ETag").orElse("*");
        return owner.send("DELETE", path, null, "If-Match", tag).statusCode();
    }

    private static boolean reads(ApiClient client, String path) {
        try {
            return client.get(path).statusCode() == 200;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void isTheLastOwner(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
        assertThat(ApiClient.json(answer).path("type").asText()).isEqualTo("/problems/last-owner");
    }

    private static List<Integer> atOnce(Callable<Integer> one, Callable<Integer> other) throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> answers = Stream.of(one, other)
                    .map(call -> threads.submit(() -> {
                        together.await();
                        return call.call();
                    }))
                    .toList();
            return List.of(answers.get(0).get(), answers.get(1).get());
        }
    }

    private static String id(JsonNode made) {
        return made.path("id").asText();
    }
}
