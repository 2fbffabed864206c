package io.tallygate.gateway.suites;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.counter.Allowance;
import io.tallygate.gateway.counter.Count;
import io.tallygate.gateway.counter.CountKey;
import io.tallygate.gateway.counter.LimitCounts;
import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.suites.RateLimitSuite.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// `rate-limit-headers.json`, over the public port.
class RateLimitSuiteTest {
    private static final SuiteTable TABLE = SuiteTable.of("rate-limit-headers");
    private static final SuiteReport REPORT = new SuiteReport("gateway", true);

    private static RunningGateway gateway;

    /// An instance of a group whose store is away.
    private static RunningGateway storeless;

    private static int numbers;
    private final Map<String, String> keys = new HashMap<>();

    @BeforeAll
    static void begin() throws Exception {
        gateway = RunningGateway.withLimits("");
        storeless = RunningGateway.sharing(URI.create("redis://127.0.0.1:1"), "");
    }

    @AfterAll
    static void end() {
        gateway.close();
        storeless.close();
        REPORT.print();
        assertThat(REPORT.count(SuiteReport.Outcome.FAILED)).isZero();
    }

    @TestFactory
    Stream<DynamicTest> rows() {
        return TABLE.rows().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.path("id").asText(),
                        () -> REPORT.row(TABLE, row.path("id").asText(), run(row), List.of())));
    }

    /// @return  what differs; null when nothing does
    private @Nullable String run(JsonNode row) throws Exception {
        JsonNode config = row.path("config");
        boolean varies = Stream.of(row.path("requests"))
                .flatMap(all ->
                        Stream.iterate(0, i -> i < all.size(), i -> i + 1).map(all::path))
                .anyMatch(request -> request.has("cost"));
        if (varies) {
            return inProcess(row);
        }
        RunningGateway at = config.has("onStoreFailure") ? storeless : gateway;
        int number = ++numbers;
        String prefix = "/suite-" + number;
        String unknown = place(at, row, config, prefix, number);
        if (unknown != null) {
            return unknown;
        }
        credentials(at, config);
        boolean calendar = config.path("clock").asText().equals("calendar");
        if (calendar) { // not over the end of a minute
            long second = System.currentTimeMillis() / 1_000 % 60;
            Thread.sleep(second >= 52 ? (61 - second) * 1_000 : 0);
        }
        Answer before = null;
        int at0 = 0;
        for (JsonNode request : row.path("requests")) {
            String step = request.path("before").asText("");
            if (!step.isEmpty() && !step.equals("take the counter store away")) {
                config = RateLimitSuite.after(config, step);
                place(at, row, config, prefix, number);
            }
            Thread.sleep(
                    (long) (request.path("afterSeconds").asDouble() * 1_000) + (request.has("afterSeconds") ? 50 : 0));
            Answer answer = send(at, prefix, request);
            String differs = answer.differs(request.path("expect"), before);
            if (differs != null) {
                return "request " + at0 + ": " + differs;
            }
            before = answer;
            at0++;
        }
        return null;
    }

    private static @Nullable String place(RunningGateway at, JsonNode row, JsonNode config, String prefix, int number)
            throws Exception {
        int each = 0;
        for (Map.Entry<String, String> route : RateLimitSuite.routes(row).entrySet()) {
            String policy = RateLimitSuite.policy(config, route.getKey(), route.getValue(), "row-" + number);
            if (policy == null) {
                return "nothing counts by " + config.path("by").asText();
            }
            at.feed()
                    .route(
                            new UUID(number, ++each),
                            prefix + route.getKey(),
                            RunningGateway.UPSTREAM,
                            config.has("credentials") ? "api-key" : "none",
                            policy);
        }
        long revision = at.feed().lines().size();
        RunningGateway.await("revision " + revision, () -> at.metric("tallygate_config_revision") >= revision);
        return null;
    }

    /// Keys of the table are replaced by minted ones; consumers have an application each.
    private void credentials(RunningGateway at, JsonNode config) throws Exception {
        for (JsonNode credential : config.path("credentials")) {
            String text = credential.has("key")
                    ? credential.path("key").asText()
                    : "Basic "
                            + java.util.Base64.getEncoder()
                                    .encodeToString(credential
                                            .path("basic")
                                            .asText()
                                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            int number = ++numbers;
            String key = "tg_live_" + "%038d".formatted(number);
            keys.put(text, key);
            at.feed().credential(new UUID(11, number), key, PortalFeed.APPLICATION, new UUID(12, number));
        }
        long revision = at.feed().lines().size();
        RunningGateway.await("revision " + revision, () -> at.metric("tallygate_config_revision") >= revision);
    }

    private Answer send(RunningGateway at, String prefix, JsonNode request) throws Exception {
        HttpRequest.Builder call = at.request(prefix + request.path("target").asText());
        for (Map.Entry<String, JsonNode> header : request.path("headers").properties()) {
            String key = keys.get(header.getValue().asText());
            call.header(
                    key == null ? header.getKey() : "X-API-Key",
                    key == null ? header.getValue().asText() : key);
        }
        HttpResponse<String> answer = at.http().send(call.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer.headers().map());
    }

    /// A row whose requests cost what the row says: the count itself is asked.
    private static @Nullable String inProcess(JsonNode row) throws Exception {
        JsonNode limit = row.path("config").path("limits").path(0);
        Allowance allowance = new Allowance.Sliding(
                limit.path("count").asLong(), limit.path("windowSeconds").asInt());
        try (LimitCounts counts = LimitCounts.open(Files.createTempDirectory("limits-"), LimitCounts.Bounds.NONE)) {
            Count count = counts.table("row", allowance, 10, null).of(new CountKey().add("a"), allowance);
            int at = 0;
            for (JsonNode request : row.path("requests")) {
                long now = counts.clock().now();
                long cost = request.path("cost").asLong();
                boolean taken = cost == 0 || count.take(now, System.currentTimeMillis(), cost) != Count.NO_ROOM;
                JsonNode expect = request.path("expect");
                long remaining = count.remaining(now, System.currentTimeMillis());
                if (expect.has("status") && (expect.path("status").asInt() == 200) != taken) {
                    return "request " + at + ": taken " + taken;
                }
                if (expect.has("remaining") && expect.path("remaining").asLong() != remaining) {
                    return "request " + at + ": remaining " + remaining;
                }
                at++;
            }
        }
        return null;
    }
}
