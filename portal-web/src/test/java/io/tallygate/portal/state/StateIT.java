package io.tallygate.portal.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.RunningPortal;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A whole tenant as one document, over the control API of a running portal.
class StateIT extends StateDocuments {
    @Test
    void a_document_makes_everything_and_its_dump_changes_nothing_and_writes_nothing() throws Exception {
        JsonNode made = apply(shop(), "");
        assertThat(made.path("create").asInt()).isEqualTo(10);
        Map<String, String> tables = tables();
        String records = recordsKept();
        JsonNode dump = dump("");
        assertThat(names(dump.path("apis"), "slug")).containsExactly("orders", "parcels");
        assertThat(dump.at("/apis/0/document").asText()).isEqualTo(OPENAPI.formatted("Orders", "orders"));
        assertThat(dump.at("/products/0/plans/0/unitPrice/amount").asText()).isEqualTo("0.002");
        assertThat(dump.at("/consumers/0/applications/0/subscriptions/0/plan").asText())
                .isEqualTo("starter");
        for (String again : List.of(dump.toString(), yaml(""))) {
            JsonNode applied = apply(again, "?prune=true");
            assertThat(applied.path("changes")).isEmpty();
            assertThat(tables()).isEqualTo(tables);
            assertThat(recordsKept()).as("records of the audit log").isEqualTo(records);
        }
        assertThat(diff(dump.toString(), "?prune=true").path("changes")).isEmpty();
    }

    @Test
    void what_was_erased_is_restored_to_an_equal_dump() throws Exception {
        apply(shop(), "");
        JsonNode before = dump("");
        String consumers = without(shop(), "products", "apis", "consumers");
        ObjectNode nothing = (ObjectNode) JSON.readTree(consumers);
        nothing.putArray("apis");
        nothing.putArray("products");
        // what was sold once stays, so the tenant begins without a subscription
        ApiClient fresh = ApiClient.ofNewTenant(RunningPortal.shared());
        tenant = fresh;
        apply(withoutSubscriptions(shop()), "");
        JsonNode unsold = dump("");
        nothing.putArray("consumers");
        JsonNode erased = apply(nothing.toString(), "?prune=true");
        assertThat(erased.path("delete").asInt()).isEqualTo(8);
        assertThat(dump("").path("apis")).isEmpty();
        apply(unsold.toString(), "");
        assertThat(plain(dump(""))).isEqualTo(plain(unsold));
        assertThat(plain(before).toString()).contains("subscriptions");
    }

    @Test
    void a_wrong_last_object_changes_nothing_and_every_fault_has_its_pointer() throws Exception {
        apply(shop(), "");
        Map<String, String> tables = tables();
        ObjectNode document = (ObjectNode) dump("");
        ((ObjectNode) document.at("/apis/0")).put("name", "Changed");
        ((ObjectNode) document.at("/apis/0")).put("basePath", "/elsewhere");
        ((ObjectNode) document.at("/apis/1")).put("nmae", "typo");
        ((ObjectNode) document.at("/products/0")).putArray("apis").add("orders").add("nothing");
        ((ObjectNode) document.at("/products/0/plans/0/unitPrice")).put("currency", "USD");
        ((ArrayNode) document.path("apis")).addObject().put("slug", "new").put("document", "openapi: 2.0");
        ((ArrayNode) document.path("apis"))
                .addObject()
                .put("slug", "Not A Slug")
                .put("document", OPENAPI.formatted("X", "x"))
                .put("upstream", "http://127.0.0.1:22/");
        ((ObjectNode) document.at("/consumers/0")).put("country", "Atlantis");
        ((ArrayNode) document.at("/consumers/0/applications/0/subscriptions"))
                .addObject()
                .put("product", "nothing")
                .put("plan", "none");
        for (String path : List.of("/state/apply", "/state/diff", "/state/apply?dryRun=true")) {
            HttpResponse<String> answer = tenant.post(path, document.toString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
            assertThat(pointers(answer))
                    .contains(
                            "/apis/0/basePath",
                            "/apis/1/nmae",
                            "/products/0/apis/1",
                            "/products/0/plans/0/unitPrice/currency",
                            "/apis/3/slug",
                            "/apis/3/upstream",
                            "/consumers/0/country",
                            "/consumers/0/applications/0/subscriptions/1/product")
                    .anyMatch(pointer -> pointer.startsWith("/apis/2/document"));
        }
        assertThat(tables()).isEqualTo(tables);
    }

    @Test
    void what_is_not_named_stays_unless_pruned_and_a_missing_list_prunes_nothing() throws Exception {
        apply(shop(), "");
        String only = "{\"format\":\"tallygate/1\",\"apis\":[{\"slug\":\"orders\",\"name\":\"Orders 2\"}]}";
        assertThat(apply(only, "").path("update").asInt()).isOne();
        JsonNode after = dump("");
        assertThat(after.path("apis")).hasSize(2);
        assertThat(after.at("/apis/0/name").asText()).isEqualTo("Orders 2");
        assertThat(after.at("/apis/0/upstream").asText()).isEqualTo("https://orders.example.com");
        HttpResponse<String> refused = tenant.post("/state/apply?prune=true", only);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("the product all sells it");
        assertThat(dump("").path("products")).hasSize(1);
    }

    @Test
    void an_apply_that_builds_on_another_state_is_refused() throws Exception {
        apply(shop(), "");
        HttpResponse<String> read = tenant.get("/state");
        String tag = read.headers().firstValue("ETag").orElseThrow();
        String document = "{\"format\":\"tallygate/1\",\"apis\":[{\"slug\":\"orders\",\"name\":\"Mine\"}]}";
        apply(document.replace("Mine", "Somebody else's"), "");
        assertThat(tenant.post("/state/apply", document, "If-Match", tag).statusCode())
                .isEqualTo(412);
        String now = tenant.get("/state").headers().firstValue("ETag").orElseThrow();
        assertThat(tenant.post("/state/apply", document, "If-Match", now).statusCode())
                .isEqualTo(200);
        assertThat(tenant.get("/state").headers().firstValue("ETag")).isNotEqualTo(now);
    }

    @Test
    void twenty_applies_at_once_end_as_one_of_them_says() throws Exception {
        apply(shop(), "");
        List<Callable<Integer>> calls = new ArrayList<>();
        IntStream.range(0, 20)
                .forEach(round -> calls.add(() -> tenant.post("/state/apply", """
                    {"format":"tallygate/1","apis":[{"slug":"orders","name":"Round %d"},{"slug":"parcels","name":"Round %d"},
                     {"slug":"third","document":%s}]}\
                    """.formatted(
                                        round, round, JSON.writeValueAsString(OPENAPI.formatted("Third", "third"))))
                        .statusCode()));
        try (var workers = Executors.newFixedThreadPool(8)) {
            for (var answered : workers.invokeAll(calls)) {
                assertThat(answered.get()).isIn(200, 503);
            }
        }
        JsonNode after = dump("");
        assertThat(after.path("apis")).hasSize(3);
        assertThat(after.at("/apis/0/name")).isEqualTo(after.at("/apis/1/name"));
    }

    @Test
    void only_who_may_does_and_another_tenants_ids_say_nothing() throws Exception {
        apply(shop(), "");
        JsonNode mine = dump("");
        ApiClient other = ApiClient.ofNewTenant(RunningPortal.shared());
        assertThat(other.withToken(tenant.token()).get("/state").statusCode()).isEqualTo(404);
        ObjectNode foreign = (ObjectNode) mine.deepCopy();
        ((ObjectNode) foreign.path("tenant")).remove("slug");
        JsonNode compared = ApiClient.json(other.post("/state/diff", foreign.toString()));
        ObjectNode unknown = (ObjectNode) JSON.readTree(foreign.toString()
                .replaceAll("\"id\":\"[0-9a-f-]{36}\"", "\"id\":\"0197a0b0-0000-7000-8000-000000000000\""));
        assertThat(ApiClient.json(other.post("/state/diff", unknown.toString())))
                .as("an id of another tenant is like one that never was")
                .isEqualTo(compared);
        assertThat(pointers(other.post("/state/diff", mine.toString()))).containsExactly("/tenant/slug");
        ApiClient.Person viewer = ApiClient.Person.named("viewer");
        tenant.make("/members", "{\"email\":\"%s\",\"role\":\"viewer\"}".formatted(viewer.email()));
        ApiClient seen = tenant.as(viewer);
        assertThat(seen.get("/state").statusCode()).isEqualTo(200);
        assertThat(seen.post("/state/diff", mine.toString()).statusCode()).isEqualTo(200);
        assertThat(seen.post("/state/apply", mine.toString()).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"format\":\"tallygate/2\"}",
                "{\"format\":\"tallygate/1\",\"apis\":{}}",
                "{\"format\":\"tallygate/1\",\"apis\":[1]}",
                "{\"format\":\"tallygate/1\",\"apis\":[{}]}",
                "{\"format\":\"tallygate/1\",\"apis\":[{\"slug\":1,\"labels\":[]}]}",
                "{\"format\":\"tallygate/1\",\"apis\":[{\"slug\":\"a\",\"id\":\"x\",\"labels\":{\"A B\":\"\"}}]}",
                "{\"format\":\"tallygate/1\",\"consumers\":[{\"name\":\"\",\"address\":\"x\",\"timeZone\":\"Mars\"}]}",
                "{\"format\":\"tallygate/1\",\"products\":[{\"slug\":\"p\",\"apis\":[],\"plans\":[{\"slug\":\"q\",\"unitPrice\":1}]}]}",
                "{\"format\":\"tallygate/1\",\"selector\":[],\"somethingElse\":1,\"../\":2}",
            })
    void hostile_documents_are_refused_in_words_and_change_nothing(String document) throws Exception {
        Map<String, String> tables = tables();
        for (String type : List.of("application/json", "application/yaml")) {
            HttpResponse<String> answer = tenant.post("/state/apply?prune=true", document, "Content-Type", type);
            assertThat(answer.statusCode()).as(answer.body()).isIn(400, 422);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
        assertThat(tables()).isEqualTo(tables);
    }

    @Test
    void a_bomb_of_aliases_and_a_document_beyond_the_bound_are_refused_at_once() throws Exception {
        String bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n"
                + IntStream.range(1, 9)
                        .mapToObj(level -> "b%d: &b%d [%s]%n"
                                .formatted(
                                        level, level, ("*" + (level == 1 ? "a" : "b" + (level - 1)) + ",").repeat(9)))
                        .reduce("", String::concat);
        HttpResponse<String> answer = tenant.post("/state/diff", bomb, "Content-Type", "application/yaml");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("written out");
        String large = "{\"format\":\"tallygate/1\",\"x\":\"" + "y".repeat(21 * 1024 * 1024) + "\"}";
        assertThat(tenant.post("/state/diff", large).statusCode()).isEqualTo(413);
    }

    private static String without(String document, String... members) throws IOException {
        ObjectNode copy = (ObjectNode) JSON.readTree(document);
        copy.remove(List.of(members));
        return copy.toString();
    }

    private static String withoutSubscriptions(String document) throws IOException {
        ObjectNode copy = (ObjectNode) JSON.readTree(document);
        ((ObjectNode) copy.at("/consumers/0/applications/0")).putArray("subscriptions");
        return copy.toString();
    }

    /// Without what a restored object cannot have again: ids, and what only tells.
    private static JsonNode plain(JsonNode dump) throws IOException {
        return JSON.readTree(dump.toString().replaceAll("\"id\":\"[0-9a-f-]{36}\",?", ""));
    }
}
