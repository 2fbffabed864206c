package io.tallygate.gateway.policy.caller;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.policy.PolicyType;
import io.tallygate.gateway.policy.PolicyTypes;
import io.tallygate.gateway.running.EchoUpstream.Seen;
import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who calls, and what becomes of it, over the public port.
class CallersTest {
    private static final UUID PARTNER_APPLICATION = new UUID(7, 1);
    private static final UUID PARTNER = new UUID(7, 2);
    private static final UUID BASIC = new UUID(7, 3);
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.withSettings(
                Map.of("TALLYGATE_TRUSTED_PROXIES", "127.0.0.1", "TALLYGATE_MAX_CONNECTIONS_PER_ADDRESS", "1"), "");
        PortalFeed feed = gateway.feed();
        feed.credentialOf(
                BASIC,
                "'kind':'basic','sha256':'" + PortalFeed.sha256("partner:secret") + "','scopes':['orders:read']",
                PortalFeed.APPLICATION,
                PARTNER);
        feed.credentialOf(
                new UUID(7, 4), "'sha256':'" + PortalFeed.sha256("unsubscribed") + "'", PARTNER_APPLICATION, PARTNER);
        route(1, "basic", "{'policy':'basic'}");
        route(2, "any", "{'policy':'any-caller','config':{'of':[{'policy':'api-key'},{'policy':'basic'}]}}");
        route(3, "both", "{'policy':'api-key'},{'policy':'basic'}");
        route(4, "open", "{'policy':'api-key','config':{'anonymous':{}}}");
        route(
                5,
                "free",
                "{'policy':'api-key','config':{'anonymous':{'consumer':'%s','application':'%s'}}}"
                        .formatted(PortalFeed.CONSUMER, PortalFeed.APPLICATION));
        route(6, "read", "{'policy':'basic'},{'policy':'access','config':{'scopes':['orders:read']}}");
        route(
                7,
                "operations",
                "{'policy':'basic'},{'policy':'access','config':{'operations':{'getOrder':['orders:write']}}}");
        route(
                8,
                "listed",
                "{'policy':'api-key','config':{'anonymous':{}}},{'policy':'access','config':{'consumers':{'allow':['%s']}}}"
                        .formatted(PortalFeed.CONSUMER));
        route(9, "inside", "{'policy':'ip-list','config':{'allow':['192.0.2.0/24'],'deny':['192.0.2.66']}}");
        route(10, "body", "{'policy':'api-key','config':{'in':['body'],'names':['key'],'bodyBytes':100}}");
        route(11, "misspelt", "{'policy':'access','config':{'scope':['orders:read']}}");
        route(12, "last", "");
        RunningGateway.await("the last route", () -> get("/last").statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static void route(int id, String path, String policies) {
        gateway.feed().guarded(new UUID(8, id), "/" + path, RunningGateway.UPSTREAM, policies);
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = gateway.request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return gateway.http().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static Seen seen() {
        return gateway.upstream().received().getLast();
    }

    private static String basic(String userAndSecret) {
        return "Basic " + Base64.getEncoder().encodeToString(userAndSecret.getBytes(UTF_8));
    }

    private static final String GOOD = basic("partner:secret");

    @Test
    void a_user_with_its_secret_is_known_and_its_secret_goes_no_further() throws Exception {
        assertThat(get("/basic", "Authorization", GOOD).statusCode()).isEqualTo(200);
        assertThat(seen().headers())
                .doesNotContainKey("authorization")
                .containsEntry("x-consumer-id", PARTNER.toString())
                .containsEntry("x-credential-kind", "basic")
                .containsEntry("x-credential-id", BASIC.toString());
    }

    @Test
    void what_names_a_caller_upstream_cannot_be_sent_by_a_client() throws Exception {
        assertThat(get(
                                "/open",
                                "X-Consumer-Id",
                                "forged",
                                "X_Application_Id",
                                "forged",
                                "X-Credential-Kind",
                                "jwt",
                                "x-credential-scope",
                                "forged")
                        .statusCode())
                .isEqualTo(200);
        assertThat(seen().headers())
                .doesNotContainKeys("x-consumer-id", "x_application_id", "x-application-id", "x-credential-scope")
                .containsEntry("x-credential-kind", "anonymous");
    }

    @ParameterizedTest(name = "{0} with {1}: {2} {3}")
    @CsvSource({
        "basic, '', 401, missing-user",
        "basic, Basic !!, 401, unknown-user",
        "basic, Basic cGFydG5lcg==, 401, unknown-user",
        "basic, wrong, 401, unknown-user",
        "basic, key, 401, missing-user",
        "any, '', 401, missing-credential",
        "any, good, 200, ''",
        "any, key, 200, ''",
        "any, wrong, 401, unknown-user",
        "both, good, 401, missing-api-key",
        "both, key, 401, missing-user",
        "open, '', 200, ''",
        "open, badkey, 401, unknown-api-key",
        "open, basicaskey, 401, unknown-api-key",
        "open, unsubscribed, 403, no-subscription",
        "free, '', 200, ''",
        "read, good, 200, ''",
        "operations, good, 200, ''",
        "operations/orders/7, good, 403, insufficient-scope",
        "listed, key, 200, ''",
        "listed, '', 403, caller-not-allowed",
        "inside, '', 403, address-not-allowed",
        "misspelt, '', 500, route-unusable"
    })
    void what_is_shown_decides(String path, String shown, int status, String problem) throws Exception {
        int before = gateway.upstream().received().size();
        String[] headers = switch (shown) {
            case "" -> new String[0];
            case "good" -> new String[] {"Authorization", GOOD};
            case "wrong" -> new String[] {"Authorization", basic("partner:wrong")};
            case "key" -> new String[] {"X-API-Key", RunningGateway.KEY};
            case "badkey" -> new String[] {"X-API-Key", "tg_live_nobody"};
            case "basicaskey" -> new String[] {"X-API-Key", "partner:secret"};
            case "unsubscribed" -> new String[] {"X-API-Key", "unsubscribed"};
            default -> new String[] {"Authorization", shown};
        };
        HttpResponse<String> answer = get("/" + path, headers);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(problem.isEmpty() ? "" : "/problems/" + problem);
        assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent())
                .isEqualTo(status == 401 || problem.equals("insufficient-scope"));
        assertThat(gateway.upstream().received()).hasSize(status == 200 ? before + 1 : before);
    }

    @Test
    void two_credentials_are_both_asked_for_and_the_first_counts() throws Exception {
        assertThat(get("/both", "Authorization", GOOD, "X-API-Key", RunningGateway.KEY)
                        .statusCode())
                .isEqualTo(200);
        assertThat(seen().headers())
                .containsEntry("x-consumer-id", PortalFeed.CONSUMER.toString())
                .containsEntry("x-credential-kind", "api-key")
                .doesNotContainKeys("authorization", "x-api-key");
    }

    @Test
    void an_anonymous_call_counts_for_the_application_that_the_route_names() throws Exception {
        assertThat(get("/free").statusCode()).isEqualTo(200);
        assertThat(seen().headers())
                .containsEntry("x-application-id", PortalFeed.APPLICATION.toString())
                .containsEntry("x-credential-kind", "anonymous")
                .doesNotContainKey("x-credential-id");
    }

    @Test
    void the_address_is_the_clients_own_behind_a_proxy_of_ours() throws Exception {
        assertThat(get("/inside", "X-Forwarded-For", "198.51.100.1, 192.0.2.7").statusCode())
                .isEqualTo(200);
        assertThat(seen().headers())
                .containsEntry("x-real-ip", "192.0.2.7")
                .containsEntry("x-forwarded-for", "198.51.100.1, 192.0.2.7, 127.0.0.1");
        assertThat(get("/inside", "X-Forwarded-For", "192.0.2.66").statusCode()).isEqualTo(403);
        assertThat(get("/inside", "X-Forwarded-For", "192.0.2.7, 198.51.100.1").statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_body_is_looked_at_and_goes_on_without_the_key() throws Exception {
        String json = "{\"a\": 1.50, \"key\" : \"%s\", \"b\":[ ]}".formatted(RunningGateway.KEY);
        HttpResponse<String> answer = post("/body", "application/json", json);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(seen().bodyBytes()).isEqualTo("{\"a\": 1.50, \"b\":[ ]}".length());
        assertThat(seen().headers()).containsEntry("content-length", Long.toString(seen().bodyBytes()));
        String form = "a=%41&key=" + RunningGateway.KEY + "&b=2";
        assertThat(post("/body", "application/x-www-form-urlencoded", form).statusCode())
                .isEqualTo(200);
        assertThat(seen().bodyBytes()).isEqualTo("a=%41&b=2".length());
    }

    @Test
    void a_body_beyond_the_bound_is_refused_and_counted() throws Exception {
        long before = gateway.metric("tallygate_limit_hits_total{limit=\"buffered-body\"}");
        HttpResponse<String> answer = post("/body", "application/json", "{\"a\":\"" + "x".repeat(200) + "\"}");
        assertThat(answer.statusCode()).isEqualTo(413);
        HttpRequest chunked = gateway.request("/body")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofString("{\"a\":\"" + "x".repeat(200) + "\"}")))
                .build();
        assertThat(gateway.http()
                        .send(chunked, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(413);
        assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"buffered-body\"}"))
                .isEqualTo(before + 2);
    }

    private static HttpResponse<String> post(String path, String type, String body) throws Exception {
        HttpRequest request = gateway.request(path)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return gateway.http().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void every_kind_of_policy_has_a_schema_and_a_name_of_its_own() {
        assertThat(List.of("api-key", "basic", "certificate", "any-caller", "access", "ip-list", "jwt"))
                .allSatisfy(name -> {
                    PolicyType type =
                            Objects.requireNonNull(PolicyTypes.builtIn().find(name));
                    assertThat(type.schema().path("$id").asText()).isEqualTo("urn:tallygate:policy:" + name + ":1");
                });
    }
}
