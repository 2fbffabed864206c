package io.tallygate.metering.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.metering.clickhouse.ClickHouse;
import io.tallygate.metering.clickhouse.ClickHouseMigrations;
import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.clickhouse.RunningClickHouse;
import io.tallygate.metering.meter.Aggregation;
import io.tallygate.metering.meter.MeterDefinition;
import io.tallygate.metering.meter.MeterSource;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A tenant's own meters over calls and events that lie in the engine, some of them twice.
class MeterReaderTest {
    private static final TenantId TENANT = new TenantId(new UUID(0, 1));
    private static final SubscriptionId ONE = new SubscriptionId(new UUID(0, 1));
    private static final SubscriptionId TWO = new SubscriptionId(new UUID(0, 2));
    private static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");
    private static final Period DAY = new Period(FROM, Instant.parse("2026-11-02T00:00:00Z"));

    /// Twelve calls: one each two hours, of two subscriptions in turn; the first half lies there twice.
    private static final String CALLS = """
        INSERT INTO usage_event (id, tenant, environment, subscription, consumer, operation, status, billable, ended_at,
            started_at, latency_micros, request_bytes, response_bytes, region, units, attributes)
        SELECT toUUID(concat('01234567-89ab-8000-8040-', leftPad(toString(number), 12, '0'))),
            toUUID('00000000-0000-0000-0000-000000000001'), 'live',
            toUUID(concat('00000000-0000-0000-0000-00000000000', toString(1 + number % 2))),
            toUUID(concat('00000000-0000-0000-0000-00000000000', toString(number % 3))),
            if(number % 4 = 0, 'place''Or\\\\der', 'getOrder'), if(number = 5, 404, 200), number != 5,
            toDateTime64('2026-11-01 00:00:00', 6, 'UTC') + number * 7200 AS ended, ended, 1500000 + number, 10, 100,
            'eu', if(number < 6, map('tokens', toDecimal128('0.1', 12), 'cached', toDecimal128(7, 12)), map()),
            map('model', if(number < 3, 'large', 'small'))
        FROM numbers({from:UInt64}, {count:UInt64}) SETTINGS insert_deduplicate = 0\
        """;

    private static @TempDir Path directory;
    private static RunningClickHouse clickHouse;
    private static ClickHouseSettings settings;
    private static UsageReader reader;

    @BeforeAll
    static void store_known_calls() throws Exception {
        clickHouse = RunningClickHouse.start(directory);
        settings = filled();
        reader = new UsageReader(settings);
    }

    @AfterAll
    static void stop() throws Exception {
        reader.close();
        clickHouse.close();
    }

    private static ClickHouseSettings filled() throws Exception {
        ClickHouseSettings filled = clickHouse.newDatabase();
        new ClickHouseMigrations(filled).migrate();
        calls(filled, 0, 12);
        calls(filled, 0, 6);
        return filled;
    }

    private static void calls(ClickHouseSettings into, int from, int count) throws Exception {
        try (ClickHouse client = new ClickHouse(into)) {
            client.execute(CALLS, Map.of("from", String.valueOf(from), "count", String.valueOf(count)));
        }
    }

    @Test
    void calls_are_counted_by_weight_of_operation_status_class_and_whatever_else_is_known_of_them() {
        MeterDefinition weighted = calls(
                MeterSource.REQUESTS, Aggregation.SUM, null, Map.of(), Map.of("place'Or\\der", new BigDecimal("2.5")));
        assertThat(quantity(weighted)).isEqualByComparingTo("16.5"); // 3 × 2.5 + 9
        MeterDefinition failed = calls(
                MeterSource.REQUESTS, Aggregation.COUNT, null, Map.of("statusClass", List.of("4xx", "5xx")), Map.of());
        assertThat(quantity(failed)).isEqualByComparingTo("1");
        MeterDefinition consumers = calls(MeterSource.REQUESTS, Aggregation.UNIQUE, "consumer", Map.of(), Map.of());
        assertThat(quantity(consumers)).isEqualByComparingTo("3");
        MeterDefinition large = calls(
                MeterSource.BYTES_OUT, Aggregation.SUM, null, Map.of("attributes/model", List.of("large")), Map.of());
        assertThat(quantity(large)).isEqualByComparingTo("300");
        assertThat(quantity(calls(MeterSource.DURATION, Aggregation.SUM, null, Map.of(), Map.of())))
                .isEqualByComparingTo("18.000066");
        assertThat(quantity(calls(MeterSource.UNITS, Aggregation.SUM, "tokens", Map.of(), Map.of())))
                .isEqualByComparingTo("0.6");
        assertThat(quantity(calls(MeterSource.UNITS, Aggregation.COUNT, "cached", Map.of(), Map.of())))
                .isEqualByComparingTo("6");
        assertThat(quantity(calls(MeterSource.UNITS, Aggregation.SUM, "x']; DROP TABLE", Map.of(), Map.of())))
                .isEqualByComparingTo("0");
    }

    @Test
    void windows_and_groups_of_a_meter_add_up_to_its_quantity() {
        MeterDefinition bytes = calls(MeterSource.BYTES_IN, Aggregation.SUM, null, Map.of(), Map.of());
        List<MeterRow> rows = reader.meters()
                .read(MeterQuery.of(TENANT, bytes, DAY)
                        .cut(Window.HOUR, ZoneOffset.UTC)
                        .by(List.of("operation", "region")));
        assertThat(rows).hasSize(12);
        assertThat(rows.stream().map(MeterRow::value).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(quantity(bytes));
        assertThat(rows.getFirst().group()).isEqualTo(Map.of("operation", "place'Or\\der", "region", "eu"));
        assertThatThrownBy(() ->
                        reader.meters().read(MeterQuery.of(TENANT, bytes, DAY).by(List.of("caller"))))
                .isInstanceOf(UsageQueryInvalid.class);
    }

    @Test
    void the_quantities_of_all_subscriptions_are_those_of_each() {
        for (MeterDefinition meter : List.of(
                calls(MeterSource.REQUESTS, Aggregation.SUM, null, Map.of(), Map.of()),
                calls(MeterSource.UNITS, Aggregation.SUM, "tokens", Map.of(), Map.of()))) {
            MeterQuery all = MeterQuery.of(TENANT, meter, DAY).billable();
            Map<SubscriptionId, BigDecimal> quantities = reader.meters().quantities(all);
            assertThat(quantities.keySet()).containsExactly(ONE, TWO);
            quantities.forEach((subscription, quantity) -> assertThat(quantity)
                    .isEqualByComparingTo(reader.meters().quantity(all.withSubscription(subscription))));
        }
    }

    @Test
    void what_was_read_as_of_a_cut_off_is_read_again_whatever_came_since() throws Exception {
        ClickHouseSettings own = filled();
        MeterQuery query =
                MeterQuery.of(TENANT, calls(MeterSource.BYTES_OUT, Aggregation.SUM, null, Map.of(), Map.of()), DAY);
        try (UsageReader later = new UsageReader(own)) {
            Instant cutOff = later.meters().cutOff();
            assertThat(cutOff)
                    .isBefore(Instant.now().plusSeconds(1))
                    .isAfter(Instant.now().minusSeconds(60));
            MeterQuery.Stored asOf = MeterQuery.Stored.upTo(cutOff);
            assertThat(later.meters().quantity(query.stored(asOf))).isEqualByComparingTo("1200");
            calls(own, 6, 4); // known ones again, then one that was not there
            calls(own, 11, 1);
            try (ClickHouse client = new ClickHouse(own)) {
                client.execute(
                        "INSERT INTO usage_event SELECT * REPLACE (generateUUIDv4() AS id, now64(6) AS stored_at,"
                                + " 18446744073709551615 - toUInt64(toUnixTimestamp64Micro(now64(6))) AS precedence)"
                                + " FROM usage_event FINAL WHERE request_bytes = 10 LIMIT 1",
                        Map.of());
                client.execute("OPTIMIZE TABLE usage_event FINAL", Map.of());
            }
            assertThat(later.meters().quantity(query)).isEqualByComparingTo("1300");
            assertThat(later.meters().quantity(query.stored(asOf))).isEqualByComparingTo("1200");
            assertThat(later.meters().quantity(query.stored(new MeterQuery.Stored(cutOff, null))))
                    .isEqualByComparingTo("100");
        }
    }

    @Test
    void numbers_in_events_are_exact_wherever_they_stand() throws Exception {
        event("1", "{\"n\":{\"a/b\":[{\"v\":\"12345678901234567890123456.123456789012\"}]}}");
        event("2", "{\"n\":{\"a/b\":[{\"v\":\"0.000000000001\"}]}}");
        event("3", "{\"n\":{\"a/b\":[{\"v\":0.1}]}}");
        event("4", "{\"n\":{\"a/b\":[{\"v\":\"no number\"}]}}");
        event("5", "{\"n\":{\"a/b\":{\"0\":{\"v\":\"1\"}}}}");
        event("5", "{\"n\":{\"a/b\":{\"0\":{\"v\":\"1000\"}}}}");
        MeterDefinition sum = new MeterDefinition(
                "units",
                "Units",
                MeterSource.EVENTS,
                "it's",
                Aggregation.SUM,
                "/n/a~1b/0/v",
                Map.of(),
                Map.of(),
                Map.of(),
                "unit");
        MeterRow row = reader.meters().read(MeterQuery.of(TENANT, sum, DAY)).getFirst();
        assertThat(row.value()).isEqualByComparingTo("12345678901234567890123457.223456789013");
        assertThat(row.count()).isEqualTo(4);
        assertThat(reader.meters().quantities(MeterQuery.of(TENANT, sum, DAY))).isEqualTo(Map.of(ONE, row.value()));
    }

    private static void event(String id, String data) throws Exception {
        try (ClickHouse client = new ClickHouse(settings)) {
            client.execute(
                    "INSERT INTO metered_event (tenant, key, environment, source, id, type, subscription, occurred_at,"
                            + " received_at, data) SELECT toUUID('00000000-0000-0000-0000-000000000001'),"
                            + " reinterpretAsUUID(toUInt128({id:String})), 'live', 's', {id:String}, 'it''s',"
                            + " toUUID('00000000-0000-0000-0000-000000000001'),"
                            + " toDateTime64('2026-11-01 12:00:00', 6, 'UTC'), now64(6), {data:String}",
                    Map.of("id", id, "data", data));
        }
    }

    private static BigDecimal quantity(MeterDefinition meter) {
        return reader.meters().quantity(MeterQuery.of(TENANT, meter, DAY));
    }

    private static MeterDefinition calls(
            MeterSource source,
            Aggregation aggregation,
            @Nullable String value,
            Map<String, List<String>> filters,
            Map<String, BigDecimal> weights) {
        return new MeterDefinition(
                "meter",
                "Meter",
                source,
                null,
                aggregation,
                value,
                filters.keySet().stream().collect(Collectors.toMap(name -> name, name -> name)),
                filters,
                weights,
                "unit");
    }
}
