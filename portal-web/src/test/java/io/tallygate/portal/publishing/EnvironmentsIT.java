package io.tallygate.portal.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.Months;
import io.tallygate.portal.running.PortalWithUsage;
import io.tallygate.portal.running.RunningPortal;
import io.tallygate.portal.running.SellingTenant;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Test stands beside live: an API answers there with its own version and upstream, with its own keys, subscriptions
/// and
/// usage, and what is used there is on no invoice.
class EnvironmentsIT {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final YearMonth LAST_MONTH = Months.lastOver(BERLIN);

    private SellingTenant shop;
    private ApiClient owner;

    @BeforeEach
    void a_tenant_that_sells_an_api() throws Exception {
        shop = SellingTenant.at(PortalWithUsage.shared());
        owner = shop.owner();
    }

    @Test
    void an_api_answers_in_each_environment_with_its_own_version_and_upstream() throws Exception {
        owner.make("/apis/" + shop.api() + "/versions", """
            {"environment":"test","document":%s}\
            """.formatted(
                        SellingTenant.text(SellingTenant.document("2.0.0", "/orders", "/returns"))));
        put("test", "{\"upstream\":\"http://127.0.0.1:8502\"}", "*");

        List<JsonNode> now = items(owner.read(deployments()));
        assertThat(now).extracting(place -> place.path("environment").asText()).containsExactly("live", "test");
        assertThat(now).extracting(place -> place.path("version").asText()).containsExactly("1.0.0", "2.0.0");
        assertThat(now)
                .extracting(place -> place.path("gatewayUrl").asText().replaceFirst("^.*//[^/]*", ""))
                .containsExactly("/" + owner.tenant() + "/orders", "/" + owner.tenant() + "~test/orders");
        assertThat(now)
                .extracting(place -> place.path("upstream").asText())
                .containsExactly("http://127.0.0.1:8501", "http://127.0.0.1:8502");

        JsonNode live = feed("route", "live");
        JsonNode test = feed("route", "test");
        assertThat(live.path("path").asText()).isEqualTo("/" + owner.tenant() + "/orders");
        assertThat(test.path("path").asText()).isEqualTo("/" + owner.tenant() + "~test/orders");
        assertThat(live.path("operations")).hasSize(1);
        assertThat(test.path("operations")).hasSize(2);
        assertThat(test.path("upstream")).isNotEqualTo(live.path("upstream"));
        assertThat(owner.read("/apis/" + shop.api()).path("version").asText())
                .as("live is as it was")
                .isEqualTo("1.0.0");
        assertThat(items(owner.read("/apis/" + shop.api() + "/versions"))).hasSize(2);
        assertThat(shop.buyer()
                        .read("/apis/" + shop.api())
                        .path("testGatewayUrl")
                        .asText())
                .endsWith("~test/orders");

        assertThat(owner.send("DELETE", deployments() + "/test", null, "If-Match", "*")
                        .statusCode())
                .isEqualTo(204);
        assertThat(feed("route", "test").isMissingNode()).isTrue();
        assertThat(feed("route", "live")).isEqualTo(live);
        assertThat(owner.send("DELETE", deployments() + "/test", null, "If-Match", "*")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_promotion_says_first_what_it_changes_and_then_does_exactly_that() throws Exception {
        owner.make("/apis/" + shop.api() + "/versions", """
            {"environment":"test","document":%s}\
            """.formatted(
                        SellingTenant.text(SellingTenant.document("2.0.0", "/returns"))));
        put("test", "{\"upstream\":\"http://127.0.0.1:8502\"}", "*");
        HttpResponse<String> preview = owner.get(promotion() + "?from=test&to=live");
        String tag = preview.headers().firstValue("ETag").orElseThrow();
        JsonNode seen = ApiClient.json(preview);
        assertThat(seen.path("changes").toString())
                .isEqualTo("[{\"what\":\"version\",\"before\":\"1.0.0\",\"after\":\"2.0.0\"},"
                        + "{\"what\":\"operation\",\"before\":null,\"after\":\"GET /returns\"},"
                        + "{\"what\":\"operation\",\"before\":\"GET /orders\",\"after\":null}]");
        assertThat(seen.at("/after/upstream").asText())
                .as("each environment keeps its own upstream")
                .isEqualTo("http://127.0.0.1:8501");

        // somebody gives test another version meanwhile
        owner.make("/apis/" + shop.api() + "/versions", """
            {"environment":"test","document":%s}\
            """.formatted(
                        SellingTenant.text(SellingTenant.document("2.1.0", "/returns"))));
        String both = "{\"from\":\"test\",\"to\":\"live\"}";
        assertThat(owner.post(promotion(), both, "If-Match", tag).statusCode()).isEqualTo(412);
        assertThat(owner.post(promotion(), both).statusCode()).isEqualTo(428);
        assertThat(feed("route", "live").path("operations").toString()).contains("/orders");

        String fresh = owner.get(promotion() + "?from=test&to=live")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        assertThat(owner.post(promotion(), both, "If-Match", fresh).statusCode())
                .isEqualTo(200);
        JsonNode live = feed("route", "live");
        JsonNode test = feed("route", "test");
        assertThat(live.path("apiVersion")).isEqualTo(test.path("apiVersion"));
        assertThat(live.path("operations")).isEqualTo(test.path("operations"));
        assertThat(live.path("upstream")).isNotEqualTo(test.path("upstream"));
        assertThat(ApiClient.json(owner.get(promotion() + "?from=test&to=live")).path("changes"))
                .isEmpty();
    }

    @Test
    void live_is_taken_over_into_test_and_nothing_is_taken_over_from_nowhere() throws Exception {
        HttpResponse<String> nothing = owner.get(promotion() + "?from=test&to=live");
        assertThat(nothing.statusCode()).isEqualTo(409);
        assertThat(nothing.body()).contains("/problems/not-ready");
        assertThat(owner.post(promotion(), "{\"from\":\"live\",\"to\":\"test\"}", "If-Match", "*")
                        .statusCode())
                .isEqualTo(200);
        assertThat(feed("route", "test").path("apiVersion"))
                .isEqualTo(feed("route", "live").path("apiVersion"));
        assertThat(owner.post(promotion(), "{\"from\":\"test\",\"to\":\"test\"}", "If-Match", "*")
                        .statusCode())
                .isEqualTo(422);
        assertThat(shop.buyer().get(deployments()).statusCode()).isEqualTo(403);
    }

    @Test
    void keys_and_subscriptions_belong_to_one_environment() throws Exception {
        JsonNode live = shop.subscribe("live", null);
        JsonNode test = shop.subscribe("test", null);
        assertThat(owner.post(
                                "/subscriptions",
                                "{\"application\":\"%s\",\"plan\":\"%s\",\"environment\":\"test\"}"
                                        .formatted(shop.application(), shop.plan()))
                        .statusCode())
                .as("one of each")
                .isEqualTo(409);
        assertThat(feed("subscription", "live").path("planVersion"))
                .isEqualTo(feed("subscription", "test").path("planVersion"));
        assertThat(items(owner.read("/subscriptions?environment=test")))
                .extracting(subscription -> subscription.path("id").asText())
                .containsExactly(test.path("id").asText());
        assertThat(live.path("environment").asText()).isEqualTo("live");

        assertThat(shop.key("live").path("key").asText()).startsWith("acme_live_");
        JsonNode key = shop.key("test");
        assertThat(key.path("key").asText()).startsWith("acme_test_");
        assertThat(feed("credential", "test").path("application").asText()).isEqualTo(shop.application());
        assertThat(owner.post(
                                "/applications/" + shop.application() + "/credentials",
                                "{\"name\":\"k\",\"environment\":\"staging\"}")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void what_is_used_in_test_is_seen_and_on_no_invoice() throws Exception {
        String from = start(LAST_MONTH).toString();
        JsonNode live = shop.subscribe("live", from);
        JsonNode test = shop.subscribe("test", from);
        shop.use(
                "live",
                live,
                shop.key("live").path("id").asText(),
                start(LAST_MONTH).plusSeconds(60),
                40);
        shop.use(
                "test",
                test,
                shop.key("test").path("id").asText(),
                start(LAST_MONTH).plusSeconds(60),
                700);
        String lastMonth = "/usage?from=%s&to=%s".formatted(from, start(LAST_MONTH.plusMonths(1)));
        assertThat(owner.read(lastMonth + "&environment=live").path("total").asText())
                .isEqualTo("40");
        assertThat(owner.read(lastMonth + "&environment=test").path("total").asText())
                .isEqualTo("700");

        JsonNode run = owner.make("/billing-runs", "{\"month\":\"" + LAST_MONTH + "\"}");
        assertThat(run.path("issued").asInt()).isEqualTo(1);
        assertThat(run.path("withoutUsage").asInt()).isZero();
        JsonNode invoice = owner.read("/invoices/" + run.at("/invoices/0").asText());
        assertThat(invoice.path("lines")).hasSize(1);
        assertThat(invoice.at("/lines/0/quantity").asText()).isEqualTo("40");
        assertThat(invoice.at("/lines/0/environment").asText()).isEqualTo("live");
        assertThat(invoice.at("/total/amount").asText()).isEqualTo("0.40");
        assertThat(owner.get("/invoices/preview?subscription=" + test.path("id").asText())
                        .statusCode())
                .as("nothing to preview")
                .isEqualTo(404);
    }

    @Test
    void routes_are_limited_over_both_environments() throws Exception {
        ApiClient operator = owner.withToken(RunningPortal.OPERATOR_TOKEN);
        operator.send("PUT", "/limits/routes", "{\"allowed\":1}", "If-Match", "*");
        HttpResponse<String> second = owner.send("PUT", deployments() + "/test", "{}", "If-Match", "*");
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("/problems/limit-reached", "routes");
        operator.send("PUT", "/limits/routes", "{\"allowed\":2}", "If-Match", "*");
        put("test", "{}", "*");
        owner.make("/apis/" + shop.api() + "/unpublish", "{}");
        assertThat(items(operator.read("/limits")).stream()
                        .filter(limit -> limit.path("name").asText().equals("routes"))
                        .findFirst()
                        .orElseThrow()
                        .path("used")
                        .asLong())
                .isEqualTo(1);
    }

    @Test
    void questions_about_usage_are_charged_and_wait_when_their_time_is_spent() throws Exception {
        ApiClient operator = owner.withToken(RunningPortal.OPERATOR_TOKEN);
        owner.read("/usage");
        assertThat(items(operator.read("/limits")).stream()
                        .filter(limit -> limit.path("name").asText().equals("usage-query-millis"))
                        .findFirst()
                        .orElseThrow()
                        .path("used")
                        .asLong())
                .isPositive();
        operator.send("PUT", "/limits/usage-query-millis", "{\"allowed\":0}", "If-Match", "*");
        HttpResponse<String> refused = owner.get("/usage");
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
        assertThat(refused.body()).contains("/problems/usage-queries");
        assertThat(Long.parseLong(refused.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1L, 60L);
        ApiClient other = ApiClient.ofNewTenant(shop.at().portal());
        assertThat(other.get("/usage").statusCode()).isEqualTo(200);
    }

    private void put(String environment, String body, String tag) throws Exception {
        HttpResponse<String> answer = owner.send("PUT", deployments() + "/" + environment, body, "If-Match", tag);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private String deployments() {
        return "/apis/" + shop.api() + "/deployments";
    }

    private String promotion() {
        return "/apis/" + shop.api() + "/promotion";
    }

    private static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay(BERLIN).toInstant();
    }

    private static List<JsonNode> items(JsonNode list) {
        List<JsonNode> items = new ArrayList<>();
        list.path("items").forEach(items::add);
        return items;
    }

    /// What gateways have of a kind in an environment; missing when there is nothing.
    private JsonNode feed(String kind, String environment) throws Exception {
        try (Connection connection = shop.at().portal().database().as("feed");
                PreparedStatement query = connection.prepareStatement(
                        "select value::text from gateway_change where tenant_id = ?::uuid and kind = ? and not deleted"
                                + " and value ->> 'environment' = ?")) {
            query.setString(1, shop.tenant());
            query.setString(2, kind);
            query.setString(3, environment);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? new com.fasterxml.jackson.databind.ObjectMapper().readTree(row.getString(1))
                        : com.fasterxml.jackson.databind.node.MissingNode.getInstance();
            }
        }
    }
}
