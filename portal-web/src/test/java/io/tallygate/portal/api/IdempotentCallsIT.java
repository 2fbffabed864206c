package io.tallygate.portal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.RunningPortal;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `Idempotency-Key`, over HTTP: a client that does not know whether its call arrived simply makes it again.
class IdempotentCallsIT {
    private final RunningPortal portal = RunningPortal.shared();
    private final String key = UUID.randomUUID().toString();
    private ApiClient owner;

    @BeforeEach
    void a_tenant() throws Exception {
        owner = ApiClient.ofNewTenant(portal);
    }

    @Test
    void the_same_call_again_makes_nothing_new_and_gets_the_same_answer() throws Exception {
        HttpResponse<String> first = consumer("Globex");
        HttpResponse<String> second = consumer("Globex");
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(second.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(consumers()).isEqualTo(1);
    }

    @Test
    void without_a_key_the_same_call_makes_two() throws Exception {
        owner.make("/consumers", "{\"name\":\"Globex\"}");
        owner.make("/consumers", "{\"name\":\"Globex\"}");
        assertThat(consumers()).isEqualTo(2);
    }

    @Test
    void another_request_with_a_key_that_was_used_is_refused() throws Exception {
        consumer("Globex");
        for (HttpResponse<String> other :
                List.of(consumer("Initech"), owner.post("/tokens", "{\"name\":\"Globex\"}", "Idempotency-Key", key))) {
            assertThat(other.statusCode()).isEqualTo(422);
            assertThat(ApiClient.json(other).path("type").asText()).isEqualTo("/problems/idempotency-key-reused");
        }
        assertThat(consumers()).isEqualTo(1);
    }

    @Test
    void a_key_is_its_persons_and_its_tenants_own() throws Exception {
        ApiClient.Person colleague = ApiClient.Person.named("colleague");
        owner.make("/members", "{\"email\":\"%s\",\"role\":\"publisher\"}".formatted(colleague.email()));
        ApiClient elsewhere = ApiClient.ofNewTenant(portal);
        String body = "{\"name\":\"Globex\"}";
        consumer("Globex");
        HttpResponse<String> byColleague = owner.as(colleague).post("/consumers", body, "Idempotency-Key", key);
        HttpResponse<String> atAnother = elsewhere.post("/consumers", body, "Idempotency-Key", key);
        assertThat(byColleague.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(atAnother.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(consumers()).isEqualTo(2);
    }

    @Test
    void a_call_that_was_refused_leaves_its_key_free() throws Exception {
        assertThat(consumer("").statusCode()).isEqualTo(422);
        assertThat(consumer("Globex").statusCode()).isEqualTo(201);
        assertThat(consumers()).isEqualTo(1);
    }

    @Test
    void calls_at_the_same_moment_make_one_and_all_hear_of_it() throws Exception {
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            calls.add(() -> consumer("Globex").body());
        }
        List<String> bodies = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(12)) {
            for (Future<String> answer : threads.invokeAll(calls)) {
                bodies.add(answer.get());
            }
        }
        assertThat(bodies).hasSize(12);
        assertThat(bodies.stream().distinct()).hasSize(1);
        assertThat(consumers()).isEqualTo(1);
    }

    @Test
    void a_secret_is_told_again_to_who_has_the_key_and_stands_nowhere_in_the_database() throws Exception {
        HttpResponse<String> first = owner.post("/tokens", "{\"name\":\"ci\"}", "Idempotency-Key", key);
        String secret = ApiClient.json(first).path("token").asText();
        HttpResponse<String> again = owner.post("/tokens", "{\"name\":\"ci\"}", "Idempotency-Key", key);
        assertThat(secret).startsWith("tgp_");
        assertThat(ApiClient.json(again).path("token").asText()).isEqualTo(secret);
        assertThat(again.headers().firstValue("Cache-Control")).hasValue("no-store");
        try (Connection administrator = portal.database().asAdministrator();
                Statement statement = administrator.createStatement();
                ResultSet dump = statement.executeQuery(
                        "select count(*) filter (where position('%s' in encode(sealed, 'escape')) > 0), count(sealed) from portal.idempotent_answer"
                                .formatted(secret.substring(0, 12)))) {
            dump.next();
            assertThat(dump.getInt(1)).isZero();
            assertThat(dump.getInt(2)).isPositive();
        }
    }

    @Test
    void a_tenant_is_made_once() throws Exception {
        String slug = "t" + UUID.randomUUID().toString().substring(0, 8);
        String body = """
            {"slug":"%s","name":"Once","country":"DE","currency":"EUR","owner":{"email":"o@example.com"}}\
            """.formatted(slug);
        ApiClient operator = owner.withToken(RunningPortal.OPERATOR_TOKEN);
        HttpResponse<String> first = operator.post("/api/v1/tenants", body, "Idempotency-Key", key);
        HttpResponse<String> second = operator.post("/api/v1/tenants", body, "Idempotency-Key", key);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        // nobody else's answer: they may not name an owner
        assertThat(owner.post("/api/v1/tenants", body, "Idempotency-Key", key).statusCode())
                .isEqualTo(422);
    }

    private HttpResponse<String> consumer(String name) throws Exception {
        return owner.post("/consumers", "{\"name\":\"%s\"}".formatted(name), "Idempotency-Key", key);
    }

    private int consumers() throws Exception {
        JsonNode list = owner.read("/consumers");
        return list.path("items").size();
    }
}
