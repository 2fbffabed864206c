package io.tallygate.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The schema says what the sample shows, and refuses what it should.
class GatewayFeedContractTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Schema LINE = schema("gateway-feed.schema.json");

    @Test
    void every_line_of_the_sample_is_one_object_of_the_schema() throws IOException {
        for (String line : sample()) {
            assertThat(LINE.validate(line, InputFormat.JSON)).as(line).isEmpty();
        }
    }

    @Test
    void the_sample_shows_every_line_type_and_mode_and_every_kind_put_and_most_deleted() throws IOException {
        Set<String> shown = new TreeSet<>();
        for (JsonNode line : sampleLines()) {
            shown.add((line.path("type").asText() + " " + line.path("mode").asText()
                            + line.path("kind").asText())
                    .strip());
        }
        assertThat(shown)
                .contains("begin snapshot", "begin changes", "commit", "heartbeat")
                .contains(
                        "put tenant",
                        "put upstream",
                        "put route",
                        "put credential",
                        "put subscription",
                        "put plan-version",
                        "put meter",
                        "put eventCredential")
                .contains("delete tenant", "delete credential", "delete route", "delete upstream");
    }

    @Test
    void the_sample_shows_every_member_that_the_schema_knows() throws IOException {
        JsonNode definitions = JSON.readTree(text("gateway-feed.schema.json")).path("$defs");
        for (String kind : List.of(
                "tenant",
                "upstream",
                "route",
                "credential",
                "subscription",
                "plan-version",
                "meter",
                "eventCredential")) {
            Set<String> shown = new HashSet<>();
            for (JsonNode line : sampleLines()) {
                if (line.path("kind").asText().equals(kind)) {
                    line.path("value").fieldNames().forEachRemaining(shown::add);
                }
            }
            List<String> known = new ArrayList<>();
            definitions.path(kind).path("properties").fieldNames().forEachRemaining(known::add);
            assertThat(shown).as(kind).containsExactlyInAnyOrderElementsOf(known);
        }
    }

    @Test
    void the_sample_keeps_the_order_that_the_readme_tells() throws IOException {
        long begun = -1;
        long committed = 0;
        long last = 0;
        boolean snapshot = false;
        Set<String> seen = new HashSet<>();
        for (JsonNode line : sampleLines()) {
            long revision = line.path("revision").asLong();
            switch (line.path("type").asText()) {
                case "begin" -> {
                    assertThat(begun).as("no batch inside a batch").isNegative();
                    assertThat(revision).isGreaterThanOrEqualTo(committed);
                    snapshot = line.path("mode").asText().equals("snapshot");
                    begun = revision;
                    last = snapshot ? 0 : committed;
                    seen.clear();
                }
                case "put", "delete" -> {
                    assertThat(revision).isGreaterThan(last).isLessThanOrEqualTo(begun);
                    assertThat(seen.add(
                                    line.path("kind").asText() + line.path("id").asText()))
                            .isTrue();
                    assertThat(snapshot && line.path("type").asText().equals("delete"))
                            .isFalse();
                    last = revision;
                }
                case "commit" -> {
                    assertThat(revision).isEqualTo(begun);
                    committed = revision;
                    begun = -1;
                }
                default -> {
                    assertThat(begun).as("a heartbeat stands between batches").isNegative();
                    assertThat(revision).isEqualTo(committed);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"hello\"}",
                "{\"type\":\"begin\",\"mode\":\"part\",\"revision\":1}",
                "{\"type\":\"begin\",\"mode\":\"changes\",\"revision\":-1}",
                "{\"type\":\"commit\",\"revision\":1,\"note\":\"\"}",
                "{\"type\":\"heartbeat\",\"revision\":1}",
                "{\"type\":\"heartbeat\",\"revision\":1,\"at\":\"2026-11-25T10:00:00+01:00\"}",
                "{\"type\":\"delete\",\"revision\":1,\"kind\":\"member\",\"id\":\"019ac002-0000-7000-8000-000000000031\"}",
                "{\"type\":\"delete\",\"revision\":1,\"kind\":\"route\",\"id\":\"019AC002-0000-7000-8000-000000000031\"}"
            })
    void a_line_that_is_none_is_refused(String line) {
        assertThat(LINE.validate(line, InputFormat.JSON)).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}: {1} instead of {2}")
    @CsvSource({
        "credential, '\"key\":\"acme_live_x\",\"sha256\"', '\"sha256\"'",
        "credential, '\"sha256\":\"ABC\"',"
                + " '\"sha256\":\"97bbda9259e79512839fb08dc352c74ea5abf8092569568660cad288dc4ac306\"'",
        "upstream, '\"port\":0', '\"port\":8501'",
        "upstream, '\"basePath\":\"/\"', '\"basePath\":\"\"'",
        "upstream, '\"scheme\":\"file\"', '\"scheme\":\"http\"'",
        "route, '\"path\":\"acme/orders\"', '\"path\":\"/acme/orders\"'",
        "route, '\"authentication\":\"jwt\"', '\"authentication\":\"api-key\"'",
        "route, '\"pathMatch\":\"glob\"', '\"pathMatch\":\"template\"'",
        "route, '\"hosts\":[\"api.*\",', '\"hosts\":[\"*.acme.example\",'",
        "route, '\"path\":\"v2/orders\",\"pathMatch\":\"exact\"', '\"path\":\"/v2/orders\",\"pathMatch\":\"exact\"'",
        "route, '\"path\":\"/v2/files/\"', '\"path\":\"/v2/files\"'",
        "route, '\"matches\":[{\"paths\":1,\"path\":\"/v2/orders\"', '\"matches\":[{\"path\":\"/v2/orders\"'",
        "route, '\"match\":\"like\"', '\"match\":\"regex\"'",
        "plan-version, '\"calls\":100000.5', '\"calls\":100000'",
        "meter, '\"source\":\"requests\",\"eventType\"', '\"source\":\"events\",\"eventType\"'",
        "meter, '\"value\":\"tokens\"', '\"value\":\"/tokens\"'",
        "meter, '\"placeOrder\":2.5', '\"placeOrder\":\"2.5\"'",
        "eventCredential, '\"environment\":\"all\"', '\"environment\":\"live\"'",
        "subscription, '\"timeZone\":\"\"', '\"timeZone\":\"Europe/Berlin\"'",
    })
    void a_value_that_a_gateway_cannot_use_is_refused(String kind, String wrong, String right) throws IOException {
        String good = sample().stream()
                .filter(line -> line.contains("\"kind\":\"" + kind + "\"") && line.contains(right))
                .findFirst()
                .orElseThrow();
        List<Error> errors = LINE.validate(good.replace(right, wrong), InputFormat.JSON);
        assertThat(errors).isNotEmpty();
    }

    @Test
    void an_instance_reports_what_the_schema_says() {
        Schema report = schema("gateway-instance.schema.json");
        assertThat(report.validate("""
            {"instance":"f3a1c09b2d44","group":"shared","revision":120,"startedAt":"2026-11-25T10:00:00Z","version":"0.1.0"}\
            """, InputFormat.JSON)).isEmpty();
        assertThat(report.validate("{\"instance\":\"../x\",\"group\":\"shared\"}", InputFormat.JSON))
                .isNotEmpty();
    }

    private static List<JsonNode> sampleLines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : sample()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static List<String> sample() throws IOException {
        String text = text("gateway-feed.sample.ndjson");
        assertThat(text).endsWith("}\n").doesNotContain("\r");
        return text.lines().toList();
    }

    private static Schema schema(String name) {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(text(name), InputFormat.JSON);
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static String text(String name) throws IOException {
        try (InputStream in = GatewayFeedContractTest.class.getResourceAsStream("/contracts/" + name)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
