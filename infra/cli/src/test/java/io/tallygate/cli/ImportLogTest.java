package io.tallygate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportLogTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SUITES = Path.of("..", "contracts", "suites");
    private static final String ONE = "0197a0b0-0000-7000-8000-000000000001";
    private static final String TWO = "0197a0b0-0000-7000-8000-000000000002";

    @TempDir
    private Path home;

    private Typed.Result run(SmallIntake intake, String... more) {
        List<String> words = new ArrayList<>(List.of("import-log", "--gateway", intake.url()));
        words.addAll(List.of(more));
        return new Typed(home).with("TALLYGATE_EVENTS_KEY", "tge_test").run(words.toArray(String[]::new));
    }

    private String file(String name, String... lines) throws IOException {
        return Files.writeString(home.resolve(name), String.join("\n", lines) + "\n", UTF_8)
                .toString();
    }

    @Test
    void ten_thousand_real_requests_imported_twice_and_shuffled_come_to_what_is_known_of_them() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(SUITES.resolve("access-log.ndjson")));
        Map<String, String> subscriptions = new HashMap<>();
        List<String> callers = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String caller = JSON.readTree(line).path("caller").asText();
            if (!subscriptions.containsKey(caller)) {
                String id = UUID.nameUUIDFromBytes(caller.getBytes(UTF_8)).toString();
                subscriptions.put(caller, id);
                callers.add(caller + "," + id);
            }
        }
        String map = file("callers", callers.toArray(String[]::new));
        String routes = file("routes", "* /** site", "GET /blog/** site blog");
        try (SmallIntake intake = new SmallIntake().refusingEvery(5)) {
            var first = run(
                    intake,
                    SUITES.resolve("access-log.ndjson").toString(),
                    "--callers",
                    map,
                    "--routes",
                    routes,
                    "--rejects",
                    home.resolve("bad").toString());
            assertThat(first.err()).contains("line 1: no time");
            assertThat(first.out()).contains("10001 lines: 10000 taken, 1 bad, kept in");
            assertThat(first.code()).isEqualTo(1);
            assertThat(Files.readAllLines(home.resolve("bad"))).containsExactly(lines.getFirst());
            assertEqualToWhatIsKnown(intake.events(), subscriptions);

            lines.removeFirst();
            Collections.shuffle(lines, new Random(7));
            String shuffled = file("shuffled", lines.toArray(String[]::new));
            var second = run(intake, shuffled, "--callers", map, "--routes", routes);
            assertThat(second.code()).as(second.err()).isZero();
            assertEqualToWhatIsKnown(intake.events(), subscriptions);
        }
    }

    private static void assertEqualToWhatIsKnown(Collection<JsonNode> events, Map<String, String> subscriptions)
            throws IOException {
        JsonNode known =
                JSON.readTree(SUITES.resolve("access-log.expected.json").toFile());
        assertThat(events).hasSize(known.path("overall").path("requests").asInt());
        assertThat(events.stream().mapToLong(ImportLogTest::bytes).sum())
                .isEqualTo(known.path("overall").path("bytes").asLong());
        assertSums(
                events,
                known.path("methods"),
                "method",
                event -> event.at("/data/method").asText());
        assertSums(
                events,
                known.path("statuses"),
                "status",
                event -> event.at("/data/status").asText());
        assertSums(
                events,
                known.path("hours"),
                "from",
                event -> Instant.parse(event.path("time").asText())
                        .truncatedTo(ChronoUnit.HOURS)
                        .toString());
        Map<String, Long> calls = events.stream()
                .collect(groupingBy(event -> event.path("subject").asText(), counting()));
        Map<String, Long> bytes = events.stream()
                .collect(groupingBy(event -> event.path("subject").asText(), summingLong(ImportLogTest::bytes)));
        assertThat(known.path("topCallers")).hasSize(50);
        for (JsonNode top : known.path("topCallers")) {
            String subscription = subscriptions.get(top.path("caller").asText());
            assertThat(calls.get(subscription)).isEqualTo(top.path("requests").asLong());
            assertThat(bytes.get(subscription)).isEqualTo(top.path("bytes").asLong());
        }
    }

    private static void assertSums(
            Collection<JsonNode> events, JsonNode known, String name, Function<JsonNode, String> of) {
        Map<String, Long> wanted = new TreeMap<>();
        Map<String, Long> wantedBytes = new TreeMap<>();
        for (JsonNode group : known) {
            wanted.put(group.path(name).asText(), group.path("requests").asLong());
            if (group.has("bytes")) {
                wantedBytes.put(group.path(name).asText(), group.path("bytes").asLong());
            }
        }
        assertThat(events.stream().collect(groupingBy(of, counting()))).isEqualTo(wanted);
        if (!wantedBytes.isEmpty()) {
            assertThat(events.stream().collect(groupingBy(of, summingLong(ImportLogTest::bytes))))
                    .isEqualTo(wantedBytes);
        }
    }

    private static long bytes(JsonNode event) {
        return event.at("/data/bytes").asLong();
    }

    @Test
    void equal_lines_are_as_many_requests_and_again_the_same_ones() throws IOException {
        String line =
                "192.0.2.7 - jonas [10/Oct/2025:13:55:36 +0200] \"GET /orders/7?x=1 HTTP/1.1\" 200 512 \"-\" \"a\"";
        String log = file("log", line, line, line);
        String routes = file("routes", "GET /orders/{id} orders getOrder");
        try (SmallIntake intake = new SmallIntake()) {
            assertThat(run(intake, log, "--subscription", ONE, "--routes", routes)
                            .code())
                    .isZero();
            assertThat(run(intake, log, "--subscription", ONE, "--routes", routes)
                            .code())
                    .isZero();
            assertThat(intake.events()).hasSize(3).allSatisfy(event -> {
                assertThat(event.path("time").asText()).isEqualTo("2025-10-10T11:55:36Z");
                assertThat(event.path("subject").asText()).isEqualTo(ONE);
                assertThat(event.at("/data/operation").asText()).isEqualTo("getOrder");
                assertThat(event.at("/data/bytes").asLong()).isEqualTo(512);
                assertThat(event.toString()).doesNotContain("192.0.2.7").doesNotContain("jonas");
            });
            run(intake, log, "--subscription", ONE, "--routes", routes, "--source", "another host's");
            assertThat(intake.events()).hasSize(6);
        }
    }

    @Test
    void bad_lines_are_listed_kept_and_counted_once_they_are_mended() throws IOException {
        String log = file(
                "log",
                "192.0.2.7 - - [10/Oct/2025:13:55:36 +0000] \"GET /a HTTP/1.1\" 200 12",
                "192.0.2.8 - - [10/Oct/2025:13:55:36 +0000] \"GET /a HTTP/1.1\" 200 12",
                "192.0.2.9 - - [10/Oct/2025:13:55:36 +0000] \"GET /nowhere HTTP/1.1\" 404 -",
                "192.0.2.7 - - [10/Oct/2025:25:55:36 +0000] \"GET /a HTTP/1.1\" 200 12",
                "192.0.2.7 - - [10/Oct/2025:13:55:36 +0000] \"\\x16\\x03\\x01\" 400 150",
                "",
                "nonsense",
                "{\"time\":\"2025-10-10T13:55:36Z\",\"remote_addr\":\"192.0.2.6\",\"request\":\"GET /a HTTP/1.1\","
                        + "\"status\":\"200\",\"body_bytes_sent\":\"12\"}");
        String routes = file("routes", "GET /a site a");
        try (SmallIntake intake = new SmallIntake().without(TWO)) {
            var ran = run(
                    intake,
                    log,
                    "--rule",
                    "192\\.0\\.2\\.8=" + TWO,
                    "--rule",
                    "192[.]0[.]2[.][679]=" + ONE,
                    "--routes",
                    routes);
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.err().lines())
                    .containsExactlyInAnyOrder(
                            "line 3: no route for GET /nowhere",
                            "line 4: no time that is one: 10/Oct/2025:25:55:36 +0000",
                            "line 5: no request line: \\x16\\x03\\x01",
                            "line 7: not in Combined or Common form",
                            "line 2: unknown-subject: It is not known.");
            assertThat(ran.out()).contains("8 lines: 2 taken, 5 bad, kept in " + log + ".bad");
            List<String> kept = Files.readAllLines(Path.of(log + ".bad"));
            assertThat(kept).hasSize(5);
            String mended = file(
                    "mended",
                    kept.stream()
                            .filter(line -> line.contains("25:55:36"))
                            .findFirst()
                            .orElseThrow()
                            .replace("25:55:36", "15:55:36"));
            assertThat(run(intake, mended, "--subscription", ONE, "--routes", routes)
                            .code())
                    .isZero();
            assertThat(intake.events()).hasSize(3);
        }
    }

    @Test
    void operations_of_a_published_api_are_the_routes() throws IOException {
        String log = file(
                "log",
                "{\"t\":1760104536.25,\"caller\":\"c\",\"method\":\"GET\",\"path\":\"/orders/v1/7\","
                        + "\"status\":200,\"bytes\":1}");
        try (SmallPortal portal = new SmallPortal();
                SmallIntake intake = new SmallIntake()) {
            portal.on(
                    "GET /api/v1/tenants/acme/apis/o1",
                    200,
                    "{\"slug\":\"orders\",\"basePath\":\"/orders\",\"operations\":[{\"id\":\"getOrder\",\"method\":"
                            + "\"GET\",\"path\":\"/v1/{id}\"}]}");
            var ran = new Typed(home)
                    .at(portal)
                    .with("TALLYGATE_EVENTS_KEY", "tge_test")
                    .run("import-log", log, "--gateway", intake.url(), "--subscription", ONE, "--api", "o1");
            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(intake.events()).singleElement().satisfies(event -> {
                assertThat(event.at("/data/api").asText()).isEqualTo("orders");
                assertThat(event.at("/data/operation").asText()).isEqualTo("getOrder");
                assertThat(event.path("time").asText()).isEqualTo("2025-10-10T13:55:36.250Z");
            });
        }
    }

    @Test
    void a_credential_that_is_refused_ends_the_import_at_once() throws IOException {
        String log = file(
                "log",
                "{\"t\":\"2025-10-10T13:55:36Z\",\"caller\":\"c\",\"method\":\"GET\",\"path\":\"/a\","
                        + "\"status\":200,\"bytes\":1}");
        String routes = file("routes", "* /** site");
        try (SmallIntake intake = new SmallIntake()) {
            var ran = new Typed(home)
                    .with("TALLYGATE_EVENTS_KEY", "tge_wrong")
                    .run("import-log", log, "--gateway", intake.url(), "--subscription", ONE, "--routes", routes);
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.err()).contains("The gateway answers 401");
        }
    }
}
