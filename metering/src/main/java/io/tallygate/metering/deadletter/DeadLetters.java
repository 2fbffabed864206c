package io.tallygate.metering.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.metering.clickhouse.ClickHouse;
import io.tallygate.metering.clickhouse.ClickHouseFailure;
import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.reading.UsageQueryInvalid;
import io.tallygate.metering.reading.UsageUnavailable;
import io.tallygate.metering.recording.EventRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Dead letters in the store. All methods throw [UsageUnavailable] when it cannot be asked. Safe for use by several
/// threads.
public final class DeadLetters implements AutoCloseable {
    /// Most of one page.
    public static final int MAX_PAGE = 200;

    private static final Pattern CURSOR = Pattern.compile("([0-9]{1,18})\\.([0-9a-f-]{36})");
    private static final String COLUMNS = "id, environment, toUnixTimestamp64Micro(received_at), reason, detail,"
            + " credential, instance, toUnixTimestamp64Micro(replayed_at)";

    private final ClickHouse clickHouse;

    public DeadLetters(ClickHouseSettings settings) {
        this.clickHouse = new ClickHouse(settings);
    }

    /// Which of them; null lets all pass.
    /// @param settled  false: those that wait
    public record Wanted(
            @Nullable String reason,
            @Nullable String environment,
            @Nullable Boolean settled) {}

    /// @param next  of the next page; null on the last
    public record Page(List<DeadLetter> items, @Nullable String next) {
        public Page {
            items = List.copyOf(items);
        }
    }

    /// Newest first, without their originals.
    /// @param limit   1 to [#MAX_PAGE]
    /// @param cursor  of the page before; null for the first
    public Page list(TenantId tenant, Wanted wanted, int limit, @Nullable String cursor) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("tenant", tenant.toString());
        StringBuilder where = new StringBuilder(" WHERE tenant = {tenant:UUID}");
        if (wanted.reason() != null) {
            where.append(" AND reason = {reason:String}");
            values.put("reason", wanted.reason());
        }
        if (wanted.environment() != null) {
            where.append(" AND environment = {environment:String}");
            values.put("environment", wanted.environment());
        }
        if (wanted.settled() != null) {
            where.append(
                    wanted.settled()
                            ? " AND replayed_at > toDateTime64(0, 6, 'UTC')"
                            : " AND replayed_at <=" + " toDateTime64(0, 6, 'UTC')");
        }
        if (cursor != null) {
            Matcher place = CURSOR.matcher(cursor);
            if (!place.matches()) {
                throw new UsageQueryInvalid("cursor", "not one of ours");
            }
            where.append(" AND (received_at, id) < (fromUnixTimestamp64Micro({at:Int64}, 'UTC'), {last:UUID})");
            values.put("at", place.group(1));
            values.put("last", place.group(2));
        }
        List<JsonNode> rows = rows(
                "SELECT " + COLUMNS + ", '' FROM dead_letter FINAL" + where
                        + " ORDER BY received_at DESC, id DESC LIMIT " + (limit + 1),
                values);
        List<DeadLetter> found =
                rows.stream().limit(limit).map(DeadLetters::letter).toList();
        if (rows.size() <= limit) {
            return new Page(found, null);
        }
        DeadLetter last = found.getLast();
        return new Page(found, micros(last.receivedAt()) + "." + last.id());
    }

    /// How many wait, by reason.
    public Map<String, Long> waiting(TenantId tenant) {
        Map<String, Long> waiting = new LinkedHashMap<>();
        rows(
                        "SELECT reason, count() FROM dead_letter FINAL WHERE tenant = {tenant:UUID} AND replayed_at <="
                                + " toDateTime64(0, 6, 'UTC') GROUP BY reason ORDER BY count() DESC, reason LIMIT 100",
                        Map.of("tenant", tenant.toString()))
                .forEach(row -> waiting.put(row.get(0).asText(), row.get(1).asLong()));
        return waiting;
    }

    /// With its original.
    public Optional<DeadLetter> find(TenantId tenant, UUID id) {
        return rows(
                        "SELECT " + COLUMNS + ", original FROM dead_letter FINAL WHERE tenant = {tenant:UUID} AND id ="
                                + " {id:UUID} LIMIT 1",
                        Map.of("tenant", tenant.toString(), "id", id.toString()))
                .stream()
                .findFirst()
                .map(DeadLetters::letter);
    }

    /// Counts an event in a letter's place. The same event counts once, however often this is done, and one of the
    /// same source and id that came before it stays.
    public void count(TenantId tenant, DeadLetter letter, CountableEvent event) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("tenant", tenant.toString());
        values.put(
                "key",
                EventRow.key(letter.environment(), event.source(), event.id()).toString());
        values.put("environment", letter.environment());
        values.put("source", event.source());
        values.put("id", event.id());
        values.put("type", event.type());
        values.put("subject", event.subject());
        values.put("subscription", event.subscription().toString());
        values.put("occurred", micros(event.occurredAt()));
        values.put("received", micros(letter.receivedAt()));
        values.put("data", event.data());
        values.put("credential", letter.credential().toString());
        execute(
                "INSERT INTO metered_event (tenant, key, environment, source, id, type, subject, subscription,"
                        + " occurred_at, received_at, data, credential, gateway_group, instance) SELECT"
                        + " {tenant:UUID}, {key:UUID}, {environment:String}, {source:String}, {id:String},"
                        + " {type:String}, {subject:String}, {subscription:UUID},"
                        + " fromUnixTimestamp64Micro({occurred:Int64}, 'UTC'),"
                        + " fromUnixTimestamp64Micro({received:Int64}, 'UTC'), {data:String}, {credential:UUID}, '',"
                        + " 'repair'",
                values);
    }

    /// Notes that a letter waits no more.
    public void settle(TenantId tenant, DeadLetter letter, Instant now) {
        execute(
                "INSERT INTO dead_letter (tenant, id, environment, received_at, reason, detail, original, credential,"
                        + " gateway_group, instance, replayed_at) SELECT tenant, id, environment, received_at, reason,"
                        + " detail, original, credential, gateway_group, instance,"
                        + " fromUnixTimestamp64Micro({now:Int64}, 'UTC') FROM dead_letter FINAL WHERE tenant ="
                        + " {tenant:UUID} AND received_at = fromUnixTimestamp64Micro({received:Int64}, 'UTC') AND id ="
                        + " {id:UUID}",
                Map.of(
                        "tenant", tenant.toString(),
                        "received", micros(letter.receivedAt()),
                        "id", letter.id().toString(),
                        "now", micros(now)));
    }

    private static DeadLetter letter(JsonNode row) {
        long settled = row.get(7).asLong();
        return new DeadLetter(
                UUID.fromString(row.get(0).asText()),
                row.get(1).asText(),
                moment(row.get(2).asLong()),
                row.get(3).asText(),
                row.get(4).asText(),
                row.get(8).asText(),
                UUID.fromString(row.get(5).asText()),
                row.get(6).asText(),
                settled <= 0 ? null : moment(settled));
    }

    private static Instant moment(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static String micros(Instant moment) {
        return String.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, moment));
    }

    private List<JsonNode> rows(String statement, Map<String, String> values) {
        try {
            return clickHouse.question(statement, values).rows();
        } catch (ClickHouseFailure away) {
            throw new UsageUnavailable("usage cannot be read now", away);
        }
    }

    private void execute(String statement, Map<String, String> values) {
        try {
            clickHouse.execute(statement, values);
        } catch (ClickHouseFailure away) {
            throw new UsageUnavailable("usage cannot be written now", away);
        }
    }

    @Override
    public void close() {
        clickHouse.close();
    }
}
