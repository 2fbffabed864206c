package io.tallygate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.RawHttp2;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.TestCertificates;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Whether keys, limits and policies do the same whatever a client speaks: HTTP/1.1, the same over TLS, HTTP/2 over
/// TLS, and HTTP/2 without.
class SameOverAllTest {
    private static final String UNKNOWN = "tg_live_" + "u".repeat(38);

    /// What an answer tells a client that is not about when, or in which request.
    private static final List<String> TOLD = List.of(
            "access-control-allow-origin",
            "allow",
            "content-encoding",
            "content-type",
            "location",
            "ratelimit",
            "ratelimit-policy",
            "ratelimit-remaining",
            "vary",
            "www-authenticate",
            "x-set");

    private static RunningGateway gateway;
    private static HttpClient http1;
    private static HttpClient http2;

    /// @param headers  names and values in turn
    private record Ask(String method, String path, String body, String... headers) {}

    private static final List<Ask> ASKS = List.of(
            new Ask("GET", "/acme/orders/x", "", "X-API-Key", RunningGateway.KEY),
            new Ask("GET", "/acme/orders/x", "", "Authorization", "Bearer " + RunningGateway.KEY),
            new Ask("GET", "/acme/orders/x", ""),
            new Ask("GET", "/acme/orders/x", "", "X-API-Key", UNKNOWN),
            new Ask("GET", "/acme/orders/x", "", "X-API-Key", RunningGateway.KEY, "X-API-Key", UNKNOWN),
            new Ask("GET", "/nowhere", ""),
            new Ask("PUT", "/redirected", ""),
            new Ask("GET", "/limited", "", "X-Tenant", "%s"),
            new Ask("GET", "/limited", "", "X-Tenant", "%s"),
            new Ask("GET", "/limited", "", "X-Tenant", "%s"),
            new Ask("GET", "/denied", ""),
            new Ask("GET", "/changed", "", "X-Gone", "secret"),
            new Ask("POST", "/small", "0123456789"),
            new Ask("POST", "/small", "01234567890"),
            new Ask("GET", "/shared", "", "Origin", "https://page.test"),
            new Ask("GET", "/shared", "", "Origin", "https://other.test"),
            new Ask("OPTIONS", "/shared", "", "Origin", "https://page.test", "Access-Control-Request-Method", "GET"),
            new Ask("GET", "/coded/big/20000", "", "Accept-Encoding", "gzip"));

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.withLimits("");
        route(1, "/limited", "rate-limit", "{'by':'{header.x-tenant}','limits':[{'units':2,'seconds':3600}]}");
        route(2, "/denied", "ip-list", "{'deny':['127.0.0.0/8']}");
        route(3, "/changed", "response-headers", "{'set':{'X-Set':'ours'}}");
        route(4, "/small", "size-limit", "{'requestBytes':10}");
        route(5, "/shared", "cors", "{'origins':['https://page.test']}");
        route(6, "/coded", "compression", "{'types':['*/*']}");
        route(7, "/redirected", "redirect", "{'status':301,'scheme':'https','host':'elsewhere.test','port':443}");
        gateway.awaitApplied();
        TestCertificates certificates = new TestCertificates();
        certificates.put("a", "localhost");
        gateway.restartWithTls(certificates.folder());
        http1 = client(HttpClient.Version.HTTP_1_1);
        http2 = client(HttpClient.Version.HTTP_2);
    }

    private static HttpClient client(HttpClient.Version version) throws Exception {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(TestCertificates.trustful())
                .build();
    }

    private static void route(int number, String path, String policy, String config) {
        gateway.feed()
                .openRoute(
                        new UUID(12, number),
                        RunningGateway.UPSTREAM,
                        "'path':'" + path + "'",
                        "{'policy':'" + policy + "','config':" + config + "}");
    }

    @AfterAll
    static void stop() {
        http1.close();
        http2.close();
        gateway.close();
    }

    /// @param tenant  in whose name it is counted
    private static List<String> answers(HttpClient client, String address, String tenant) throws Exception {
        List<String> answers = new ArrayList<>();
        for (Ask ask : ASKS) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + ask.path))
                    .method(ask.method, HttpRequest.BodyPublishers.ofString(ask.body));
            for (int i = 0; i < ask.headers.length; i += 2) {
                request.header(ask.headers[i], ask.headers[i + 1].replace("%s", tenant));
            }
            HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            answers.add(ask.method + " " + ask.path + " → " + told(answer));
        }
        return answers;
    }

    private static String told(HttpResponse<byte[]> answer) {
        TreeMap<String, List<String>> fields = new TreeMap<>(answer.headers().map());
        fields.keySet().retainAll(TOLD);
        String problem = new String(answer.body(), java.nio.charset.StandardCharsets.ISO_8859_1);
        Optional<String> type = problem.lines()
                .filter(line -> line.contains("\"type\":\""))
                .map(line -> line.replaceAll(".*\"type\":\"([^\"]*)\".*", "$1"))
                .findFirst();
        return answer.statusCode() + " " + fields + " " + type.orElse("of " + answer.body().length);
    }

    @Test
    void keys_limits_and_policies_do_the_same() throws Exception {
        List<String> plain = answers(http1, "http://localhost:" + gateway.port(), "plain");
        assertThat(plain.stream().map(each -> each.replaceAll(".*→ (\\d+) .*", "$1")))
                .containsExactly(
                        "200", "200", "401", "401", "401", "404", "301", "200", "200", "429", "403", "200", "200",
                        "413", "200", "200", "204", "200");
        String secure = "https://localhost:" + gateway.tlsPort();
        assertThat(answers(http1, secure, "tls")).isEqualTo(plain);
        List<String> streams = answers(http2, secure, "streams");
        assertThat(streams).isEqualTo(plain);
        assertThat(http2.send(
                                HttpRequest.newBuilder(URI.create(secure + "/changed"))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding())
                        .version())
                .isEqualTo(HttpClient.Version.HTTP_2);
    }

    @Test
    void a_limit_is_one_whatever_is_spoken() throws Exception {
        List<Integer> statuses = new ArrayList<>();
        String secure = "https://localhost:" + gateway.tlsPort() + "/limited";
        for (HttpClient client : List.of(http1, http2, http1, http2)) {
            statuses.add(client.send(
                            HttpRequest.newBuilder(URI.create(secure))
                                    .header("X-Tenant", "both")
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode());
        }
        assertThat(statuses).containsExactly(200, 200, 429, 429);
    }

    @Test
    void a_websocket_over_a_stream_is_not_offered_and_asking_for_one_leaves_the_connection_as_it_is() throws Exception {
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            RawHttp2.Frame settings = client.await(frame -> frame.type() == RawHttp2.SETTINGS);
            for (int i = 0; i < settings.payload().length; i += 6) {
                int setting = settings.payload()[i] << 8 | settings.payload()[i + 1];
                assertThat(setting).as("SETTINGS_ENABLE_CONNECT_PROTOCOL").isNotEqualTo(8);
            }
            byte[] asking = client.block(
                    ":method",
                    "CONNECT",
                    ":protocol",
                    "websocket",
                    ":scheme",
                    "http",
                    ":path",
                    "/acme/orders/socket",
                    ":authority",
                    "a.test",
                    "sec-websocket-version",
                    "13",
                    "x-api-key",
                    RunningGateway.KEY);
            client.write(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, asking);
            assertThat(client.answer(1)).isEqualTo("<reset 1>");
            client.request(3, true, "GET", "/acme/orders/x");
            assertThat(client.answer(3)).isEqualTo("200 GET /base/x");
        }
    }
}
