package io.tallygate.gateway.suites;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.EchoUpstream;
import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Part A of `bug-cases.md`, over the public port: routing and normal forms. The number is the case's.
class RoutingBugCasesTest {
    private static final UUID BASED = new UUID(5, 1);
    private static final UUID ROOT = new UUID(5, 2);

    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.withLimits("");
        PortalFeed feed = gateway.feed();
        feed.upstream(ROOT, gateway.upstream().port(), "", 5_000);
        open(1, "/files", "");
        open(2, "/api/operator", "");
        open(3, "/public", "");
        open(4, "", "'fallback.test'"); // everything, so that nothing is refused for want of a route
        guarded(5, "/api/admin", "");
        guarded(6, "/internal", "");
        guarded(7, "/internal", "'fallback.test'");
        guarded(8, "/me@x", "'fallback.test'");
        for (int i = 0; i < 101; i++) {
            open(100 + i, "/named" + i, "'host" + i + ".test'");
        }
        open(9, "/ported", "'api.test:9000'");
        open(10, "/any-port", "'api.test'");
        feed.upstream(BASED, gateway.upstream().port(), "/base/", 5_000);
        route(11, "/listen", "", "none", BASED, true);
        open(12, "/last", "");
        RunningGateway.await("the last route", () -> status("GET", "any.test", "/last") == 200);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static void open(int id, String path, String host) {
        route(id, path, host, "none", ROOT, false);
    }

    /// Its policies ask for a key, and the callers here have none.
    private static void guarded(int id, String path, String host) {
        route(id, path, host, "api-key", ROOT, false);
    }

    private static void route(int id, String path, String host, String authentication, UUID upstream, boolean strip) {
        gateway.feed()
                .put(
                        "route",
                        new UUID(6, id),
                        ("{'tenant':'%s','tenantSlug':'acme','environment':'live','api':'%s','apiVersion':'%s','hosts':[%s],"
                            + "'path':'%s','methods':[],'stripPath':%s,'upstream':'%s','authentication':'%s',"
                            + "'metered':false,'operations':[]}")
                                .formatted(
                                        PortalFeed.TENANT,
                                        PortalFeed.API,
                                        PortalFeed.API,
                                        host,
                                        path,
                                        strip,
                                        upstream,
                                        authentication));
    }

    private static int status(String method, String host, String target) throws IOException {
        String answer =
                gateway.raw(method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
        return Integer.parseInt(answer.substring(9, 12));
    }

    private static String seen(String host, String target) throws IOException {
        List<EchoUpstream.Seen> received = gateway.upstream().received();
        int before = received.size();
        assertThat(status("GET", host, target)).as(host + target).isEqualTo(200);
        assertThat(received).hasSize(before + 1);
        return received.getLast().target();
    }

    @ParameterizedTest(name = "{0}: {1} comes through byte for byte")
    @CsvSource({
        "1, /files/a%2Fb",
        "3, /files/caf%C3%A9?q=%E2%82%AC&x=a%20b&y=a+b",
        "3, /files/caf%c3%a9?q=%e2%82%ac",
        "23, /files/x?t=2024%2B01&k=k%26r",
        "25, /files/x?token=a=b==",
        "15, /files/?",
        "7, /files/a%3Bb%3Fc%23d",
    })
    void targets_reach_the_upstream_unchanged(int number, String target) throws IOException {
        assertThat(seen("any.test", target)).isEqualTo(target);
    }

    @ParameterizedTest(name = "{0}: {1} meets the guard")
    @CsvSource({
        "5, /api/operator/../admin",
        "5, /api/operator/%2e%2e/admin",
        "5, /api/operator/.%2E/admin",
        "5, /api//admin",
        "5, /api/./admin",
        "9, //internal/x",
        "9, /./internal/x",
        "9, /%69nternal/x",
        "9, /internal//x",
        "9, ///internal",
        "9, /%69%6Eternal/../internal/x"
    })
    void no_spelling_gets_round_a_policy(int number, String target) throws IOException {
        int before = gateway.upstream().received().size();
        assertThat(status("GET", "any.test", target)).isEqualTo(401);
        if (!target.contains("/api")) {
            assertThat(status("GET", "fallback.test", target)).isEqualTo(401);
        }
        assertThat(gateway.upstream().received()).hasSize(before);
    }

    @Test
    void an_encoded_sub_delimiter_meets_the_same_guard() throws IOException {
        assertThat(status("GET", "fallback.test", "/me@x")).isEqualTo(401);
        assertThat(status("GET", "fallback.test", "/me%40x")).isEqualTo(401);
    }

    @ParameterizedTest(name = "7: {0} is refused")
    @ValueSource(
            strings = {
                "/public%2f..%2fadmin",
                "/public/..%2fadmin",
                "/public/%2e%2e%2fapi/admin",
                "/public%5C..%5Cadmin",
                "/public/a%5Cb",
                "/public/a%00",
                "/public/..;/api/admin",
                "/public/%"
            })
    void what_two_readers_would_read_in_two_ways_is_refused(String target) throws IOException {
        int before = gateway.upstream().received().size();
        assertThat(status("GET", "fallback.test", target)).isEqualTo(400);
        assertThat(gateway.upstream().received()).hasSize(before);
    }

    @Test
    void a_dot_at_the_end_of_a_segment_is_no_dot_segment() throws IOException {
        assertThat(status("GET", "any.test", "/api%2e/admin/secret")).isEqualTo(404);
        assertThat(seen("fallback.test", "/api%2e/admin/secret")).isEqualTo("/api%2e/admin/secret");
    }

    @ParameterizedTest(name = "7: {0} is not below /files")
    @ValueSource(strings = {"/files../x", "/files%2E%2E/x", "/files%2e./x", "/files./x", "/filesx"})
    void a_segment_that_goes_on_is_another_one(String target) throws IOException {
        int before = gateway.upstream().received().size();
        assertThat(status("GET", "any.test", target)).isEqualTo(404);
        assertThat(gateway.upstream().received()).hasSize(before);
    }

    @ParameterizedTest(name = "11, 21: Host: {0}")
    @CsvSource({"HOST7.test, 7", "Host100.TEST, 100", "host100.test:8000, 100", "host0.test, 0"})
    void host_names_are_the_same_in_any_case_among_any_number(String host, int number) throws IOException {
        assertThat(seen(host, "/named" + number)).isEqualTo("/named" + number);
        assertThat(status("GET", host, "/named" + (number + 1) % 101)).isEqualTo(404);
    }

    @Test
    void case_13_the_final_slash_of_an_upstreams_base_path_stays() throws IOException {
        assertThat(seen("any.test", "/listen/")).isEqualTo("/base/");
        assertThat(seen("any.test", "/listen")).isEqualTo("/base/");
        assertThat(seen("any.test", "/listen/x")).isEqualTo("/base/x");
    }

    @Test
    void case_15_the_root_is_proxied_and_nothing_is_redirected() throws IOException {
        assertThat(seen("fallback.test", "/")).isEqualTo("/");
        assertThat(seen("fallback.test", "/?x")).isEqualTo("/?x");
    }

    @Test
    void case_17_a_host_with_a_port_finds_its_route() throws IOException {
        assertThat(seen("api.test:9000", "/ported")).isEqualTo("/ported");
        assertThat(seen("api.test:9000", "/any-port")).isEqualTo("/any-port");
        assertThat(seen("api.test", "/any-port")).isEqualTo("/any-port");
        assertThat(status("GET", "api.test:9001", "/ported")).isEqualTo(404);
        assertThat(status("GET", "api.test", "/ported")).isEqualTo(404);
    }

    @Test
    void case_19_an_upstream_at_an_address_of_ipv6_reads_it_in_brackets() throws Exception {
        try (ServerSocket upstream = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            String authority = "[::1]:" + upstream.getLocalPort();
            CompletableFuture<String> head = CompletableFuture.supplyAsync(() -> oneCall(upstream));
            try (RunningGateway other = RunningGateway.withSettings(Map.of(), authority)) {
                other.feed()
                        .put(
                                "upstream",
                                BASED,
                                ("{'tenant':'%s','scheme':'http','targets':[{'host':'::1','port':%d,'weight':1}],"
                                    + "'basePath':'','connectTimeoutMillis':1000,'responseTimeoutMillis':1000}")
                                        .formatted(PortalFeed.TENANT, upstream.getLocalPort()));
                other.feed().openRoute(new UUID(6, 19), BASED, "'path':'/v6'", "");
                other.awaitApplied();
                assertThat(other.get("/v6/x").statusCode()).isEqualTo(200);
            }
            assertThat(head.get(5, TimeUnit.SECONDS)).containsIgnoringCase("\r\nHost: " + authority + "\r\n");
        }
    }

    private static String oneCall(ServerSocket upstream) {
        try (Socket socket = upstream.accept()) {
            byte[] octets = new byte[4096];
            String head = new String(octets, 0, socket.getInputStream().read(octets), ISO_8859_1);
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1));
            return head;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
