package io.tallygate.gateway.proxy;

import static io.tallygate.gateway.running.RunningGateway.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.EchoUpstream.Seen;
import io.tallygate.gateway.running.RunningGateway;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A call from its head to its record.
class CallingTest {
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.withLimits("");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void forget() {
        gateway.upstream().received().clear();
    }

    @Test
    void a_call_reaches_the_upstream_without_its_key_and_with_who_it_is_from() throws Exception {
        HttpResponse<String> answer = gateway.get(
                "/acme/orders/orders/7?t=2024%2B01&x=a%20b&y=a+b",
                "X-Consumer-Id", "forged", "X_Forwarded_For", "9.9.9.9", "X-Forwarded-For", "9.9.9.9");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("GET /base/orders/7?t=2024%2B01&x=a%20b&y=a+b");
        Seen seen = gateway.upstream().received().getFirst();
        assertThat(seen.headers())
                .doesNotContainKeys("x-api-key", "x_forwarded_for")
                .containsEntry("x-consumer-id", new UUID(1, 4).toString())
                .containsEntry("x-application-id", new UUID(1, 3).toString())
                .containsEntry("x-forwarded-for", "127.0.0.1")
                .containsEntry(
                        "x-request-id",
                        answer.headers().firstValue("x-request-id").orElseThrow());
    }

    @Test
    void a_bearer_token_is_a_key_too() throws Exception {
        HttpResponse<String> answer = gateway.http()
                .send(
                        gateway.request("/acme/orders/x")
                                .header("Authorization", "Bearer " + KEY)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(gateway.upstream().received().getFirst().headers()).doesNotContainKey("authorization");
    }

    @ParameterizedTest(name = "{0} with key {1}: {2} {3}")
    @CsvSource({
        "/acme/orders/x, , 401, /problems/missing-api-key",
        "/acme/orders/x, tg_live_unknown, 401, /problems/unknown-api-key",
        "/nothing/here, , 404, /problems/no-route",
        "/acme/ordersx, , 404, /problems/no-route",
        "/.tallygate/x, , 404, /problems/no-route",
        "/acme/orders/%00, , 400, /problems/bad-request",
        "/acme/orders/..%2fx, , 400, /problems/bad-request"
    })
    void a_refusal_is_a_problem_and_never_reaches_the_upstream(String path, String key, int status, String type)
            throws Exception {
        long recorded = gateway.recorded();
        HttpRequest.Builder request = gateway.request(path);
        if (key != null) {
            request.header("X-API-Key", key);
        }
        HttpResponse<String> answer = gateway.http().send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.body())
                .contains(
                        "\"type\":\"" + type + "\"",
                        "\"requestId\":\""
                                + answer.headers().firstValue("x-request-id").orElseThrow());
        assertThat(answer.headers().firstValue("www-authenticate").isPresent()).isEqualTo(status == 401);
        assertThat(gateway.upstream().received()).isEmpty();
        assertThat(gateway.recorded()).isEqualTo(recorded);
    }

    @Test
    void dot_segments_cannot_leave_the_route_that_was_checked() throws Exception {
        assertThat(gateway.raw("GET /acme/orders/../../admin HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404");
        assertThat(gateway.raw("GET /other/%2e%2e/acme/orders/x HTTP/1.1\r\nHost: a\r\nX-API-Key: " + KEY
                        + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(gateway.upstream().received().getFirst().target()).isEqualTo("/base/x");
    }

    @ParameterizedTest(name = "{0} {1} is answered {2} and recorded {3} times")
    @CsvSource({
        "GET, /acme/orders/x, 200, 1",
        "HEAD, /acme/orders/x, 200, 1",
        "GET, /acme/orders/status/503, 503, 1",
        "GET, /acme/orders/status/204, 204, 1",
        "GET, /acme/orders/slow, 504, 1",
        "DELETE, /acme/orders/x, 200, 1"
    })
    void every_call_that_went_upstream_is_recorded_once(String method, String path, int status, int times)
            throws Exception {
        long recorded = gateway.recorded();
        assertThat(gateway.send(method, path, HttpRequest.BodyPublishers.noBody())
                        .statusCode())
                .isEqualTo(status);
        assertThat(gateway.recorded() - recorded).isEqualTo(times);
    }

    @Test
    void an_upstream_that_is_not_there_is_502_and_used_nothing_up() throws Exception {
        UUID dead = UUID.randomUUID();
        gateway.feed().upstream(dead, 1, "", 1_000);
        gateway.feed().route(new UUID(9, 9), "/acme/dead", dead);
        RunningGateway.await(
                "the route is served", () -> gateway.get("/acme/dead/x").statusCode() != 404);
        long recorded = gateway.recorded();
        HttpResponse<String> answer = gateway.get("/acme/dead/x");
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("/problems/upstream-refused").doesNotContain("127.0.0.1");
        assertThat(gateway.recorded()).isEqualTo(recorded);
    }

    @Test
    void bodies_stream_both_ways_whatever_their_size() throws Exception {
        byte[] body = new byte[20_000_000];
        assertThat(gateway.send("POST", "/acme/orders/up", HttpRequest.BodyPublishers.ofByteArray(body))
                        .statusCode())
                .isEqualTo(200);
        assertThat(gateway.send(
                                "POST",
                                "/acme/orders/up",
                                HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)))
                        .statusCode())
                .isEqualTo(200);
        assertThat(gateway.upstream().received()).extracting(Seen::bodyBytes).containsExactly(20_000_000L, 20_000_000L);
        assertThat(gateway.get("/acme/orders/big/30000000").body()).hasSize(30_000_000);
    }

    @Test
    void a_client_that_leaves_in_the_middle_of_the_answer_is_recorded_once() throws Exception {
        long recorded = gateway.recorded();
        try (Socket socket =
                new Socket("127.0.0.1", gateway.request("/").build().uri().getPort())) {
            socket.getOutputStream()
                    .write(("GET /acme/orders/big/50000000 HTTP/1.1\r\nHost: a\r\nX-API-Key: " + KEY + "\r\n\r\n")
                            .getBytes());
            socket.getInputStream().readNBytes(1000);
        }
        RunningGateway.await("the record", () -> gateway.recorded() == recorded + 1);
        Thread.sleep(100);
        assertThat(gateway.recorded()).isEqualTo(recorded + 1);
    }

    @Test
    void pipelined_requests_are_answered_in_their_order() throws Exception {
        String one = "GET /acme/orders/%s HTTP/1.1\r\nHost: a\r\nX-API-Key: " + KEY + "\r\n\r\n";
        String answers =
                gateway.raw(one.formatted("first") + one.formatted("second") + "GET /none HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(answers.indexOf("/base/first")).isPositive().isLessThan(answers.indexOf("/base/second"));
        assertThat(answers.indexOf("/base/second")).isLessThan(answers.indexOf("no-route"));
    }

    @Test
    void an_expectation_is_answered_before_the_body() throws Exception {
        try (RawConversation conversation = new RawConversation(gateway.port())) {
            RawConversation.Answer asked = conversation.say("POST /acme/orders/x HTTP/1.1\r\nHost: a\r\nX-API-Key: "
                    + KEY + "\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertThat(asked.text()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(conversation.say("abc").text()).contains("HTTP/1.1 200 OK");
        }
        assertThat(gateway.upstream().received().getFirst().headers()).doesNotContainKey("expect");
    }
}
