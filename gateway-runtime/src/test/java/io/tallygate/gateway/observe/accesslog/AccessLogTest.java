package io.tallygate.gateway.observe.accesslog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.observe.Metrics;
import io.tallygate.gateway.observe.accesslog.AccessLogSettings.ClientAddress;
import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static Path file;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        file = folder.resolve("logs").resolve("access.log");
        gateway = RunningGateway.withSettings(
                Map.of("TALLYGATE_ACCESS_LOG", file.toString(), "TALLYGATE_ACCESS_LOG_CLIENT", "truncated"), "");
        gateway.feed()
                .guarded(
                        new UUID(9, 1),
                        "/by-query",
                        RunningGateway.UPSTREAM,
                        "{'policy':'api-key','config':{'names':['opener'],'in':['header','query']}}");
        gateway.awaitApplied();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static List<JsonNode> lines(Path of) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(of, ISO_8859_1)) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    /// The line of the call with that path.
    private static JsonNode lineOf(String path) throws Exception {
        RunningGateway.await(
                "the line of " + path,
                () -> Files.exists(file)
                        && lines(file).stream()
                                .anyMatch(line -> path.equals(line.path("path").asText())));
        return lines(file).stream()
                .filter(line -> path.equals(line.path("path").asText()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_line_tells_what_became_of_a_call() throws Exception {
        String id = gateway.get(
                        "/acme/orders/7?x=1", "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .headers()
                .firstValue("X-Request-Id")
                .orElseThrow();
        JsonNode line = lineOf("/acme/orders/7");
        assertThat(line.path("requestId").asText()).isEqualTo(id);
        assertThat(line.path("traceId").asText()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(line.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(line.path("method").asText()).isEqualTo("GET");
        assertThat(line.path("host").asText()).isEqualTo("127.0.0.1:" + gateway.port());
        assertThat(line.path("query").asText()).isEqualTo("x=1");
        assertThat(line.path("route").asText()).isEqualTo(RunningGateway.ROUTE.toString());
        assertThat(line.path("api").asText()).isEqualTo(PortalFeed.API.toString());
        assertThat(line.path("consumer").asText()).isEqualTo(PortalFeed.CONSUMER.toString());
        assertThat(line.path("application").asText()).isEqualTo(PortalFeed.APPLICATION.toString());
        assertThat(line.path("credential").asText()).isEqualTo(RunningGateway.CREDENTIAL.toString());
        assertThat(line.path("status").asInt()).isEqualTo(200);
        assertThat(line.path("outcome").asText()).isEqualTo("answered");
        assertThat(line.path("responseBytes").asInt()).isEqualTo("GET /base/7?x=1".length());
        assertThat(line.path("micros").asLong())
                .isGreaterThanOrEqualTo(line.path("upstreamMicros").asLong());
        assertThat(line.path("upstream").asText()).isEqualTo(RunningGateway.UPSTREAM.toString());
        assertThat(line.path("target").asText())
                .isEqualTo("127.0.0.1:" + gateway.upstream().port());
        assertThat(line.path("tries").asInt()).isEqualTo(1);
        assertThat(line.path("protocol").asText()).isEqualTo("1.1");
        assertThat(line.path("client").asText()).isEqualTo("127.0.0.0");
        assertThat(line.has("problem")).isFalse();
    }

    @Test
    void a_refused_call_is_told_with_its_problem_and_who_refused_it() throws Exception {
        gateway.http()
                .send(
                        gateway.request("/acme/orders/refused").build(),
                        java.net.http.HttpResponse.BodyHandlers.discarding());
        JsonNode line = lineOf("/acme/orders/refused");
        assertThat(line.path("status").asInt()).isEqualTo(401);
        assertThat(line.path("outcome").asText()).isEqualTo("refused");
        assertThat(line.path("problem").asText()).isEqualTo("missing-api-key");
        assertThat(line.path("refusedBy").asText()).isEqualTo("api-key");
        assertThat(line.path("responseBytes").asInt()).isPositive();
        assertThat(line.has("target")).isFalse();
        gateway.raw("BREW\u0001 / HTTP/1.1\r\n\r\n");
        RunningGateway.await(
                "a request that is none",
                () -> lines(file).stream()
                        .anyMatch(each -> each.path("problem").asText().equals("bad-request")));
    }

    @Test
    void no_line_holds_a_secret() throws Exception {
        String key = "tg_live_" + "s".repeat(38);
        String token = "eyJhbGciOiJFUzI1NiJ9." + "a".repeat(60) + ".sig";
        gateway.get("/acme/orders/s1?opener=known&access_token=hush1&%61ccess%5Ftoken=hush2&x=1&refresh-token=hush3");
        gateway.get("/by-query/s2?opener=hush4&y=2&Opener=hush5&z=" + key + "&w=" + token);
        gateway.get("/nothing/s3?whatever=hush6&" + key, "Authorization", "Bearer hush7", "Cookie", "a=hush8");
        gateway.get("/acme/orders/" + key + "/" + token + "/s4?client_secret=hush9;a=1");
        JsonNode first = lineOf("/acme/orders/s1");
        assertThat(first.path("query").asText())
                .isEqualTo("opener=known&access_token=[removed]&%61ccess%5Ftoken=[removed]&x=1"
                        + "&refresh-token=[removed]");
        assertThat(lineOf("/by-query/s2").path("query").asText())
                .isEqualTo("opener=[removed]&y=2&Opener=[removed]&z=[removed]&w=[removed]");
        assertThat(lineOf("/nothing/s3").path("query").asText()).startsWith("whatever=[removed]&");
        assertThat(lineOf("/acme/orders/[removed]/[removed]/s4").path("query").asText())
                .isEqualTo("client_secret=[removed];a=1");
        assertThat(Files.readString(file)).doesNotContain("hush", RunningGateway.KEY, "eyJ");
        assertThat(Files.readString(file)).doesNotContain("x-api-key", "Bearer");
    }

    @Test
    void a_line_stays_a_line_whatever_a_client_sends() throws Exception {
        gateway.raw("GET /acme/orders/\"%0a\\{}?a=\"\\ HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n");
        gateway.raw(
                "GET /acme/orders/hostile?q=\"},{\"x\":\\u000a HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n");
        gateway.raw(
                "WEIRD-" + "x".repeat(50) + " /acme/orders/odd HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n");
        JsonNode odd = lineOf("/acme/orders/odd");
        assertThat(odd.path("method").asText()).startsWith("WEIRD-x");
        for (String line : Files.readAllLines(file, ISO_8859_1)) {
            assertThat(JSON.readTree(line).isObject()).as(line).isTrue();
            assertThat(line.chars()).allMatch(c -> c >= 0x20 && c < 0x7f);
        }
    }

    private static boolean isIn(Path file, String text) throws IOException {
        try {
            return Files.readString(file).contains(text);
        } catch (NoSuchFileException movedAway) {
            return false;
        }
    }

    @Test
    void a_full_file_makes_room_for_another_and_the_oldest_goes() throws Exception {
        Path rotated = folder.resolve("rotated.log");
        Metrics metrics = new Metrics();
        try (AccessLog log = new AccessLog(
                new AccessLogSettings(rotated, 20_000, 2, ClientAddress.NONE), metrics, Clock.systemUTC())) {
            AccessLog.Lines lines = log.newLoop();
            for (int i = 0; i < 1_000; i++) {
                lines.begin().number("number", i).text("filler", "x".repeat(80));
                lines.end();
                if (i % 50 == 49) { // it is written in between: fewer than a file holds
                    String last = "\"number\":" + i;
                    RunningGateway.await("line " + i, () -> isIn(rotated, last));
                }
            }
        }
        List<Integer> numbers = new ArrayList<>();
        for (Path each :
                List.of(rotated.resolveSibling("rotated.log.2"), rotated.resolveSibling("rotated.log.1"), rotated)) {
            assertThat(Files.size(each)).isLessThanOrEqualTo(20_000);
            lines(each).forEach(line -> numbers.add(line.path("number").asInt()));
        }
        assertThat(Files.exists(rotated.resolveSibling("rotated.log.3"))).isFalse();
        assertThat(numbers.getLast()).isEqualTo(999);
        for (int i = 1; i < numbers.size(); i++) { // none is cut or lost between two files
            assertThat(numbers.get(i)).isEqualTo(numbers.get(i - 1) + 1);
        }
        assertThat(metrics.hits(Limit.ACCESS_LOG)).isZero();
    }

    @Test
    void lines_that_find_no_room_are_dropped_and_counted_there_too() throws Exception {
        Path slow = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", slow.toString()).start().waitFor())
                .isZero();
        Metrics metrics = new Metrics();
        StringBuilder read = new StringBuilder();
        try (AccessLog log = new AccessLog(
                new AccessLogSettings(slow, Long.MAX_VALUE, 1, ClientAddress.NONE), metrics, Clock.systemUTC())) {
            AccessLog.Lines lines = log.newLoop();
            long began = System.nanoTime();
            for (int i = 0; i < 60_000; i++) { // nobody reads
                lines.begin().text("filler", "x".repeat(80));
                lines.end();
            }
            assertThat(System.nanoTime() - began).isLessThan(2_000_000_000L);
            assertThat(metrics.hits(Limit.ACCESS_LOG)).isPositive();
            Thread reader = Thread.ofVirtual().start(() -> {
                try (var in = Files.newBufferedReader(slow)) {
                    in.lines().forEach(line -> read.append(line.contains("droppedLines") ? line : ""));
                } catch (IOException broken) {
                    read.append(broken);
                }
            });
            RunningGateway.await("the ring is empty", () -> {
                lines.begin().text("filler", "after");
                lines.end();
                return metrics.hits(Limit.ACCESS_LOG) > 0 && read.toString().contains("droppedLines");
            });
            assertThat(JSON.readTree(read.substring(0, read.indexOf("}") + 1))
                            .path("droppedLines")
                            .asLong())
                    .isPositive();
            reader.interrupt();
        }
    }
}
