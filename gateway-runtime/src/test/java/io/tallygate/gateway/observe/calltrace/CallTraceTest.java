package io.tallygate.gateway.observe.calltrace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a call went through, for who may see it.
class CallTraceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final UUID NONE = new UUID(0, 0);
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.withLimits("'rateLimit':{'calls':50,'seconds':60}");
        gateway.feed()
                .route(
                        new UUID(9, 2),
                        "/acme/changed",
                        RunningGateway.UPSTREAM,
                        "api-key",
                        "{'policy':'request-headers','config':{'set':{'X-Inside':'hush'},'remove':['X-Gone']}},"
                                + "{'policy':'ip-list','config':{'deny':['203.0.113.0/24']}}");
        gateway.awaitApplied();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /// As the portal makes one: from the hash of the group's credential.
    private static String token(String groupToken, UUID tenant, UUID route, long endsInSeconds) throws Exception {
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(groupToken.getBytes(UTF_8)));
        byte[] key = mac(hash.getBytes(UTF_8), "tallygate call trace 1".getBytes(UTF_8));
        ByteBuffer claims = ByteBuffer.allocate(57)
                .put((byte) 1)
                .putLong(tenant.getMostSignificantBits())
                .putLong(tenant.getLeastSignificantBits())
                .putLong(route.getMostSignificantBits())
                .putLong(route.getLeastSignificantBits())
                .putLong(System.currentTimeMillis() / 1_000 + endsInSeconds)
                .putLong(7)
                .putLong(8);
        byte[] token = Arrays.copyOf(claims.array(), 57 + 32);
        System.arraycopy(mac(key, claims.array()), 0, token, 57, 32);
        return "tgt_" + Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    private static byte[] mac(byte[] key, byte[] text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text);
    }

    private static String good() throws Exception {
        return token("tgg_test", PortalFeed.TENANT, NONE, 300);
    }

    private static JsonNode traceOf(HttpResponse<String> answer) throws Exception {
        return JSON.readTree(answer.headers().firstValue("X-Tallygate-Trace").orElseThrow());
    }

    @Test
    void it_tells_the_route_the_policies_the_limits_the_tries_and_what_was_changed() throws Exception {
        HttpResponse<String> answer =
                gateway.get("/acme/changed/7?secret=hush", "X-Tallygate-Trace", good(), "X-Gone", "hush");
        JsonNode trace = traceOf(answer);
        assertThat(trace.path("requestId").asText())
                .isEqualTo(answer.headers().firstValue("X-Request-Id").orElseThrow());
        assertThat(trace.path("status").asInt()).isEqualTo(200);
        assertThat(trace.path("route").path("id").asText()).isEqualTo(new UUID(9, 2).toString());
        assertThat(trace.path("route").path("pathMatch").asText()).isEqualTo("prefix");
        assertThat(trace.path("route").path("path").asText()).isEqualTo("/acme/changed");
        assertThat(trace.path("policies").findValuesAsText("policy"))
                .containsExactly("ip-list", "api-key", "plan", "request-headers");
        assertThat(trace.path("policies").findValuesAsText("verdict")).containsOnly("continue");
        JsonNode rate = trace.path("limits").path("rate");
        assertThat(rate.path("limit").asInt()).isEqualTo(50);
        assertThat(rate.path("after").asInt()).isEqualTo(rate.path("before").asInt() - 1);
        JsonNode tried = trace.path("tries").path(0);
        assertThat(tried.path("upstream").asText()).isEqualTo(RunningGateway.UPSTREAM.toString());
        assertThat(tried.path("status").asInt()).isEqualTo(200);
        assertThat(tried.path("headMicros").asLong())
                .isBetween(
                        tried.path("connectedMicros").asLong(),
                        trace.path("micros").asLong());
        JsonNode put = trace.path("headers").path("put");
        assertThat(put.path("x-inside").asText()).isEqualTo("[not shown]");
        assertThat(put.path("x-consumer-id").asText()).isEqualTo(PortalFeed.CONSUMER.toString());
        assertThat(trace.path("headers").path("removed").toString()).contains("x-gone", "x-api-key");
        assertThat(trace.toString()).doesNotContain("hush").doesNotContain(RunningGateway.KEY);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(gateway.upstream().received().getLast().headers()).doesNotContainKey("x-tallygate-trace");
    }

    @Test
    void a_refused_call_says_who_refused_it() throws Exception {
        HttpRequest request = gateway.request("/acme/changed/7")
                .header("X-Tallygate-Trace", good())
                .build();
        HttpResponse<String> answer = gateway.http().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(401);
        JsonNode last = traceOf(answer).path("policies").path(1);
        assertThat(last.path("policy").asText()).isEqualTo("api-key");
        assertThat(last.path("verdict").asText()).isEqualTo("reject");
        assertThat(last.path("problem").asText()).isEqualTo("missing-api-key");
        assertThat(traceOf(gateway.get("/nothing", "X-Tallygate-Trace", good())).has("route"))
                .isFalse();
    }

    @Test
    void nobody_else_sees_anything_and_no_token_reaches_an_upstream() throws Exception {
        String forged = good();
        String[] wrong = {
            token("tgg_other", PortalFeed.TENANT, NONE, 300),
            token("tgg_test", new UUID(5, 5), NONE, 300),
            token("tgg_test", PortalFeed.TENANT, new UUID(5, 6), 300),
            token("tgg_test", PortalFeed.TENANT, NONE, -1),
            token("tgg_test", PortalFeed.TENANT, NONE, 86_400),
            forged.substring(0, forged.length() - 3) + "AAA",
            forged + "x",
            "1",
            ""
        };
        for (String each : wrong) {
            HttpResponse<String> answer = gateway.get("/acme/orders/7", "X-Tallygate-Trace", each);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("X-Tallygate-Trace"))
                    .as(each)
                    .isEmpty();
            assertThat(gateway.upstream().received().getLast().headers()).doesNotContainKey("x-tallygate-trace");
        }
        HttpResponse<String> ofRoute = gateway.get(
                "/acme/orders/7", "X-Tallygate-Trace", token("tgg_test", PortalFeed.TENANT, RunningGateway.ROUTE, 300));
        assertThat(ofRoute.headers().firstValue("X-Tallygate-Trace")).isPresent();
    }

    @Test
    void however_much_there_is_to_tell_the_field_stays_small() throws Exception {
        StringBuilder policies = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            policies.append(i == 0 ? "" : ",").append("{'policy':'request-headers','config':{'set':{");
            for (int j = 0; j < 40; j++) {
                policies.append(j == 0 ? "" : ",").append("'X-Field-%d-%d-%s':'a'".formatted(i, j, "n".repeat(30)));
            }
            policies.append("}}}");
        }
        gateway.feed().route(new UUID(9, 3), "/acme/much", RunningGateway.UPSTREAM, "api-key", policies.toString());
        gateway.awaitApplied();
        HttpResponse<String> answer = gateway.get("/acme/much", "X-Tallygate-Trace", good());
        assertThat(traceOf(answer).path("cut").asBoolean()).isTrue();
        assertThat(answer.headers()
                        .firstValue("X-Tallygate-Trace")
                        .orElseThrow()
                        .length())
                .isLessThan(8_000);
        assertThat(traceOf(answer).path("tries").size()).isEqualTo(1);
    }
}
