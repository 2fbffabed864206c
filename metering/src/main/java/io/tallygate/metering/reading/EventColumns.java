package io.tallygate.metering.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// One event out of one row.
final class EventColumns {
    static final String NAMES = "id, tenant, environment, subscription, consumer, application, credential, product,"
            + " plan_version, api, api_version, route, operation, method, status, outcome, billable,"
            + " toUnixTimestamp64Micro(started_at), toUnixTimestamp64Micro(ended_at), latency_micros, upstream_micros,"
            + " request_bytes, response_bytes, gateway_group, instance, configuration_revision";

    private EventColumns() {}

    static UsageEvent event(JsonNode row) {
        return new UsageEvent(
                id(row, 0),
                new TenantId(id(row, 1)),
                text(row, 2),
                new SubscriptionId(id(row, 3)),
                id(row, 4),
                id(row, 5),
                id(row, 6),
                id(row, 7),
                id(row, 8),
                id(row, 9),
                id(row, 10),
                id(row, 11),
                text(row, 12),
                text(row, 13),
                row.get(14).asInt(),
                text(row, 15),
                row.get(16).asBoolean(),
                instant(row, 17),
                instant(row, 18),
                micros(row, 19),
                micros(row, 20),
                row.get(21).asLong(),
                row.get(22).asLong(),
                text(row, 23),
                text(row, 24),
                row.get(25).asLong());
    }

    private static UUID id(JsonNode row, int column) {
        return UUID.fromString(text(row, column));
    }

    private static String text(JsonNode row, int column) {
        return row.get(column).asText();
    }

    private static Instant instant(JsonNode row, int column) {
        return Instant.EPOCH.plus(row.get(column).asLong(), ChronoUnit.MICROS);
    }

    private static Duration micros(JsonNode row, int column) {
        return Duration.of(row.get(column).asLong(), ChronoUnit.MICROS);
    }
}
