package io.tallygate.metering.suites;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.metering.clickhouse.ClickHouse;
import io.tallygate.metering.clickhouse.ClickHouseMigrations;
import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.clickhouse.RunningClickHouse;
import io.tallygate.metering.meter.Aggregation;
import io.tallygate.metering.meter.MeterDefinition;
import io.tallygate.metering.meter.MeterSource;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.reading.MeterQuery;
import io.tallygate.metering.reading.MeterReader;
import io.tallygate.metering.reading.MeterRow;
import io.tallygate.metering.reading.UsageReader;
import io.tallygate.metering.reading.Window;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every row of `billing-usage-aggregation.json`: its events lie in ClickHouse as events of a tenant of its own, and a
/// meter over them gives the row's quantities.
class UsageAggregationSuiteTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String FILE = "billing-usage-aggregation";
    private static final Instant TIME = Instant.parse("2024-05-10T10:00:00Z");
    private static final Period ALWAYS =
            new Period(Instant.parse("2024-05-01T00:00:00Z"), Instant.parse("2024-06-01T00:00:00Z"));

    private static @TempDir Path directory;

    @Test
    void every_row_comes_out_as_the_table_says_or_is_a_named_choice() throws Exception {
        List<JsonNode> cases = new ArrayList<>();
        read(FILE).path("cases").forEach(cases::add);
        JsonNode choices = read("choices").path(FILE);
        List<String> failed = new ArrayList<>();
        int passed = 0;
        try (RunningClickHouse clickHouse = RunningClickHouse.start(directory)) {
            ClickHouseSettings settings = clickHouse.newDatabase();
            store(settings, cases);
            try (UsageReader reader = new UsageReader(settings)) {
                for (JsonNode row : cases) {
                    String id = row.path("id").asText();
                    String wrong = wrong(reader.meters(), row);
                    if ((wrong == null) == choices.has(id)) {
                        failed.add(id + ": " + (wrong == null ? "choices.json names it, yet it is right" : wrong));
                    }
                    passed += wrong == null ? 1 : 0;
                }
            }
        }
        System.out.println("suite " + FILE + ": " + passed + " passed, " + failed.size() + " failed, " + choices.size()
                + " choice, of " + cases.size());
        assertThat(failed).isEmpty();
        assertThat(passed * 100).isGreaterThanOrEqualTo(cases.size() * 85);
    }

    private static JsonNode read(String name) throws IOException {
        return JSON.readTree(
                Path.of("..", "infra", "contracts", "suites", name + ".json").toFile());
    }

    private static UUID tenant(JsonNode row) {
        return UUID.nameUUIDFromBytes(row.path("id").asText().getBytes(UTF_8));
    }

    private static void store(ClickHouseSettings settings, List<JsonNode> cases) throws Exception {
        new ClickHouseMigrations(settings).migrate();
        StringBuilder insert = new StringBuilder("INSERT INTO metered_event FORMAT JSONEachRow\n");
        for (JsonNode row : cases) {
            if (row.has("startLevel")) {
                ObjectNode before = JSON.createObjectNode()
                        .put("id", "start-level")
                        .put(
                                "time",
                                instant(row, "periodStart")
                                        .minus(Duration.ofDays(40))
                                        .toString())
                        .put("value", row.path("startLevel").asText());
                insert.append(event(row, before)).append('\n');
            }
            if (row.has("event")) {
                ObjectNode one = row.path("event").deepCopy();
                insert.append(event(row, one.put("id", "e1").put("time", TIME.toString())))
                        .append('\n');
            }
            for (JsonNode each : row.path("events")) {
                insert.append(event(row, each)).append('\n');
            }
        }
        try (ClickHouse client = new ClickHouse(settings)) {
            client.execute(insert.toString(), Map.of());
        }
    }

    private static String event(JsonNode row, JsonNode event) throws Exception {
        ObjectNode data = JSON.createObjectNode();
        if (event.has("value")) {
            String value = event.path("value").asText();
            boolean number = value.matches("-?\\d+(\\.\\d+)?");
            if (number
                    && !event.path("asText").asBoolean()
                    && !row.path("aggregation").asText().equals("unique")) {
                data.put("value", new BigDecimal(value));
            } else {
                data.put("value", value);
            }
        }
        if (event.has("op")) {
            data.put("op", event.path("op").asText());
        }
        event.path("dimensions").properties().forEach(dimension -> data.set(dimension.getKey(), dimension.getValue()));
        String source = event.path("eventSource").asText("suite");
        String id = event.path("id").asText();
        byte[] key = MessageDigest.getInstance("SHA-256").digest((source + "\0" + id).getBytes(UTF_8));
        String hex = HexFormat.of().formatHex(key, 0, 16);
        ObjectNode stored = JSON.createObjectNode()
                .put("tenant", tenant(row).toString())
                .put("key", hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"))
                .put("environment", "live")
                .put("source", source)
                .put("id", id)
                .put("type", "suite")
                .put("occurred_at", micros(event.path("time").asText()))
                .put("received_at", micros(event.path("time").asText()))
                .put("data", data.toString());
        if (event.has("storedAt")) {
            stored.put("stored_at", micros(event.path("storedAt").asText()));
        }
        return stored.toString();
    }

    private static String micros(String instant) {
        return Instant.parse(instant).toString().replace("T", " ").replace("Z", "");
    }

    private static Instant instant(JsonNode row, String name) {
        return Instant.parse(row.path(name).asText());
    }

    /// @return what the product says otherwise
    private static @Nullable String wrong(MeterReader reader, JsonNode row) {
        if (row.has("event")) {
            return wrongValue(reader, row);
        }
        MeterQuery query = query(row);
        List<MeterRow> rows = answers(reader, row, query);
        JsonNode expected = row.path("expectedRows");
        if (rows.size() != expected.size()) {
            return "rows " + rows;
        }
        for (JsonNode each : expected) {
            if (rows.stream().noneMatch(answer -> isSame(reader, row, query, each, answer))) {
                return "expected " + each + ", rows " + rows;
            }
        }
        return null;
    }

    private static @Nullable String wrongValue(MeterReader reader, JsonNode row) {
        MeterRow answer = reader.read(query(row)).getFirst();
        boolean accepted = answer.count() == 1;
        if (accepted != row.path("expectedAccepted").asBoolean()) {
            return answer.toString();
        }
        if (row.has("expectedValue")
                && answer.value()
                                .compareTo(
                                        new BigDecimal(row.path("expectedValue").asText()))
                        != 0) {
            return answer.toString();
        }
        for (Map.Entry<String, JsonNode> dimension : row.path("expectedGroup").properties()) {
            if (!dimension.getValue().asText().equals(answer.group().get(dimension.getKey()))) {
                return answer.toString();
            }
        }
        return null;
    }

    private static MeterQuery query(JsonNode row) {
        Aggregation aggregation = Aggregation.of(
                        row.path("aggregation").asText().replace("weightedSum", "weighted-sum"))
                .orElseThrow();
        Map<String, String> dimensions = new LinkedHashMap<>();
        row.path("groupBy").forEach(name -> dimensions.put(name.asText(), "/" + name.asText()));
        Map<String, List<String>> filters = new LinkedHashMap<>();
        row.path("filter").properties().forEach(filter -> {
            List<String> accepted = new ArrayList<>();
            filter.getValue().forEach(value -> accepted.add(value.asText()));
            filters.put(filter.getKey(), accepted);
            dimensions.put(filter.getKey(), "/" + filter.getKey());
        });
        MeterDefinition meter = new MeterDefinition(
                "suite",
                "Suite",
                MeterSource.EVENTS,
                "suite",
                aggregation,
                aggregation == Aggregation.COUNT ? null : "/value",
                dimensions,
                Map.of(),
                Map.of(),
                "unit");
        Period period = row.has("event")
                ? ALWAYS
                : new Period(
                        instant(row, "periodStart"), instant(row, row.has("usageEnds") ? "usageEnds" : "periodEnd"));
        List<String> groupBy = new ArrayList<>();
        row.path("groupBy").forEach(name -> groupBy.add(name.asText()));
        return MeterQuery.of(new TenantId(tenant(row)), meter, period)
                .cut(
                        Window.ofSlug(row.path("window").asText("none")).orElseThrow(),
                        ZoneId.of(row.path("timeZone").asText("UTC")))
                .where(filters)
                .by(groupBy)
                .lasting(
                        row.path("carryOver").asBoolean()
                                ? new MeterQuery.Lasting(
                                        new MeterQuery.Lasting.Ends("/op", "remove"),
                                        row.path("prorated").asBoolean() && aggregation == Aggregation.UNIQUE)
                                : null);
    }

    /// Of a filter by the time of storage that has several spans, the sum over all.
    private static List<MeterRow> answers(MeterReader reader, JsonNode row, MeterQuery query) {
        JsonNode filter = row.path("storedAtFilter");
        if (filter.isMissingNode()) {
            return reader.read(query);
        }
        if (!filter.has("or")) {
            return reader.read(query.stored(stored(filter)));
        }
        MeterRow sum = null;
        for (JsonNode span : filter.path("or")) {
            MeterRow part = reader.read(query.stored(stored(span))).getFirst();
            sum = sum == null
                    ? part
                    : new MeterRow(
                            part.from(),
                            part.to(),
                            part.group(),
                            sum.value().add(part.value()),
                            sum.count() + part.count(),
                            null);
        }
        return sum == null ? List.of() : List.of(sum);
    }

    private static MeterQuery.Stored stored(JsonNode span) {
        Instant after = null;
        Instant upTo = null;
        for (JsonNode part : span.has("and") ? span.path("and") : List.of(span)) {
            if (part.has("gte")) {
                after = instant(part, "gte").minus(1, ChronoUnit.MICROS);
            }
            if (part.has("lt")) {
                upTo = instant(part, "lt").minus(1, ChronoUnit.MICROS);
            }
        }
        return new MeterQuery.Stored(after, upTo);
    }

    private static boolean isSame(
            MeterReader reader, JsonNode row, MeterQuery query, JsonNode expected, MeterRow answer) {
        BigDecimal value = answer.value();
        boolean prorated = row.path("prorated").asBoolean();
        if (row.has("usageEnds")) { // a customer's own end within the period takes its share of the period
            long days = ChronoUnit.DAYS.between(
                    query.period().from(), query.period().to());
            long all = ChronoUnit.DAYS.between(instant(row, "periodStart"), instant(row, "periodEnd"));
            value = value.multiply(BigDecimal.valueOf(days)).divide(BigDecimal.valueOf(all), 20, RoundingMode.HALF_UP);
        }
        BigDecimal wanted = new BigDecimal(expected.path("value").asText());
        boolean same = value.setScale(wanted.scale(), prorated ? RoundingMode.UP : RoundingMode.HALF_UP)
                .equals(wanted);
        for (Map.Entry<String, JsonNode> dimension : expected.path("group").properties()) {
            String there = answer.group().get(dimension.getKey());
            same &= dimension.getValue().isNull()
                    ? there == null
                    : dimension.getValue().asText().equals(there);
        }
        same &= !expected.has("events") || expected.path("events").asLong() == answer.count();
        same &= !expected.has("from") || instant(expected, "from").equals(answer.from());
        same &= !expected.has("to") || instant(expected, "to").equals(answer.to());
        same &= !expected.has("levelAtEnd")
                || new BigDecimal(expected.path("levelAtEnd").asText()).compareTo(answer.level()) == 0;
        same &= !expected.has("units")
                || new BigDecimal(expected.path("units").asText())
                                .compareTo(reader.read(query.lasting(new MeterQuery.Lasting(
                                                new MeterQuery.Lasting.Ends("/op", "remove"), false)))
                                        .getFirst()
                                        .value())
                        == 0;
        return same;
    }
}
