package io.tallygate.portal.publishing.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.RunningPortal;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An API's way from a document to the gateways, through the control API.
class ApisIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UPSTREAM = "http://127.0.0.1:8501/base";
    private static final String DOCUMENT = """
        openapi: 3.0.3
        info: {title: Bestellungen & Größen, version: 1.4.0}
        servers: [{url: https://api.example.com/orders}]
        paths:
          /orders:
            get: {operationId: listOrders, summary: All orders, tags: [Orders], responses: {'200': {description: ok}}}
          /orders/{id}:
            get: {operationId: getOrder, responses: {'200': {description: ok}}}
        """;

    private final RunningPortal portal = RunningPortal.shared();
    private ApiClient publisher;

    @BeforeEach
    void a_tenant() throws Exception {
        publisher = ApiClient.ofNewTenant(portal);
    }

    @Test
    void a_document_becomes_a_draft_with_its_operations() throws Exception {
        JsonNode made = ApiClient.json(imported("orders", UPSTREAM, DOCUMENT));
        assertThat(made.path("status").asText()).isEqualTo("draft");
        assertThat(made.path("name").asText()).isEqualTo("Bestellungen & Größen");
        assertThat(made.path("version").asText()).isEqualTo("1.4.0");
        assertThat(made.path("basePath").asText()).isEqualTo("/orders");
        assertThat(made.path("upstream").asText()).isEqualTo(UPSTREAM);
        assertThat(made.path("gatewayUrl").asText()).endsWith("/" + publisher.tenant() + "/orders");
        assertThat(made.at("/operations/0/id").asText()).isEqualTo("listOrders");
        assertThat(made.at("/operations/1/path").asText()).isEqualTo("/orders/{id}");
        assertThat(route(id(made))).isNull();
    }

    @Test
    void the_document_comes_back_to_the_byte() throws Exception {
        String id = id(ApiClient.json(imported("orders", UPSTREAM, DOCUMENT)));
        HttpResponse<String> document = publisher.send("GET", "/apis/" + id + "/document", null);
        assertThat(document.statusCode()).isEqualTo(200);
        assertThat(document.body()).isEqualTo(DOCUMENT);
        assertThat(document.headers().firstValue("Content-Type").orElse("")).startsWith("application/yaml");
    }

    @Test
    void publishing_and_unpublishing_reach_the_gateways_configuration_with_the_commit() throws Exception {
        String id = id(ApiClient.json(imported("orders", UPSTREAM, DOCUMENT)));
        publisher.make("/apis/" + id + "/publish", "{}");
        JsonNode route = JSON.readTree(route(id));
        assertThat(route.path("path").asText()).isEqualTo("/" + publisher.tenant() + "/orders");
        assertThat(route.at("/operations/1/path").asText()).isEqualTo("/orders/{id}");
        JsonNode upstream = JSON.readTree(entity("upstream", id));
        assertThat(upstream.at("/targets/0/port").asInt()).isEqualTo(8501);
        assertThat(upstream.path("basePath").asText()).isEqualTo("/base");
        publisher.change("/apis/" + id, "{\"upstream\":\"http://127.0.0.1:8502\"}");
        assertThat(JSON.readTree(entity("upstream", id)).at("/targets/0/port").asInt())
                .isEqualTo(8502);
        publisher.make("/apis/" + id + "/unpublish", "{}");
        assertThat(route(id)).isNull();
        assertThat(entity("upstream", id)).isNull();
    }

    @Test
    void an_api_without_an_upstream_is_not_published() throws Exception {
        String id = id(ApiClient.json(imported("orders", null, DOCUMENT.replaceAll("servers: .*\n", ""))));
        HttpResponse<String> refused = publisher.post("/apis/" + id + "/publish", "{}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(ApiClient.json(refused).path("type").asText()).isEqualTo("/problems/not-ready");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:9999/",
                "http://localhost:5432",
                "http://169.254.169.254/latest/meta-data",
                "http://10.0.0.5/",
                "http://[::1]:8501/",
                "http://[::ffff:127.0.0.1]:8501/",
                "http://2130706433/",
                "http://0x7f.1/",
                "http://user:secret@api.example.com/",
                "ftp://api.example.com/",
                "http://api.example.com/?to=x",
                "//api.example.com",
                "not an address"
            })
    void an_upstream_that_may_not_be_called_is_refused_at_its_field(String upstream) throws Exception {
        JsonNode problem = problem(imported("orders", upstream, DOCUMENT));
        assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/upstream");
        String id = id(ApiClient.json(imported("orders", UPSTREAM, DOCUMENT)));
        HttpResponse<String> change = publisher.send(
                "PATCH",
                "/apis/" + id,
                JSON.createObjectNode().put("upstream", upstream).toString(),
                "If-Match",
                "*");
        assertThat(problem(change).at("/errors/0/pointer").asText()).isEqualTo("/upstream");
    }

    @Test
    void a_bad_document_is_refused_within_a_second_and_says_where() throws Exception {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put(bomb(), "/document");
        bad.put(
                DOCUMENT + "components: {schemas: {A: {$ref: '#/components/schemas/Nowhere'}}}\n",
                "/document#/components/schemas/A/$ref");
        bad.put(
                DOCUMENT + "components: {schemas: {A: {$ref: 'http://169.254.169.254/x'}}}\n",
                "/document#/components/schemas/A/$ref");
        bad.put("[1, 2, 3]", "/document");
        bad.put("just text", "/document");
        bad.put("", "/document");
        bad.put("{\"openapi\": \"3.0.3\", ", "/document");
        bad.put("swagger: '2.0'\n", "/document#/swagger");
        bad.put("openapi: 3.0.3\ninfo: {title: x, version: '1'}\npaths: {}\n", "/document#/paths");
        bad.put("a: &a [" + "*a,".repeat(3 * 1024 * 1024 / 3) + "1]", "/document");
        for (Map.Entry<String, String> one : bad.entrySet()) {
            String what = one.getKey().substring(0, Math.min(60, one.getKey().length()));
            long before = System.nanoTime();
            JsonNode problem = problem(imported("orders", UPSTREAM, one.getKey()));
            long millis = (System.nanoTime() - before) / 1_000_000;
            System.out.printf(
                    "import refused after %d ms: %s: %s%n", millis, what.replace("\n", " "), problem.at("/errors/0"));
            assertThat(problem.at("/errors/0/pointer").asText()).as(what).startsWith(one.getValue());
            assertThat(problem.at("/errors/0/detail").asText()).as(what).isNotEmpty();
            assertThat(millis).as(what).isLessThan(1_000);
        }
        assertThat(publisher.read("/apis").path("items").size()).isZero();
    }

    @Test
    void a_recursive_schema_is_legal() throws Exception {
        String recursive = DOCUMENT
                + "components: {schemas: {Node: {type: object, properties: {next: {$ref:"
                + " '#/components/schemas/Node'}}}}}\n";
        assertThat(imported("orders", UPSTREAM, recursive).statusCode()).isEqualTo(201);
    }

    @Test
    void no_two_apis_of_a_tenant_share_a_slug_or_a_path_and_another_tenants_do_not_matter() throws Exception {
        imported("orders", UPSTREAM, DOCUMENT);
        assertThat(problem(imported("orders", UPSTREAM, DOCUMENT))
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/slug");
        ObjectNode other = body("other", UPSTREAM, DOCUMENT).put("basePath", "/orders");
        assertThat(problem(publisher.post("/apis", other.toString()))
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/basePath");
        ApiClient elsewhere = ApiClient.ofNewTenant(portal);
        assertThat(elsewhere
                        .post("/apis", body("orders", UPSTREAM, DOCUMENT).toString())
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void an_update_with_an_older_entity_tag_changes_nothing() throws Exception {
        HttpResponse<String> made = imported("orders", UPSTREAM, DOCUMENT);
        String id = id(ApiClient.json(made));
        String tag = made.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> first = publisher.send("PATCH", "/apis/" + id, "{\"name\":\"First\"}", "If-Match", tag);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("ETag").orElseThrow()).isNotEqualTo(tag);
        HttpResponse<String> second = publisher.send("PATCH", "/apis/" + id, "{\"name\":\"Second\"}", "If-Match", tag);
        assertThat(second.statusCode()).isEqualTo(412);
        assertThat(publisher.read("/apis/" + id).path("name").asText()).isEqualTo("First");
    }

    private HttpResponse<String> imported(String slug, @Nullable String upstream, String document) throws Exception {
        return publisher.post("/apis", body(slug, upstream, document).toString());
    }

    private static ObjectNode body(String slug, @Nullable String upstream, String document) {
        ObjectNode body = JSON.createObjectNode().put("slug", slug).put("document", document);
        return upstream == null ? body : body.put("upstream", upstream);
    }

    private static JsonNode problem(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        return ApiClient.json(answer);
    }

    /// Nine lists, each ten times the one before.
    private static String bomb() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            bomb.append("a%d: &a%d [".formatted(i, i))
                    .append("*a%d, ".formatted(i - 1).repeat(10))
                    .append("x]\n");
        }
        return bomb.toString();
    }

    private @Nullable String route(String id) throws Exception {
        return entity("route", id);
    }

    private @Nullable String entity(String kind, String id) throws Exception {
        try (Connection administrator = portal.database().asAdministrator();
                PreparedStatement query = administrator.prepareStatement(
                        "select value from portal.gateway_change where kind = ? and entity_id = ? and not deleted")) {
            query.setString(1, kind);
            query.setObject(2, UUID.fromString(id));
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private static String id(JsonNode made) {
        return made.path("id").asText();
    }
}
