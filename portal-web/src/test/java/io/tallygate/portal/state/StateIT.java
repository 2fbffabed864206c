package io.tallygate.portal.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.RunningPortal;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A whole tenant as one document, over the control API of a running portal.
class StateIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OPENAPI = """
        openapi: 3.1.0
        info: {title: %s, version: 1.0.0}
        paths:
          /%s:
            get: {operationId: list, responses: {'200': {description: ok}}}
        """;
    /// What a document can change; other tables (audit, answers, limits) may hold an attempt that was refused.
    private static final List<String> BUSINESS = List.of(
            "portal.tenant",
            "portal.member",
            "portal.api",
            "portal.api_version",
            "portal.api_operation",
            "portal.api_deployment",
            "portal.consumer",
            "portal.consumer_member",
            "portal.application",
            "portal.credential",
            "portal.object_label",
            "portal.gateway_change",
            "billing.product",
            "billing.plan",
            "billing.plan_version",
            "billing.subscription");

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(StateIT.class.getResourceAsStream("/contracts/state.schema.json"));

    private ApiClient tenant;

    @BeforeEach
    void a_tenant() throws Exception {
        tenant = ApiClient.ofNewTenant(RunningPortal.shared());
        tenant.read("/members"); // the first call binds the person to their place
    }

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
    void a_known_id_with_another_slug_is_renamed_and_who_names_it_does_not_change() throws Exception {
        apply(shop(), "");
        ObjectNode document = (ObjectNode) dump("");
        String id = document.at("/apis/0/id").asText();
        ((ObjectNode) document.at("/apis/0")).put("slug", "bookings");
        ((ObjectNode) document.at("/products/0"))
                .putArray("apis")
                .add("bookings")
                .add("parcels");
        ((ObjectNode) document.at("/products/0")).put("slug", "everything");
        ((ObjectNode) document.at("/consumers/0/applications/0/subscriptions/0")).put("product", "everything");
        JsonNode diff = diff(document.toString(), "");
        assertThat(names(diff.path("changes"), "action")).containsExactly("rename", "rename");
        assertThat(diff.at("/changes/0/members/0/before").asText()).isEqualTo("orders");
        assertThat(apply(document.toString(), "?prune=true").path("rename").asInt())
                .isEqualTo(2);
        JsonNode after = dump("");
        assertThat(after.at("/apis/0/id").asText()).isEqualTo(id);
        assertThat(after.at("/apis/0/slug").asText()).isEqualTo("bookings");
        assertThat(after.at("/products/0/slug").asText()).isEqualTo("everything");
        assertThat(apply(after.toString(), "?prune=true").path("changes")).isEmpty();
    }

    @Test
    void other_terms_of_a_plan_on_sale_are_a_new_version_and_who_subscribed_stays() throws Exception {
        apply(shop(), "");
        ObjectNode document = (ObjectNode) dump("");
        ((ObjectNode) document.at("/products/0/plans/0/unitPrice")).put("amount", "0.003");
        JsonNode change = diff(document.toString(), "").at("/changes/0");
        assertThat(change.path("effect").asText())
                .isEqualTo("Puts version 2 on sale; 1 running subscriptions stay on the version that they have.");
        assertThat(change.at("/members/0/pointer").asText()).isEqualTo("/unitPrice/amount");
        apply(document.toString(), "");
        JsonNode after = dump("");
        assertThat(after.at("/products/0/plans/0/version").asInt()).isEqualTo(2);
        assertThat(after.at("/consumers/0/applications/0/subscriptions/0/version")
                        .asInt())
                .isEqualTo(1);
        assertThat(apply(after.toString(), "").path("changes")).isEmpty();

        ((ObjectNode) after.at("/products/0")).putArray("plans");
        assertThat(effects(diff(after.toString(), "?prune=true")))
                .containsEntry(
                        "starter", "Is sold no longer; 1 running subscriptions stay on the version that they have.")
                .containsEntry("large", "");
        ((ArrayNode) after.at("/consumers/0/applications/0/subscriptions")).removeAll();
        JsonNode withdrawn = apply(after.toString(), "?prune=true");
        assertThat(names(withdrawn.path("changes"), "kind")).containsExactlyInAnyOrder("subscription", "plan", "plan");
        assertThat(dump("").at("/products/0/plans")).isEmpty();
        apply(document.toString(), "");
        assertThat(dump("").at("/products/0/plans/0/version").asInt())
                .as("a withdrawn plan comes back with its next version")
                .isEqualTo(3);
    }

    @Test
    void a_label_limits_what_is_dumped_changed_and_pruned() throws Exception {
        apply(shop(), "");
        JsonNode maps = dump("?label=team=maps");
        assertThat(names(maps.path("apis"), "slug")).containsExactly("parcels");
        assertThat(maps.at("/selector/team").asText()).isEqualTo("maps");
        ObjectNode document = (ObjectNode) dump("");
        ((ArrayNode) document.path("apis")).removeAll();
        ((ArrayNode) document.path("apis"))
                .addObject()
                .put("slug", "routes")
                .put("document", OPENAPI.formatted("Routes", "routes"))
                .putObject("labels")
                .put("team", "maps");
        ((ArrayNode) document.path("apis"))
                .addObject()
                .put("slug", "ignored")
                .put("document", OPENAPI.formatted("Ignored", "ignored"));
        ((ObjectNode) document.at("/products/0")).put("name", "Also ignored");
        HttpResponse<String> refused = tenant.post("/state/diff?label=team=maps&prune=true", document.toString());
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("the product all sells it");
        document.remove("products");
        document.remove("consumers");
        ((ObjectNode) document)
                .putArray("products")
                .addObject()
                .put("slug", "all")
                .putArray("apis")
                .add("orders");
        apply(document.toString(), "");
        JsonNode applied = apply(
                "{\"format\":\"tallygate/1\",\"apis\":" + document.path("apis") + "}", "?label=team=maps&prune=true");
        assertThat(names(applied.path("changes"), "name")).containsExactlyInAnyOrder("parcels");
        assertThat(names(dump("").path("apis"), "slug")).containsExactlyInAnyOrder("orders", "routes", "ignored");
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

    @Test
    void the_settings_are_changed_as_the_document_says_and_what_only_tells_is_passed_over() throws Exception {
        ObjectNode document = (ObjectNode) dump("");
        ObjectNode settings = (ObjectNode) document.path("tenant");
        assertThat(settings.path("currency").asText()).isEqualTo("EUR");
        settings.put("name", "Acme Maps").put("accent", "#5a3ea6").put("currency", "USD");
        settings.putArray("address").add("Am Kanal 3");
        JsonNode change = diff(document.toString(), "?prune=true").path("changes");
        assertThat(names(change, "kind")).containsExactly("settings");
        assertThat(names(change, "action")).containsExactly("update");
        assertThat(names(change.at("/0/members"), "pointer")).containsExactly("/accent", "/address", "/name");
        apply(document.toString(), "?prune=true");
        JsonNode after = dump("");
        assertThat(after.at("/tenant/name").asText()).isEqualTo("Acme Maps");
        assertThat(after.at("/tenant/address/0").asText()).isEqualTo("Am Kanal 3");
        assertThat(after.at("/tenant/currency").asText()).isEqualTo("EUR");
        Map<String, String> tables = tables();
        settings.put("accent", "blue")
                .put("country", "Atlantis")
                .put("timeZone", "Mars")
                .put("slogan", "x");
        assertThat(pointers(tenant.post("/state/apply", document.toString())))
                .contains("/tenant/accent", "/tenant/country", "/tenant/timeZone", "/tenant/slogan");
        assertThat(apply(after.toString(), "").path("changes")).isEmpty();
        assertThat(tables()).isEqualTo(tables);
        assertThat(names(dump("?label=team=maps").path("tenant"), "name")).hasSize(1); // its slug alone
    }

    @Test
    void members_come_change_and_go_by_the_document_and_never_oneself_or_the_last_owner() throws Exception {
        ObjectNode document = (ObjectNode) dump("");
        ArrayNode members = (ArrayNode) document.path("members");
        members.addObject().put("email", "Ben@Acme.example").put("role", "publisher");
        members.addObject().put("email", "ida@acme.example").put("role", "owner");
        assertThat(apply(document.toString(), "").path("create").asInt()).isEqualTo(2);
        JsonNode after = dump("");
        assertThat(names(after.path("members"), "email")).contains("ben@acme.example", "ida@acme.example");
        assertThat(after.at("/members/0/signedIn").asBoolean()).isTrue();
        Map<String, String> tables = tables();
        assertThat(apply(document.toString(), "?prune=true").path("changes")).isEmpty();
        assertThat(tables()).isEqualTo(tables);

        ObjectNode wrong = (ObjectNode) after.deepCopy();
        ((ObjectNode) wrong.at("/members/0")).put("role", "viewer"); // the other owner never signed in
        ((ObjectNode) wrong.at("/members/1")).put("role", "king");
        assertThat(pointers(tenant.post("/state/apply", wrong.toString())))
                .containsExactlyInAnyOrder("/members/0/role", "/members/1/role");
        HttpResponse<String> oneself =
                tenant.post("/state/apply?prune=true", "{\"format\":\"tallygate/1\",\"members\":[]}");
        assertThat(oneself.statusCode()).isEqualTo(422);
        assertThat(oneself.body()).contains("it is yourself");
        ObjectNode renamed = (ObjectNode) after.deepCopy();
        ((ObjectNode) renamed.at("/members/1")).put("email", "another@acme.example");
        assertThat(pointers(tenant.post("/state/diff", renamed.toString()))).containsExactly("/members/1/email");
        assertThat(tables()).isEqualTo(tables);

        ((ObjectNode) members.get(1)).put("role", "admin");
        members.remove(2);
        JsonNode changed = apply(document.toString(), "?prune=true");
        assertThat(names(changed.path("changes"), "action")).containsExactly("update", "delete");
        assertThat(effects(changed))
                .containsEntry("ben@acme.example", "May do what the new role says from the next request on.")
                .containsEntry("ida@acme.example", "Loses access at once, and their tokens end.");
        assertThat(names(dump("").path("members"), "role")).containsExactly("owner", "admin");
    }

    @Test
    void who_may_not_manage_members_or_owners_alone_may_not_by_document_either() throws Exception {
        ApiClient.Person admin = ApiClient.Person.named("admin");
        tenant.make("/members", "{\"email\":\"%s\",\"role\":\"admin\"}".formatted(admin.email()));
        String owner = "{\"format\":\"tallygate/1\",\"members\":[{\"email\":\"ida@acme.example\",\"role\":\"%s\"}]}";
        assertThat(pointers(tenant.as(admin).post("/state/apply", owner.formatted("owner"))))
                .containsExactly("/members/0/role");
        JsonNode token = tenant.make("/tokens", "{\"name\":\"CI\",\"scopes\":[\"state:read\",\"state:write\"]}");
        ApiClient pipeline = tenant.withToken(token.path("token").asText());
        assertThat(pointers(pipeline.post("/state/apply", owner.formatted("viewer"))))
                .containsExactly("/members/0/role");
        assertThat(pointers(pipeline.post(
                        "/state/apply", "{\"format\":\"tallygate/1\",\"tenant\":{\"tagline\":\"Mine\"}}")))
                .containsExactly("/tenant");
        assertThat(pipeline.post("/state/apply", dump("").toString()).statusCode())
                .isEqualTo(200);
        assertThat(dump("").path("members")).hasSize(2);
    }

    @Test
    void a_consumers_team_stands_inside_of_it_and_goes_with_it() throws Exception {
        apply(shop(), "");
        ObjectNode document = (ObjectNode) dump("");
        ArrayNode team = (ArrayNode) document.at("/consumers/0/team");
        assertThat(names(team, "email")).containsExactly("jonas@kiosk24.example");
        ((ObjectNode) team.get(0)).put("role", "developer");
        assertThat(pointers(tenant.post("/state/apply", document.toString())))
                .as("nobody would own it")
                .containsExactly("/consumers/0/team/0/role");
        ((ObjectNode) team.get(0)).put("role", "owner");
        team.addObject().put("email", "mira@kiosk24.example").put("role", "developer");
        assertThat(apply(document.toString(), "?prune=true").path("create").asInt())
                .isOne();
        assertThat(apply(dump("").toString(), "?prune=true").path("changes")).isEmpty();
        team.remove(1);
        assertThat(names(apply(document.toString(), "?prune=true").path("changes"), "kind"))
                .containsExactly("team-member");
        ((ObjectNode) document.at("/consumers/0"))
                .put("id", document.at("/consumers/1/id").asText());
        ((ArrayNode) document.path("consumers")).remove(1);
        assertThat(pointers(tenant.post("/state/diff", document.toString())))
                .as("a member of another consumer")
                .contains("/consumers/0/team/0/id");

        ArrayNode consumers = ((ObjectNode) JSON.readTree(dump("").toString())).withArray("consumers");
        ((ObjectNode) consumers.get(1))
                .putArray("team")
                .addObject()
                .put("email", "x@y.example")
                .put("role", "owner");
        apply("{\"format\":\"tallygate/1\",\"consumers\":" + consumers + "}", "");
        consumers.remove(1);
        assertThat(names(
                        apply("{\"format\":\"tallygate/1\",\"consumers\":" + consumers + "}", "?prune=true")
                                .path("changes"),
                        "kind"))
                .containsExactly("consumer");
    }

    @Test
    void what_answers_in_test_is_told_by_its_documents_digest_and_lives_on_beside_another_document() throws Exception {
        apply(shop(), "");
        ObjectNode document = (ObjectNode) dump("");
        ObjectNode orders = (ObjectNode) document.at("/apis/0");
        String first = orders.at("/test/documentSha256").asText();
        assertThat(orders.at("/test/upstream").asText()).isEqualTo("https://orders-test.example.com");
        assertThat(document.at("/apis/1/test").isNull()).isTrue();
        orders.put("slug", "bookings").put("document", OPENAPI.formatted("Bookings", "bookings"));
        apply(document.toString().replace("\"orders\",\"parcels\"", "\"bookings\",\"parcels\""), "");
        JsonNode after = dump("");
        assertThat(after.at("/apis/0/test/documentSha256").asText())
                .as("the version in test stays")
                .isEqualTo(first);
        Map<String, String> tables = tables();
        assertThat(apply(after.toString(), "?prune=true").path("changes")).isEmpty();
        assertThat(tables()).isEqualTo(tables);

        ObjectNode next = (ObjectNode) after.deepCopy();
        ((ObjectNode) next.at("/apis/0/test")).put("documentSha256", "0".repeat(64));
        ((ObjectNode) next.at("/apis/1")).putObject("test");
        assertThat(pointers(tenant.post("/state/apply", next.toString())))
                .containsExactlyInAnyOrder("/apis/0/test/documentSha256", "/apis/1/test/upstream");
        assertThat(tables()).isEqualTo(tables);

        ((ObjectNode) next.at("/apis/0/test")).remove("documentSha256");
        ((ObjectNode) next.at("/apis/0/test")).put("upstream", "https://other-test.example.com");
        ((ObjectNode) next.at("/apis/1/test")).put("upstream", "https://parcels-test.example.com");
        JsonNode changed = apply(next.toString(), "");
        assertThat(names(changed.at("/changes/0/members"), "pointer")).containsExactly("/test/upstream");
        assertThat(dump("").at("/apis/0/test/documentSha256").asText()).isEqualTo(first);
        assertThat(dump("").at("/apis/1/test/upstream").asText()).isEqualTo("https://parcels-test.example.com");

        ((ObjectNode) next.at("/apis/0")).putNull("test");
        ((ObjectNode) next.at("/apis/1")).remove("test"); // left out: as it is
        apply(next.toString(), "");
        assertThat(dump("").at("/apis/0/test").isNull()).isTrue();
        assertThat(dump("").at("/apis/1/test").isNull()).isFalse();
        assertThat(tenant.read("/apis/" + after.at("/apis/0/id").asText() + "/deployments")
                        .path("items"))
                .as("live goes on")
                .hasSize(1);
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

    private String shop() throws IOException {
        return """
            {"format": "tallygate/1",
             "apis": [
              {"slug": "orders", "name": "Orders", "upstream": "https://orders.example.com", "status": "published",
               "test": {"upstream": "https://orders-test.example.com"}, "document": %s},
              {"slug": "parcels", "name": "Parcels", "labels": {"team": "maps"}, "document": %s}],
             "products": [
              {"slug": "all", "name": "All of it", "apis": ["orders", "parcels"], "labels": {"team": "shop"}, "plans": [
               {"slug": "starter", "name": "Starter", "unitPrice": {"amount": "0.002", "currency": "EUR"},
                "quota": {"calls": 1000}, "rateLimit": {"calls": 10, "seconds": 1}},
               {"slug": "large", "name": "Large", "unitPrice": {"amount": "10", "currency": "EUR"}}]}],
             "consumers": [
              {"name": "Kiosk24", "address": ["Am Kanal 3", "20097 Hamburg"], "country": "DE", "team": [{"email": "jonas@kiosk24.example", "role": "owner"}], "applications": [
               {"name": "Checkout", "description": "The shop", "labels": {"team": "maps"}, "subscriptions": [
                {"product": "all", "plan": "starter"}]}]},
              {"name": "Harbour", "applications": []}]}
            """.formatted(
                        JSON.writeValueAsString(OPENAPI.formatted("Orders", "orders")),
                        JSON.writeValueAsString(OPENAPI.formatted("Parcels", "parcels")));
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

    private JsonNode apply(String document, String query) throws Exception {
        String type = document.startsWith("{") ? "application/json" : "application/yaml";
        HttpResponse<String> answer = tenant.post("/state/apply" + query, document, "Content-Type", type);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return ApiClient.json(answer);
    }

    private JsonNode diff(String document, String query) throws Exception {
        HttpResponse<String> answer = tenant.post("/state/diff" + query, document);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return ApiClient.json(answer);
    }

    private JsonNode dump(String query) throws Exception {
        JsonNode dump = tenant.read("/state" + query);
        assertThat(SCHEMA.validate(dump.toString(), InputFormat.JSON))
                .as(dump.toString())
                .isEmpty();
        return dump;
    }

    private String yaml(String query) throws Exception {
        HttpResponse<String> answer = tenant.send("GET", "/state" + query, null, "Accept", "application/yaml");
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/yaml");
        return answer.body();
    }

    private static List<String> names(JsonNode list, String member) {
        List<String> names = new ArrayList<>();
        list.forEach(item -> names.add(item.path(member).asText()));
        return names;
    }

    private static Map<String, String> effects(JsonNode comparison) {
        Map<String, String> effects = new LinkedHashMap<>();
        comparison
                .path("changes")
                .forEach(change -> effects.put(
                        change.path("name").asText(),
                        change.path("effect").isNull()
                                ? ""
                                : change.path("effect").asText()));
        return effects;
    }

    private static List<String> pointers(HttpResponse<String> answer) throws IOException {
        return names(ApiClient.json(answer).path("errors"), "pointer");
    }

    private String recordsKept() throws SQLException {
        try (Connection connection = RunningPortal.shared().database().asAdministrator();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from portal.audit_event where tenant_id ="
                        + " (select id from portal.tenant where slug = '" + tenant.tenant() + "')")) {
            row.next();
            return row.getString(1);
        }
    }

    /// Every business table's rows of this tenant, so that any write shows.
    private Map<String, String> tables() throws SQLException {
        Map<String, String> tables = new LinkedHashMap<>();
        try (Connection connection = RunningPortal.shared().database().asAdministrator();
                Statement statement = connection.createStatement()) {
            for (String table : BUSINESS) {
                String owner = table.equals("portal.tenant") ? "id" : "tenant_id";
                try (ResultSet row = statement.executeQuery(
                        "select count(*), md5(string_agg(t::text || xmin, '|' order by t::text)) from %s t where %s ="
                                        .formatted(table, owner)
                                + " (select id from portal.tenant where slug = '" + tenant.tenant() + "')")) {
                    row.next();
                    tables.put(table, row.getLong(1) + " " + row.getString(2));
                }
            }
        }
        return tables;
    }
}
