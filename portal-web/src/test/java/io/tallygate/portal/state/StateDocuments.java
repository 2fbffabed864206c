package io.tallygate.portal.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.junit.jupiter.api.BeforeEach;

/// A tenant of its own for each test, and its document as a caller of the control API reads and applies it.
abstract class StateDocuments {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String OPENAPI = """
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
            "portal.api_routing",
            "portal.consumer",
            "portal.consumer_member",
            "portal.application",
            "portal.credential",
            "portal.object_label",
            "portal.webhook",
            "portal.meter",
            "portal.gateway_change",
            "billing.product",
            "billing.plan",
            "billing.plan_version",
            "billing.subscription");

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(StateDocuments.class.getResourceAsStream("/contracts/state.schema.json"));

    ApiClient tenant;

    @BeforeEach
    void a_tenant() throws Exception {
        tenant = ApiClient.ofNewTenant(RunningPortal.shared());
        tenant.read("/members"); // the first call binds the person to their place
    }

    String shop() throws IOException {
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

    JsonNode apply(String document, String query) throws Exception {
        String type = document.startsWith("{") ? "application/json" : "application/yaml";
        HttpResponse<String> answer = tenant.post("/state/apply" + query, document, "Content-Type", type);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return ApiClient.json(answer);
    }

    JsonNode diff(String document, String query) throws Exception {
        HttpResponse<String> answer = tenant.post("/state/diff" + query, document);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return ApiClient.json(answer);
    }

    JsonNode dump(String query) throws Exception {
        JsonNode dump = tenant.read("/state" + query);
        assertThat(SCHEMA.validate(dump.toString(), InputFormat.JSON))
                .as(dump.toString())
                .isEmpty();
        return dump;
    }

    static List<String> names(JsonNode list, String member) {
        List<String> names = new ArrayList<>();
        list.forEach(item -> names.add(item.path(member).asText()));
        return names;
    }

    static Map<String, String> effects(JsonNode comparison) {
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

    static List<String> pointers(HttpResponse<String> answer) throws IOException {
        return names(ApiClient.json(answer).path("errors"), "pointer");
    }

    /// Every business table's rows of this tenant, so that any write shows.
    Map<String, String> tables() throws SQLException {
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

    String recordsKept() throws SQLException {
        try (Connection connection = RunningPortal.shared().database().asAdministrator();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from portal.audit_event where tenant_id ="
                        + " (select id from portal.tenant where slug = '" + tenant.tenant() + "')")) {
            row.next();
            return row.getString(1);
        }
    }

    String yaml(String query) throws Exception {
        HttpResponse<String> answer = tenant.send("GET", "/state" + query, null, "Accept", "application/yaml");
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/yaml");
        return answer.body();
    }
}
