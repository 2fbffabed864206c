package io.tallygate.journeys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a publisher says of an API's routes is what gateways do: limits refuse, other headers and paths arrive, other
/// credentials open, and what a gateway cannot use it refuses alone and says so.
@ExtendWith(RunningStack.Shared.class)
class RoutingJourneyIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PUBLISHED_TO_SERVED = Duration.ofSeconds(5);
    private static final Duration REPORTED = Duration.ofSeconds(20);

    private final String unique = Long.toString(System.currentTimeMillis(), 36);
    private OwnUpstream upstream;
    private ControlApi owner;
    private ControlApi developer;
    private GatewayCaller program;
    private String api;
    private String path;

    @BeforeEach
    void an_api_of_ones_own(RunningStack stack) throws Exception {
        upstream = OwnUpstream.start(stack);
        owner = stack.api(stack.demo("ownerToken"));
        developer = stack.api(stack.demo("developerToken"));
        program = new GatewayCaller(stack.gateway());
        path = "/acme/routed-" + unique;
        ObjectNode made = ControlApi.object()
                .put("slug", "routed-" + unique)
                .put("upstream", upstream.address())
                .put(
                        "document",
                        "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Routed\",\"version\":\"1\"},\"paths\":{\"/tides\":"
                            + "{\"get\":{\"operationId\":\"tides\",\"responses\":{\"200\":{\"description\":\"ok\"}}}}}}");
        api = owner.post("/apis", made).path("id").asText();
        owner.post("/apis/" + api + "/publish", ControlApi.object());
    }

    @AfterEach
    void gone() throws Exception {
        owner.post("/apis/" + api + "/unpublish", ControlApi.object());
        upstream.close();
    }

    @Test
    void limits_headers_paths_and_the_upstreams_credential_are_as_the_publisher_says() throws Exception {
        owner.put(routing(), """
            {"routes":[
              {"name":"main","authentication":"none","policies":[
                {"policy":"cors","config":{"origins":["https://app.example.com"]}},
                {"policy":"rewrite","config":{"path":{"replacePrefix":"/v2"}}},
                {"policy":"response-headers","config":{"set":{"X-Shown":"by the gateway"}}}]},
              {"name":"scarce","path":"/scarce/{day}","pathMatch":"template","authentication":"none","policies":[
                {"policy":"rate-limit","config":{"limits":[{"units":3,"seconds":60}],"by":"address"}}]}],
             "upstream":{"credential":{"header":"X-Inside","value":"let the gateway in"},"retries":{"attempts":2}}}\
            """);
        HttpResponse<String> served = served(path + "/tides?x=1", "Origin", "https://app.example.com");
        assertThat(served.headers().firstValue("Access-Control-Allow-Origin")).contains("https://app.example.com");
        assertThat(served.headers().firstValue("X-Shown")).contains("by the gateway");
        assertThat(upstream.paths()).last().isEqualTo("/v2/tides?x=1");
        assertThat(upstream.received().getLast().get("X-inside")).containsExactly("let the gateway in");

        List<Integer> statuses = new ArrayList<>();
        for (int call = 0; call < 5; call++) {
            statuses.add(program.call(path + "/scarce/monday").statusCode());
        }
        assertThat(statuses).containsExactly(200, 200, 200, 429, 429);
        assertThat(upstream.paths())
                .last()
                .as("only the API's own path is taken off")
                .isEqualTo("/scarce/monday");
        assertThat(owner.get(routing()).toString()).contains("X-Inside").doesNotContain("let the gateway in");
    }

    @Test
    void one_answer_is_put_together_of_several_services_and_says_which_of_them_failed() throws Exception {
        String tracking = "";
        for (JsonNode each : owner.get("/apis?limit=100").path("items")) {
            tracking = each.path("slug").asText().equals("tracking")
                    ? each.path("id").asText()
                    : tracking;
        }
        owner.put(routing(), """
            {"routes":[{"name":"main","authentication":"none"},
              {"name":"overview","path":"/overview/{parcel}","pathMatch":"template","authentication":"none",
               "matches":[{"path":"/summary/{parcel}","pathMatch":"template","methods":["GET"]}],
               "aggregate":{"partialMember":"missing","steps":[
                 {"id":"tide","path":"/tides","pick":["/metres"],"group":"sea"},
                 {"id":"parcel","upstream":"%s","path":"/parcels/{path:parcel}","group":"parcel","required":false}]}}]}\
            """.formatted(tracking));
        JsonNode both = JSON.readTree(served(path + "/overview/ACM00000001").body());
        assertThat(both.at("/sea/metres").asText()).isEqualTo("2.4");
        assertThat(both.at("/sea").has("tide")).as("only what was picked").isFalse();
        assertThat(both.at("/parcel/number").asText()).isEqualTo("ACM00000001");
        assertThat(both.has("missing")).isFalse();

        JsonNode part = JSON.readTree(served(path + "/summary/nobody").body());
        assertThat(part.at("/sea/metres").asText()).isEqualTo("2.4");
        assertThat(part.has("parcel")).isFalse();
        assertThat(part.path("missing").toString()).contains("parcel");
    }

    @Test
    void a_user_name_and_a_token_open_what_a_policy_says_they_open() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        String application = subscribed();
        JsonNode basic = developer.post(
                "/applications/" + application + "/credentials",
                ControlApi.object().put("kind", "basic").put("userName", "board-" + unique));
        String issuer = "https://id-" + unique + ".example.com";
        owner.post(
                "/applications/" + application + "/credentials",
                ControlApi.object().put("kind", "jwt").put("issuer", issuer).put("client", "board"));
        owner.put(routing(), """
            {"routes":[{"name":"main","policies":[{"policy":"any-caller","config":{"of":[
              {"policy":"basic"},
              {"policy":"jwt","config":{"issuers":[{"issuer":"%s","algorithms":["RS256"],"keys":[%s],
                "client":{"claim":"azp"}}]}}]}}]}]}\
            """.formatted(issuer, jwk((RSAPublicKey) keys.getPublic())));
        String shown = "Basic "
                + base64((basic.path("identity").asText() + ":"
                                + basic.path("password").asText())
                        .getBytes(UTF_8));
        served(path + "/tides", "Authorization", shown);
        served(path + "/tides", "Authorization", "Bearer " + token(keys, issuer, "board"));
        assertThat(program.callWith(path + "/tides", "Authorization", "Bearer " + token(keys, issuer, "someone"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(program.callWith(path + "/tides", "Authorization", shown + "x")
                        .statusCode())
                .isEqualTo(401);
        assertThat(program.call(path + "/tides").statusCode()).isEqualTo(401);

        developer.post("/credentials/" + basic.path("id").asText() + "/revoke", ControlApi.object());
        Patience.within(
                PUBLISHED_TO_SERVED,
                "a revoked password is refused",
                () -> program.callWith(path + "/tides", "Authorization", shown),
                answer -> answer.statusCode() == 401);
    }

    @Test
    void a_route_that_a_gateway_cannot_use_is_refused_alone_and_shown() throws Exception {
        owner.put(routing(), """
            {"routes":[{"name":"main","authentication":"none"},
              {"name":"odd","path":"/odd","authentication":"none","policies":[
                {"policy":"cors","config":{"origins":["*"],"credentials":true}}]}]}\
            """);
        JsonNode told = Patience.within(
                REPORTED,
                "a gateway says what it refuses",
                () -> owner.get(routing() + "/refusals").path("items"),
                items -> !items.isEmpty());
        assertThat(told.path(0).path("route").asText()).isEqualTo("odd");
        assertThat(told.path(0).path("why").asText()).contains("cors");
        served(path + "/tides");

        owner.put(routing(), "{\"routes\":[{\"name\":\"main\",\"authentication\":\"none\"}]}");
        Patience.within(
                REPORTED,
                "and no more once it is mended",
                () -> owner.get(routing() + "/refusals").path("items"),
                JsonNode::isEmpty);
    }

    private String routing() {
        return "/apis/" + api + "/routing/live";
    }

    private HttpResponse<String> served(String called, String... headers) throws Exception {
        String[] all = headers.length == 0 ? new String[] {"Accept", "*/*"} : headers;
        return Patience.within(
                PUBLISHED_TO_SERVED,
                "served with " + Arrays.toString(all).replaceAll("[A-Za-z0-9_=.-]{40,}", "…"),
                () -> program.callWith(called, all),
                answer -> answer.statusCode() == 200);
    }

    /// An application with a plan that covers the API.
    private String subscribed() throws Exception {
        ObjectNode product = ControlApi.object().put("name", "Routed " + unique);
        product.putArray("apis").add(api);
        String sold = owner.post("/products", product).path("id").asText();
        ObjectNode plan = ControlApi.object().put("name", "Basic");
        plan.putObject("unitPrice").put("amount", "0.01").put("currency", "EUR");
        String offered =
                owner.post("/products/" + sold + "/plans", plan).path("id").asText();
        String application = developer
                .post("/applications", ControlApi.object().put("name", "Board " + unique))
                .path("id")
                .asText();
        developer.post(
                "/subscriptions",
                ControlApi.object().put("application", application).put("plan", offered));
        return application;
    }

    private static String jwk(RSAPublicKey key) {
        return "{\"kty\":\"RSA\",\"kid\":\"one\",\"alg\":\"RS256\",\"use\":\"sig\",\"n\":\"%s\",\"e\":\"%s\"}"
                .formatted(
                        base64(key.getModulus().toByteArray(), 1),
                        base64(key.getPublicExponent().toByteArray(), 0));
    }

    private static String token(KeyPair keys, String issuer, String client) throws Exception {
        String head = base64("{\"alg\":\"RS256\",\"kid\":\"one\",\"typ\":\"JWT\"}".getBytes(UTF_8), 0);
        String claims = base64(
                "{\"iss\":\"%s\",\"azp\":\"%s\",\"sub\":\"p\",\"exp\":%d}"
                        .formatted(issuer, client, Instant.now().getEpochSecond() + 300)
                        .getBytes(UTF_8),
                0);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update((head + "." + claims).getBytes(UTF_8));
        return head + "." + claims + "." + base64(signature.sign(), 0);
    }

    /// @param from  leading octets that are left out, such as a sign
    private static String base64(byte[] bytes, int from) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(bytes, from, bytes.length));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
