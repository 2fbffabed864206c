package io.tallygate.portal.gatewayconfig.web;

import static io.tallygate.portal.gatewayconfig.TenantChanges.credential;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.portal.gatewayconfig.FeedConnection;
import io.tallygate.portal.gatewayconfig.FeedReader;
import io.tallygate.portal.gatewayconfig.Kind;
import io.tallygate.portal.gatewayconfig.TenantChanges;
import io.tallygate.portal.running.RunningPortal;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The feed as a gateway sees it: over HTTP, from a portal on Open Liberty with a PostgreSQL of its own.
class GatewayFeedIT {
    private static final String FEED = "/gateway-feed/v1?group=shared";
    private static final String BEARER = "Bearer " + RunningPortal.GROUP_TOKEN;

    private final RunningPortal portal = RunningPortal.shared();
    private final List<FeedConnection> connected = new ArrayList<>();

    @AfterEach
    void hangUp() {
        connected.forEach(FeedConnection::close);
        connected.clear();
    }

    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource({
        "GET, /gateway-feed/nothing, 404",
        "DELETE, /gateway-feed/v1, 405",
        "PUT, /gateway-feed/v1/instances, 405"
    })
    void what_the_feed_does_not_offer_is_a_problem_detail_without_a_class_name(String method, String path, int status)
            throws Exception {
        HttpResponse<String> answer = portal.send(method, path, null, "Authorization", BEARER);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.headers().map().toString() + answer.body())
                .doesNotContainIgnoringCase("exception")
                .doesNotContain("resteasy", "RESTEASY", "jakarta");
    }

    @Test
    void a_commit_is_on_the_wire_within_milliseconds() throws Exception {
        var tenant = TenantChanges.ofNewTenant(portal.database());
        FeedReader reader = connect("0");
        reader.await(seen -> !seen.modes().isEmpty());
        assertThat(reader.modes()).containsExactly("snapshot");
        long[] nanos = new long[100];
        for (int i = 0; i < nanos.length; i++) {
            long revision = tenant.put(UUID.randomUUID(), credential());
            long committed = System.nanoTime();
            reader.awaitRevision(revision);
            nanos[i] = System.nanoTime() - committed;
        }
        Arrays.sort(nanos);
        System.out.printf("commit to line: p50 %.1f ms, p99 %.1f ms%n", nanos[49] / 1e6, nanos[98] / 1e6);
        assertThat(Duration.ofNanos(nanos[49])).isLessThan(Duration.ofMillis(250));
    }

    @Test
    void a_gateway_that_comes_again_gets_what_it_missed_and_a_stranger_gets_all() throws Exception {
        var tenant = TenantChanges.ofNewTenant(portal.database());
        UUID gone = UUID.randomUUID();
        UUID kept = UUID.randomUUID();
        long since = tenant.put(gone, credential());
        connect(Long.toString(since)).await(seen -> !seen.modes().isEmpty());
        hangUp();
        tenant.put(kept, credential());
        long now = tenant.delete(Kind.CREDENTIAL, gone);
        FeedReader again = connect(Long.toString(since));
        again.awaitRevision(now);
        assertThat(again.modes()).containsExactly("changes");
        assertThat(again.revisions()).containsExactly(now - 1, now);
        FeedReader stranger = connect("");
        stranger.awaitRevision(now);
        assertThat(stranger.modes()).containsExactly("snapshot");
        assertThat(stranger.entities()).containsKey("credential " + kept).doesNotContainKey("credential " + gone);
    }

    @Test
    void a_quiet_feed_is_heard_of_every_five_seconds() throws Exception {
        FeedReader reader = connect("");
        reader.await(seen -> !seen.modes().isEmpty());
        long began = System.nanoTime();
        reader.await(seen -> seen.heartbeats() >= 2);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(10_500));
    }

    @Test
    void many_open_feeds_leave_the_server_its_threads() throws Exception {
        int gateways = 150;
        for (int i = 0; i < gateways; i++) {
            connect("");
        }
        for (FeedConnection each : connected) {
            each.reader().await(seen -> !seen.modes().isEmpty());
        }
        long began = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertThat(portal.get("/health/live").statusCode()).isEqualTo(200);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        assertThat(portal.get("/metrics").body()).containsPattern("gateway_feed_streams\\{[^}]*} 1[5-9][0-9]\\.0");
        long now = TenantChanges.ofNewTenant(portal.database()).put(UUID.randomUUID(), credential());
        for (FeedConnection each : connected) {
            each.reader().awaitRevision(now);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer tgg_wrong",
                "Bearer tgp_0000000000000000000000000000TEST3CnFZH",
                "Basic eDp5"
            })
    void a_wrong_credential_gets_401_as_a_problem(String authorization) throws Exception {
        HttpResponse<String> answer =
                authorization.isEmpty() ? portal.get(FEED) : portal.get(FEED, "Authorization", authorization);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer"));
        assertProblem(answer, "unknown-group-credential");
    }

    @ParameterizedTest
    @CsvSource({
        "group=other, 403, not-your-group",
        "since=1, 400, bad-request",
        "group=shared&since=-1, 400, bad-request",
        "group=shared&since=x, 400, bad-request",
        "group=shared&since=99999999999999999999, 400, bad-request"
    })
    void a_request_that_is_none_is_refused_as_a_problem(String query, int status, String type) throws Exception {
        HttpResponse<String> answer = portal.get("/gateway-feed/v1?" + query, "Authorization", BEARER);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertProblem(answer, type);
    }

    @Test
    void an_instance_reports_what_it_has_applied() throws Exception {
        assertThat(report("one", "shared", "7").statusCode()).isEqualTo(204);
        assertThat(report("one", "shared", "8").statusCode()).isEqualTo(204);
        try (Connection connection = portal.database().as("feed");
                Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(
                        "select revision, version from portal.gateway_instance where instance = 'one'")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getLong(1)).isEqualTo(8);
            assertThat(row.getString(2)).isEqualTo("0.1.0");
            assertThat(row.next()).isFalse();
        }
    }

    @Test
    void a_report_that_is_none_is_refused() throws Exception {
        assertProblem(report("one", "other", "7"), "not-your-group");
        assertProblem(report("../one", "shared", "7"), "bad-request");
        assertProblem(report("one", "shared", "-1"), "bad-request");
        assertProblem(report("one", "shared", "\"7\""), "bad-request");
        HttpResponse<String> text = portal.send("POST", "/gateway-feed/v1/instances", "[", "Authorization", BEARER);
        assertThat(text.statusCode()).isEqualTo(400);
        assertThat(portal.send("POST", "/gateway-feed/v1/instances", "{}").statusCode())
                .isEqualTo(401);
    }

    private HttpResponse<String> report(String instance, String group, String revision) throws Exception {
        String body =
                "{\"instance\":\"%s\",\"group\":\"%s\",\"revision\":%s,\"startedAt\":\"2026-11-25T10:00:00Z\",\"version\":\"0.1.0\"}"
                        .formatted(instance, group, revision);
        return portal.send("POST", "/gateway-feed/v1/instances", body, "Authorization", BEARER);
    }

    private static void assertProblem(HttpResponse<String> answer, String type) {
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(media -> assertThat(media).startsWith("application/problem+json"));
        assertThat(answer.body()).contains("\"type\":\"/problems/" + type + "\"");
    }

    private FeedReader connect(String since) throws IOException, InterruptedException {
        FeedConnection connection = FeedConnection.open(portal.url(), since);
        connected.add(connection);
        return connection.reader();
    }
}
