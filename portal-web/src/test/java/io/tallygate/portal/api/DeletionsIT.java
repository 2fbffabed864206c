package io.tallygate.portal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.RunningPortal;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What may be deleted goes with all that is its own, also at the gateways; what something needs stays, and the answer
/// names what that is.
class DeletionsIT {
    private static final String DOCUMENT = "openapi: 3.1.0\\n"
            + "info: {title: Orders, version: '1'}\\n"
            + "paths: {/o: {get: {responses: {'200': {description: ok}}}}}";

    private final RunningPortal portal = RunningPortal.shared();
    private ApiClient owner;
    private String api;
    private String product;
    private String plan;
    private String consumer;
    private String application;

    @BeforeEach
    void a_tenant_that_sells_an_api_to_a_consumer() throws Exception {
        owner = ApiClient.ofNewTenant(portal);
        api = "/apis/"
                + id(owner.make(
                        "/apis",
                        "{\"slug\":\"orders\",\"upstream\":\"http://127.0.0.1:8501\",\"document\":\"" + DOCUMENT
                                + "\"}"));
        product = "/products/"
                + id(owner.make("/products", "{\"name\":\"Parcels\",\"apis\":[\"%s\"]}".formatted(last(api))));
        plan = product + "/plans/"
                + id(owner.make(
                        product + "/plans",
                        "{\"name\":\"Growth\",\"unitPrice\":{\"amount\":\"0.01\",\"currency\":\"EUR\"}}"));
        consumer = "/consumers/" + id(owner.make("/consumers", "{\"name\":\"Globex\"}"));
        application = "/applications/"
                + id(owner.make("/applications", "{\"name\":\"Shop\",\"consumer\":\"%s\"}".formatted(last(consumer))));
    }

    @Test
    void an_api_stays_while_it_is_published_or_sold() throws Exception {
        owner.make(api + "/publish", "{}");
        inUse(api, "Products sell it: Parcels.");
        assertThat(owner.delete(product).statusCode()).isEqualTo(204);
        inUse(api, "It answers in live");
        owner.make(api + "/unpublish", "{}");
        owner.make(api + "/versions", "{\"document\":\"" + DOCUMENT + "\"}");
        gone(api);
        // its name and path are free again
        owner.make("/apis", "{\"slug\":\"orders\",\"document\":\"" + DOCUMENT + "\"}");
    }

    @Test
    void a_plan_and_its_product_stay_once_somebody_has_subscribed() throws Exception {
        String version = owner.read(plan).path("planVersion").asText();
        assertThat(atGateways("plan-version", version)).isTrue();
        JsonNode subscription = subscribe();
        owner.make("/subscriptions/" + id(subscription) + "/cancel", "{}");
        inUse(plan, "1 subscriptions");
        inUse(product, "1 subscriptions");
        assertThat(owner.read(product + "/plans").path("items")).hasSize(1);
    }

    @Test
    void a_subscription_is_cancelled_and_stays_to_be_read() throws Exception {
        String subscription = "/subscriptions/"
                + id(owner.make(
                        "/subscriptions",
                        "{\"application\":\"%s\",\"plan\":\"%s\"}".formatted(last(application), last(plan))));
        HttpResponse<String> refused = owner.send("DELETE", subscription, null, "If-Match", "*");
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("Allow").orElse(""))
                .contains("GET")
                .doesNotContain("DELETE");
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        owner.make(subscription + "/cancel", null);
        assertThat(owner.read(subscription).path("status").asText()).isEqualTo("cancelled");
        assertThat(portal.get("/api/v1/openapi.json").body()).contains("A subscription is never deleted");
    }

    @Test
    void a_plan_that_nobody_has_goes_and_gateways_forget_it() throws Exception {
        String version = owner.read(plan).path("planVersion").asText();
        gone(plan);
        assertThat(atGateways("plan-version", version)).isFalse();
        gone(product);
    }

    @Test
    void a_consumer_stays_while_it_has_applications_and_an_application_once_it_has_subscribed() throws Exception {
        inUse(consumer, "It has applications: Shop.");
        for (int one = 0; one < 4; one++) {
            owner.make("/applications", "{\"name\":\"App %d\",\"consumer\":\"%s\"}".formatted(one, last(consumer)));
        }
        inUse(consumer, "Shop, App 0, App 1 and 2 more");
        subscribe();
        inUse(application, "subscriptions");
    }

    @Test
    void an_application_goes_with_its_keys() throws Exception {
        String key = id(owner.make(application + "/credentials", "{}"));
        assertThat(atGateways("credential", key)).isTrue();
        gone(application);
        assertThat(atGateways("credential", key)).isFalse();
        assertThat(owner.get("/credentials/" + key).statusCode()).isEqualTo(404);
        gone(consumer);
    }

    @Test
    void a_key_is_revoked_before_it_is_deleted() throws Exception {
        String key = "/credentials/" + id(owner.make(application + "/credentials", "{}"));
        inUse(key, "revoke it first");
        owner.make(key + "/revoke", "{}");
        gone(key);
    }

    @Test
    void a_consumer_goes_with_its_team_and_their_tokens() throws Exception {
        ApiClient.Person person = ApiClient.Person.named("buyer");
        owner.make(consumer + "/members", "{\"email\":\"%s\",\"role\":\"owner\"}".formatted(person.email()));
        ApiClient buyer = owner.as(person);
        ApiClient program = owner.withToken(
                buyer.make("/tokens", "{\"name\":\"ci\"}").path("token").asText());
        assertThat(buyer.delete(consumer).statusCode()).isEqualTo(403);
        assertThat(owner.delete(application).statusCode()).isEqualTo(204);
        gone(consumer);
        assertThat(buyer.get("/apis").statusCode()).isEqualTo(404);
        assertThat(program.get("/apis").statusCode()).isEqualTo(401);
    }

    private JsonNode subscribe() throws Exception {
        return owner.make(
                "/subscriptions", "{\"application\":\"%s\",\"plan\":\"%s\"}".formatted(last(application), last(plan)));
    }

    private void inUse(String path, String named) throws Exception {
        HttpResponse<String> answer = owner.delete(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
        JsonNode problem = ApiClient.json(answer);
        assertThat(problem.path("type").asText()).isEqualTo("/problems/in-use");
        assertThat(problem.path("detail").asText()).contains(named);
        assertThat(owner.get(path).statusCode()).isEqualTo(200);
    }

    private void gone(String path) throws Exception {
        HttpResponse<String> answer = owner.delete(path);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(204);
        assertThat(owner.get(path).statusCode()).isEqualTo(404);
    }

    /// Whether the configuration that gateways read has it.
    private boolean atGateways(String kind, String id) throws Exception {
        try (Connection administrator = portal.database().asAdministrator();
                PreparedStatement query = administrator.prepareStatement(
                        "select count(*) from portal.gateway_change where kind = ? and entity_id = ? and not"
                                + " deleted")) {
            query.setString(1, kind);
            query.setObject(2, UUID.fromString(id));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1) > 0;
            }
        }
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String id(JsonNode made) {
        return made.path("id").asText();
    }
}
