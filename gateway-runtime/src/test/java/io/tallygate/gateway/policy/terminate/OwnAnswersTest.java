package io.tallygate.gateway.policy.terminate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.RunningGateway;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Answers that a policy gives by itself or changes: `terminate`, `redirect`, `status`, `size-limit`.
class OwnAnswersTest {
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.withLimits("");
        route(
                1,
                "'path':'/closed'",
                "'terminate','config':{'status':503,'contentType':'application/json','body':'{}',"
                        + "'headers':{'Retry-After':'60'}}");
        route(2, "'path':'/empty'", "'terminate','config':{'status':204}");
        route(3, "'path':'/tls'", "'redirect','config':{'scheme':'https','status':301}");
        route(4, "'path':'/moved'", "'redirect','config':{'host':'new.example','path':{'replacePrefix':'/now'}}");
        route(
                5,
                "'path':'/id/{id}','pathMatch':'template'",
                "'redirect','config':{'port':8080,'path':{'replace':'/by/{id}'},'keepQuery':false,'status':308}");
        route(6, "'path':'/status'", "'status','config':{'map':{'404':410,'5xx':502,'503':429}}");
        route(7, "'path':'/small'", "'size-limit','config':{'requestBytes':10}");
        route(8, "'path':'/away'", "'redirect','config':{'path':{'replace':'/x'},'scheme':'ftp'}");
        gateway.awaitApplied();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static void route(int id, String matching, String policy) {
        gateway.feed().openRoute(new UUID(9, id), RunningGateway.UPSTREAM, matching, "{'policy':" + policy + "}");
    }

    @Test
    void a_fixed_answer_reaches_no_upstream_and_is_no_usage() throws Exception {
        int before = gateway.upstream().received().size();
        long recorded = gateway.recorded();
        HttpResponse<String> answer = gateway.get("/closed");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{}");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("60");
        assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
        assertThat(gateway.get("/empty").statusCode()).isEqualTo(204);
        assertThat(gateway.upstream().received()).hasSize(before);
        assertThat(gateway.recorded()).isEqualTo(recorded);
    }

    @ParameterizedTest(name = "{1} of {0}: {2} to {3}")
    @CsvSource({
        "api.example, /tls/a?b, 301, https://api.example/tls/a?b",
        "api.example:8000, /tls, 301, https://api.example/tls",
        "api.example:8000, /moved/a%2Fb, 302, http://new.example:8000/now/a%2Fb",
        "api.example:80, /moved?x, 302, http://new.example/now?x",
        "[::1]:80, /id/7?gone, 308, http://[::1]:8080/by/7",
        "api.example, //evil.example/..//tls, 301, https://api.example/tls"
    })
    void a_redirect_says_where_to(String host, String target, int status, String location) throws IOException {
        String answer = gateway.raw("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("\r\nLocation: " + location + "\r\n");
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource({"200, 200", "404, 410", "500, 502", "503, 429", "400, 400"})
    void a_status_is_told_as_another(int upstream, int told) throws Exception {
        assertThat(gateway.get("/status/status/" + upstream).statusCode()).isEqualTo(told);
    }

    @Test
    void a_body_that_is_too_long_for_its_route_is_refused() throws Exception {
        assertThat(post("/small", 10, true).statusCode()).isEqualTo(200);
        int before = gateway.upstream().received().size();
        assertThat(post("/small", 11, true).statusCode()).isEqualTo(413);
        assertThat(gateway.upstream().received()).hasSize(before);
        assertThat(post("/small", 11, false).statusCode()).isEqualTo(413); // it does not say how long it is
        assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"route-body\"}"))
                .isEqualTo(2);
        assertThat(post("/status/status/200", 11, true).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> post(String path, int octets, boolean isLengthKnown) throws Exception {
        byte[] body = new byte[octets];
        return gateway.send(
                "POST",
                path,
                isLengthKnown
                        ? BodyPublishers.ofByteArray(body)
                        : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
    }

    @Test
    void what_is_no_redirect_is_refused_when_the_route_is_configured() throws Exception {
        assertThat(gateway.get("/away").statusCode()).isEqualTo(500);
        assertThat(gateway.admin("/health/ready").body()).contains("scheme is none of http, https");
    }
}
