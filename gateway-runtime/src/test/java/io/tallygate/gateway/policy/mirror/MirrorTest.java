package io.tallygate.gateway.policy.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.EchoUpstream;
import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MirrorTest {
    private static final UUID SECOND = new UUID(2, 20);
    private static final UUID GONE = new UUID(2, 21);
    private static final String HITS = "tallygate_limit_hits_total{limit=\"%s\"}";

    private static EchoUpstream second;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        second = new EchoUpstream();
        gateway = RunningGateway.allowedToCall(List.of(second));
        PortalFeed feed = gateway.feed();
        feed.upstream(SECOND, second.port(), "/shadow", 2_000);
        feed.upstream(GONE, 1, "", 2_000);
        mirrored(1, "/all", "{'policy':'mirror','config':{'upstream':'%s','maxBytes':1000}}".formatted(SECOND));
        mirrored(2, "/half", "{'policy':'mirror','config':{'upstream':'%s','percent':50}}".formatted(SECOND));
        mirrored(3, "/gone", "{'policy':'mirror','config':{'upstream':'%s'}}".formatted(GONE));
        mirrored(
                4,
                "/changed",
                "{'policy':'mirror','config':{'upstream':'%s'}},".formatted(SECOND)
                        + "{'policy':'rewrite','config':{'path':{'replacePrefix':'/v2'}}},"
                        + "{'policy':'request-headers','config':{'set':{'X-Said':'yes'}}}");
        gateway.awaitApplied();
    }

    private static void mirrored(int route, String path, String policies) {
        gateway.feed().openRoute(new UUID(9, route), RunningGateway.UPSTREAM, "'path':'" + path + "'", policies);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        second.close();
    }

    private static List<EchoUpstream.Seen> seen(EchoUpstream upstream, String part) {
        return upstream.received().stream()
                .filter(each -> each.target().contains(part))
                .toList();
    }

    private static HttpResponse<String> send(HttpClient.Version version, String method, String path, String body)
            throws Exception {
        return gateway.http()
                .send(
                        gateway.request(path)
                                .version(version)
                                .method(
                                        method,
                                        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
    }

    @Test
    void the_second_upstream_sees_what_the_first_one_sees_and_the_client_hears_of_the_first_alone() throws Exception {
        for (HttpClient.Version version : HttpClient.Version.values()) {
            String path = "/all/one-" + version;
            HttpResponse<String> answer = send(version, "POST", path + "?q=1", "a body");
            assertThat(answer.body()).isEqualTo("POST /base" + path + "?q=1");
            RunningGateway.await("the copy", () -> !seen(second, path).isEmpty());
            assertThat(seen(second, path)).singleElement().satisfies(copy -> {
                assertThat(copy.method()).isEqualTo("POST");
                assertThat(copy.target()).isEqualTo("/shadow" + path + "?q=1");
                assertThat(copy.bodyBytes()).isEqualTo(6);
                assertThat(copy.headers())
                        .containsEntry("host", "127.0.0.1:" + second.port())
                        .containsEntry(
                                "x-request-id",
                                answer.headers().firstValue("X-Request-Id").orElseThrow());
            });
        }
    }

    @Test
    void the_copy_is_what_the_other_policies_made_of_the_request() throws Exception {
        send(HttpClient.Version.HTTP_1_1, "GET", "/changed/x", "");
        RunningGateway.await("the copy", () -> !seen(second, "/v2/x").isEmpty());
        assertThat(seen(second, "/v2/x")).singleElement().satisfies(copy -> {
            assertThat(copy.target()).isEqualTo("/shadow/v2/x");
            assertThat(copy.headers()).containsEntry("x-said", "yes");
        });
    }

    @Test
    void a_share_is_a_share() throws Exception {
        for (int i = 0; i < 200; i++) {
            send(HttpClient.Version.HTTP_1_1, "GET", "/half/" + i, "");
        }
        RunningGateway.await("copies", () -> seen(second, "/half/").size() > 50);
        assertThat(seen(second, "/half/").size()).isBetween(60, 140); // 5.6 standard deviations
    }

    @Test
    void a_second_upstream_that_is_slow_or_away_is_not_felt_and_nothing_of_it_is_recorded() throws Exception {
        long recorded = gateway.recorded();
        long begun = System.nanoTime();
        assertThat(send(HttpClient.Version.HTTP_1_1, "GET", "/gone/x", "").statusCode())
                .isEqualTo(200);
        second.received().clear();
        gateway.upstream().received().clear();
        // the echo is slow itself at /slow, so the copy alone is asked there
        gateway.feed()
                .openRoute(
                        new UUID(9, 5),
                        RunningGateway.UPSTREAM,
                        "'path':'/quick'",
                        "{'policy':'mirror','config':{'upstream':'%s','timeoutMillis':100}}"
                                .formatted(new UUID(2, 22)));
        gateway.feed().upstream(new UUID(2, 22), second.port(), "/slow", 2_000);
        gateway.awaitApplied();
        assertThat(send(HttpClient.Version.HTTP_1_1, "GET", "/quick/x", "").statusCode())
                .isEqualTo(200);
        assertThat(System.nanoTime() - begun).isLessThan(2_500_000_000L);
        long before = gateway.metric(HITS.formatted("own-call-time"));
        RunningGateway.await(
                "its end",
                () -> gateway.metric(HITS.formatted("own-call-time")) > before - 1
                        && seen(second, "/slow/quick/x").size() == 1);
        RunningGateway.await("the records", () -> gateway.recorded() == recorded + 2);
    }

    @Test
    void a_body_that_is_too_long_is_not_copied_and_counted_whether_its_length_is_known_or_not() throws Exception {
        long before = gateway.metric(HITS.formatted("mirrored-body"));
        send(HttpClient.Version.HTTP_1_1, "POST", "/all/long", "x".repeat(1001));
        HttpResponse<String> unknown = gateway.http()
                .send(
                        gateway.request("/all/longer")
                                .POST(BodyPublishers.ofInputStream(
                                        () -> new java.io.ByteArrayInputStream(new byte[70_000])))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(unknown.statusCode()).isEqualTo(200);
        assertThat(seen(gateway.upstream(), "/all/longer"))
                .singleElement()
                .satisfies(original -> assertThat(original.bodyBytes()).isEqualTo(70_000));
        assertThat(gateway.metric(HITS.formatted("mirrored-body"))).isEqualTo(before + 2);
        send(HttpClient.Version.HTTP_1_1, "POST", "/all/fits", "x".repeat(1000));
        RunningGateway.await("the copy", () -> !seen(second, "/all/fits").isEmpty());
        assertThat(seen(second, "/all/long")).isEmpty();
    }

    @Test
    void a_route_whose_second_upstream_is_not_there_is_refused_alone() throws Exception {
        mirrored(6, "/nobody", "{'policy':'mirror','config':{'upstream':'%s'}}".formatted(new UUID(2, 99)));
        gateway.awaitApplied();
        assertThat(send(HttpClient.Version.HTTP_1_1, "GET", "/nobody/x", "").statusCode())
                .isEqualTo(500);
        gateway.feed().upstream(new UUID(2, 99), second.port(), "", 2_000);
        gateway.awaitApplied();
        assertThat(send(HttpClient.Version.HTTP_1_1, "GET", "/nobody/x", "").statusCode())
                .isEqualTo(200);
    }
}
