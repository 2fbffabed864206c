package io.tallygate.portal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.portal.identity.OwnProvider;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.RunningPortal;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A change says which state it was made for, at every address that takes one; nobody's change is lost.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IfMatchIT {
    private static final String DOCUMENT = "openapi: 3.1.0\\n"
            + "info: {title: Orders, version: '1'}\\n"
            + "paths: {/o: {get: {responses: {'200': {description: ok}}}}}";
    private static final int AT_ONCE = 6;
    private static final int ROUNDS = 5;

    /// What is ended there was never read as a state.
    private static final Pattern PUT = Pattern.compile(
            "/deployments/|/routing/|/usage-retention$|/rules$|/payment-account$|/tax$|/legal-entities/");

    private static final String ENTITY =
            "{\"slug\":\"sea\",\"name\":\"Sea Ltd\",\"address\":[\"Quay 1\"],\"country\":\"IE\",\"series\":\"SEA\"}";

    private static final List<String> NO_STATE = List.of("/me/sessions", "/me/sessions/{id}");

    private final RunningPortal portal = RunningPortal.shared();
    private ApiClient owner;

    /// One object at each address that takes a change, and a change of it.
    private final Map<String, String> changeable = new LinkedHashMap<>();

    /// One object at each address that takes a deletion, which nothing stands in the way of.
    private final List<String> deletable = new ArrayList<>();

    @BeforeAll
    void one_of_everything() throws Exception {
        owner = ApiClient.ofNewTenant(portal);
        owner.read("/members");
        changeable.put("", "{\"tagline\":\"%s\"}");
        String api = "/apis/" + id(owner.make("/apis", "{\"slug\":\"orders\",\"document\":\"" + DOCUMENT + "\"}"));
        changeable.put(api, "{\"name\":\"%s\"}");
        String deployment = api + "/deployments/test";
        String sample = "http://127.0.0.1:8501";
        owner.send("PUT", deployment, "{\"upstream\":\"%s\"}".formatted(sample), "If-Match", "*");
        changeable.put(deployment, "{\"upstream\":\"http://127.0.0.1:8502\"}");
        changeable.put(api + "/routing/test", "{\"routes\":[{\"name\":\"main\",\"authentication\":\"none\"}]}");
        String product = "/products/"
                + id(owner.make(
                        "/products", "{\"name\":\"P\",\"apis\":[\"%s\"]}".formatted(api.replace("/apis/", ""))));
        changeable.put(product, "{\"name\":\"%s\"}");
        String plan = product + "/plans/"
                + id(owner.make(
                        product + "/plans",
                        "{\"name\":\"Plan\",\"unitPrice\":{\"amount\":\"0.01\",\"currency\":\"EUR\"}}"));
        String draft = plan + "/versions/"
                + id(owner.make(plan + "/versions", "{\"unitPrice\":{\"amount\":\"0.02\",\"currency\":\"EUR\"}}"));
        String consumer = "/consumers/" + id(owner.make("/consumers", "{\"name\":\"Globex\"}"));
        changeable.put(consumer, "{\"name\":\"%s\"}");
        String colleague = consumer + "/members/"
                + id(owner.make(consumer + "/members", "{\"email\":\"b@example.com\",\"role\":\"developer\"}"));
        changeable.put(colleague, "{\"role\":\"billing\"}");
        String member = "/members/" + id(owner.make("/members", "{\"email\":\"m@example.com\",\"role\":\"viewer\"}"));
        changeable.put(member, "{\"role\":\"billing\"}");
        String invitedThere = consumer + "/invitations/"
                + id(owner.make(consumer + "/invitations", "{\"email\":\"i@example.com\",\"role\":\"billing\"}"));
        String invited =
                "/invitations/" + id(owner.make("/invitations", "{\"email\":\"j@example.com\",\"role\":\"viewer\"}"));
        ObjectNode staff = new ObjectMapper()
                .createObjectNode()
                .put("kind", "saml")
                .put("name", "Staff")
                .put("metadata", OwnProvider.METADATA);
        String provider = "/identity-providers/" + id(owner.make("/identity-providers", staff.toString()));
        changeable.put(provider, "{\"name\":\"%s\"}");
        changeable.put("/usage-retention", "{\"days\":400}");
        String buyer = id(owner.make("/consumers", "{\"name\":\"Buyer\"}"));
        owner.make(
                "/credit-grants",
                "{\"consumer\":\"%s\",\"currency\":\"EUR\",\"name\":\"Welcome\",\"amount\":\"5\"}".formatted(buyer));
        String account = owner.read("/credit-accounts?consumer=" + buyer)
                .at("/items/0/id")
                .asText();
        changeable.put("/credit-accounts/" + account + "/rules", "{\"mode\":\"credit-only\"}");
        String bank = "{\"holder\":\"Acme GmbH\",\"iban\":\"DE89370400440532013000\"}";
        owner.send("PUT", "/payment-account", bank, "If-Match", "*");
        changeable.put("/payment-account", bank.replace("Acme", "Other"));
        changeable.put("/consumers/" + buyer + "/tax", "{\"vatId\":\"FR12345678901\"}");
        changeable.put("/legal-entities/" + id(owner.make("/legal-entities", ENTITY)), ENTITY.replace("Sea", "Land"));
        deletable.add("/tax-rules/"
                + id(owner.make(
                        "/tax-rules",
                        "{\"country\":\"AT\",\"name\":\"USt\",\"percent\":\"20\",\"validFrom\":\"2026-01-01\"}")));
        changeable.put(
                "/meters/" + id(owner.make("/meters", "{\"slug\":\"calls\",\"name\":\"Calls\",\"unit\":\"call\"}")),
                "{\"name\":\"%s\"}");
        String webhook = "/webhooks/" + id(owner.make("/webhooks", "{\"url\":\"http://127.0.0.1:8501/hook\"}"));
        changeable.put(webhook, "{\"description\":\"%s\"}");
        String application = "/applications/"
                + id(owner.make(
                        "/applications",
                        "{\"name\":\"Shop\",\"consumer\":\"%s\"}".formatted(consumer.replace("/consumers/", ""))));
        changeable.put(application, "{\"name\":\"%s\"}");
        String credential = "/credentials/" + id(owner.make(application + "/credentials", "{}"));
        owner.make(credential + "/revoke", "{}");
        String token = "/tokens/" + id(owner.make("/tokens", "{\"name\":\"ci\"}"));
        deletable.addAll(List.of(
                token,
                provider,
                webhook,
                invitedThere,
                invited,
                credential,
                application,
                colleague,
                consumer,
                member,
                draft,
                plan,
                product,
                deployment,
                api));
    }

    @Test
    void every_change_that_the_api_describes_asks_for_it_and_is_tried_here() throws Exception {
        JsonNode paths = ApiClient.json(portal.get("/api/v1/openapi.json")).path("paths");
        List<String> described = new ArrayList<>();
        paths.properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (List.of("patch", "put", "delete").contains(operation.getKey())
                            && !NO_STATE.contains(path.getKey())) {
                        // the operator's limits are tried where they are made, in LimitsIT
                        if (!operation
                                .getValue()
                                .path("description")
                                .asText()
                                .contains("For the installation's operator.")) {
                            described.add(operation.getKey() + " " + path.getKey());
                        }
                        assertThat(operation.getValue().path("parameters").toString())
                                .as(path.getKey())
                                .contains("#/components/parameters/IfMatch");
                        assertThat(path.getValue()
                                        .at("/get/responses/200/headers")
                                        .has("ETag"))
                                .as("what %s changes can be read with its tag", path.getKey())
                                .isTrue();
                    }
                }));
        List<String> tried = new ArrayList<>();
        changeable.keySet().forEach(path -> tried.add(method(path).toLowerCase(Locale.ROOT) + " " + path));
        deletable.forEach(path -> tried.add("delete " + path));
        System.out.println(described.size() + " changes described, " + tried.size() + " tried");
        for (String change : described) {
            String pattern = change.replace("/tenants/{tenant}", "").replaceAll("\\{\\w+}", "[0-9a-z-]+");
            assertThat(tried).as(change).anyMatch(path -> path.matches(pattern));
        }
    }

    @Test
    void without_it_nothing_is_changed_or_deleted_and_with_an_old_one_neither() throws Exception {
        for (Map.Entry<String, String> change : changeable.entrySet()) {
            refusedWithoutOrWithAnother(
                    method(change.getKey()), change.getKey(), change.getValue().formatted("Never"));
        }
        for (String path : deletable) {
            refusedWithoutOrWithAnother("DELETE", path, null);
        }
    }

    private void refusedWithoutOrWithAnother(String method, String path, @Nullable String body) throws Exception {
        HttpResponse<String> before = owner.get(path);
        assertThat(before.headers().firstValue("ETag"))
                .as(path)
                .get()
                .asString()
                .matches("\"[0-9a-f]+\"");
        problem(owner.send(method, path, body), 428, "precondition-required");
        String tag = before.headers().firstValue("ETag").orElseThrow();
        for (String other : List.of("\"0\"", "W/" + tag, tag.replace("\"", ""), "\"0\", \"1\"")) {
            problem(owner.send(method, path, body, "If-Match", other), 412, "changed-meanwhile");
        }
        assertThat(owner.get(path).body()).as(method + " " + path).isEqualTo(before.body());
    }

    @Test
    void of_those_who_change_the_same_state_at_once_one_wins_and_the_others_are_told() throws Exception {
        int rounds = 0;
        for (Map.Entry<String, String> change : changeable.entrySet()) {
            if (!change.getValue().contains("%s")) {
                continue;
            }
            for (int round = 0; round < ROUNDS; round++) {
                String tag = owner.tag(change.getKey());
                List<Integer> answers = new ArrayList<>();
                CyclicBarrier together = new CyclicBarrier(AT_ONCE);
                try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
                    List<Future<Integer>> waiting = new ArrayList<>();
                    for (int one = 0; one < AT_ONCE; one++) {
                        String body = change.getValue().formatted("Round " + round + " by " + one);
                        waiting.add(threads.submit(() -> {
                            together.await();
                            return owner.send("PATCH", change.getKey(), body, "If-Match", tag)
                                    .statusCode();
                        }));
                    }
                    for (Future<Integer> answer : waiting) {
                        answers.add(answer.get());
                    }
                }
                assertThat(answers).as(change.getKey()).containsOnlyOnce(200).containsOnly(200, 412);
                rounds++;
            }
        }
        System.out.println(rounds + " races of " + AT_ONCE + ", one winner each");
    }

    @Test
    void with_the_tag_that_was_read_or_a_star_it_is_done() throws Exception {
        String path = "/consumers/" + id(owner.make("/consumers", "{\"name\":\"Initech\"}"));
        assertThat(owner.change(path, "{\"name\":\"Initrode\"}").path("name").asText())
                .isEqualTo("Initrode");
        String tag = owner.tag(path);
        assertThat(owner.send("PATCH", path, "{\"country\":\"US\"}", "If-Match", "\"x\", " + tag)
                        .statusCode())
                .isEqualTo(200);
        assertThat(owner.send("DELETE", path, null, "If-Match", "*").statusCode())
                .isEqualTo(204);
        assertThat(owner.send("DELETE", path, null, "If-Match", "*").statusCode())
                .isEqualTo(404);
    }

    /// What is one whole is put, everything else is changed in part.
    private static String method(String path) {
        return PUT.matcher(path).find() ? "PUT" : "PATCH";
    }

    private static void problem(HttpResponse<String> answer, int status, String type) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(ApiClient.json(answer).path("type").asText()).isEqualTo("/problems/" + type);
    }

    private static String id(JsonNode made) {
        return made.path("id").asText();
    }
}
