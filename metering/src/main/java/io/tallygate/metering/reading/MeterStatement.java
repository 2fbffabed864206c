package io.tallygate.metering.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.metering.meter.Aggregation;
import io.tallygate.metering.meter.MeterSource;
import io.tallygate.metering.meter.SubscriptionId;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A meter's quantities: the statement for them, and the rows out of its answer. Sums are of decimals with room for 64
/// digits before the point, and what is divided is divided here, so nothing passes through a floating-point number.
final class MeterStatement {
    private static final String SETTINGS = Selection.SETTINGS;

    private final MeterQuery query;
    private final boolean ofCalls;
    private final Windows windows;
    private final Bound bound = new Bound();
    private final MeterColumns columns;
    private final String text;

    MeterStatement(MeterQuery query) {
        this(query, "", 0, List.of());
    }

    /// @param after  a subscription: the answer has a row for each after it; empty: it has one for all
    /// @param among  only these; none: of all
    private MeterStatement(MeterQuery query, String after, int limit, List<UUID> among) {
        this.query = query;
        this.ofCalls = query.meter().source().ofCalls();
        this.columns = new MeterColumns(query.meter(), bound);
        this.windows = Windows.of(query.period(), query.window(), query.zone());
        if (!after.isEmpty()) {
            this.text = bySubscription(after, limit, among);
        } else if (query.lasting() != null && aggregation() == Aggregation.UNIQUE) {
            this.text = lastingKeys(query.lasting());
        } else {
            this.text = aggregated();
        }
    }

    static MeterStatement bySubscription(MeterQuery query, String after, int limit) {
        return new MeterStatement(query, after, limit, List.of());
    }

    static MeterStatement bySubscription(MeterQuery query, String after, int limit, List<UUID> among) {
        return new MeterStatement(query, after, limit, among);
    }

    private String bySubscription(String after, int limit, List<UUID> among) {
        return "SELECT 0, subscription, " + aggregate() + " FROM (SELECT subscription, " + value()
                + " AS value, toUnixTimestamp64Micro(" + time() + ") AS at, stored_at, " + (ofCalls ? "id" : "key")
                + " AS identity FROM " + from() + " WHERE " + conditions(false) + " AND subscription > "
                + bound.id(after) + (among.isEmpty() ? "" : " AND subscription IN " + bound.ids(among))
                + ") WHERE value IS NOT NULL GROUP BY subscription ORDER BY subscription LIMIT "
                + limit + SETTINGS;
    }

    String text() {
        return text;
    }

    Map<String, String> values() {
        return bound.values();
    }

    private String aggregated() {
        String by = groups("by");
        return "SELECT window_start" + by + ", " + aggregate() + " FROM (SELECT " + window() + groupColumns() + ", "
                + value() + " AS value, toUnixTimestamp64Micro(" + time() + ") AS at, stored_at, "
                + (ofCalls ? "id" : "key")
                + " AS identity FROM " + from() + " WHERE " + conditions(query.lasting() != null)
                + ") WHERE value IS NOT NULL GROUP BY window_start" + by + " ORDER BY window_start" + by + " LIMIT "
                + (UsageReader.MAX_POINTS + 1) + SETTINGS;
    }

    private String value() {
        return switch (aggregation()) {
            case UNIQUE -> columns.differing();
            case COUNT -> query.meter().source() == MeterSource.UNITS ? columns.value() : "1";
            case SUM, MAX, LATEST, WEIGHTED_SUM -> columns.value();
        };
    }

    private Aggregation aggregation() {
        return query.meter().aggregation();
    }

    private String aggregate() {
        return switch (aggregation()) {
            case SUM -> "sum(value), count()";
            case COUNT -> "count(), count()";
            case MAX -> "max(value), count()";
            case UNIQUE -> "uniqExact(value), count()";
            case LATEST -> "argMax(value, (at, stored_at, identity)), count()";
            case WEIGHTED_SUM -> {
                String from = bound.number(
                        Long.parseLong(Selection.micros(query.period().from())));
                yield "sum(value), countIf(at >= " + from + "), sum(value * greatest(at, " + from + "))";
            }
        };
    }

    /// Values that stay until an event ends them: those there at the end, or the days on which each was there.
    private String lastingKeys(MeterQuery.Lasting lasting) {
        String ended = lasting.ends() == null
                ? "false"
                : columns.text(lasting.ends().pointer()) + " = "
                        + bound.text(lasting.ends().value());
        String by = groups("by");
        String events = "SELECT " + columns.differing() + " AS value, " + time() + " AS at, " + ended
                + " AS ended, " + (ofCalls ? "id" : "key") + " AS identity" + groupColumns() + " FROM " + from()
                + " WHERE " + conditions(true);
        if (!lasting.prorated()) {
            return "SELECT 0" + by + ", countIf(there), sum(events) FROM (SELECT value" + by
                    + ", NOT argMax(ended, (at, identity)) AS there, count() AS events FROM (" + events
                    + ") WHERE value IS NOT NULL GROUP BY value" + by + ") GROUP BY 1" + by + SETTINGS;
        }
        String from = bound.moment(query.period().from());
        String to = bound.moment(query.period().to());
        String zone = bound.text(query.zone().getId());
        return "SELECT 0" + by + ", uniqExact(value, day), count() FROM (SELECT value" + by
                + ", arrayJoin(range(toUInt32(toDate(greatest(at, " + from + "), " + zone + ")), toUInt32(toDate(until"
                + " - toIntervalMicrosecond(1), " + zone + ")) + 1)) AS day FROM (SELECT *, leadInFrame(at, 1, " + to
                + ") OVER (PARTITION BY value" + by + " ORDER BY at, identity ROWS BETWEEN UNBOUNDED PRECEDING AND"
                + " UNBOUNDED FOLLOWING) AS until FROM (" + events + ") WHERE value IS NOT NULL) WHERE NOT ended AND"
                + " until > greatest(at, " + from + ")) GROUP BY 1" + by + SETTINGS;
    }

    private String from() {
        return ofCalls ? "usage_event FINAL" : "metered_event FINAL";
    }

    private String time() {
        return ofCalls ? "ended_at" : "occurred_at";
    }

    private String window() {
        if (query.window() == Window.NONE) {
            return "toInt64(0) AS window_start";
        }
        String seconds = "intDiv(toUnixTimestamp64Micro(" + time() + "), 1000000)";
        String starts =
                bound.numbers(windows.runs().stream().map(Windows.Run::start).toList());
        String steps =
                bound.numbers(windows.runs().stream().map(Windows.Run::step).toList());
        return "roundDown(toInt64(" + seconds + "), " + starts + ") AS run, transform(run, " + starts + ", " + steps
                + ", toInt64(1)) AS step, run + intDiv(" + seconds + " - run, step) * step AS window_start";
    }

    private String groupColumns() {
        return IntStream.range(0, query.groupBy().size())
                .mapToObj(i -> ", " + columns.dimension(query.groupBy().get(i)) + " AS by" + i)
                .collect(Collectors.joining());
    }

    private String groups(String name) {
        return IntStream.range(0, query.groupBy().size())
                .mapToObj(i -> ", " + name + i)
                .collect(Collectors.joining());
    }

    private String conditions(boolean fromTheBeginning) {
        List<String> conditions = new ArrayList<>();
        conditions.add("tenant = " + bound.id(query.tenant()));
        if (query.subscription() != null) {
            conditions.add("subscription = " + bound.id(query.subscription()));
        }
        if (!fromTheBeginning) {
            conditions.add(time() + " >= " + bound.moment(query.period().from()));
        }
        conditions.add(time() + " < " + bound.moment(query.period().to()));
        if (query.environment() != null) {
            conditions.add("environment = " + bound.text(query.environment()));
        }
        if (ofCalls && query.billableOnly()) {
            conditions.add("billable");
        }
        if (query.meter().source() == MeterSource.EVENTS) {
            conditions.add("type = " + bound.text(String.valueOf(query.meter().eventType())));
        }
        stored(conditions, query.stored());
        for (Map<String, List<String>> filters : List.of(query.meter().filters(), query.filters())) {
            filters.forEach((name, accepted) ->
                    conditions.add("has(" + bound.texts(accepted) + ", " + columns.dimension(name) + ")"));
        }
        return String.join(" AND ", conditions);
    }

    /// By the precedence, which FINAL reads anyway: the earlier a row was stored, the higher it is.
    private void stored(List<String> conditions, MeterQuery.@Nullable Stored stored) {
        if (stored != null && stored.after() != null) {
            conditions.add("precedence < " + bound.unsigned(precedence(stored.after())));
        }
        if (stored != null && stored.upTo() != null) {
            conditions.add("precedence >= " + bound.unsigned(precedence(stored.upTo())));
        }
    }

    /// Of a row that was stored at this moment, in whole microseconds.
    private static long precedence(Instant moment) {
        return -1 - Math.max(0, ChronoUnit.MICROS.between(Instant.EPOCH, moment));
    }

    /// Of [#bySubscription].
    void bySubscription(List<JsonNode> answer, Map<SubscriptionId, BigDecimal> into) {
        for (JsonNode row : answer) {
            SubscriptionId subscription =
                    new SubscriptionId(UUID.fromString(row.get(1).asText()));
            into.put(
                    subscription,
                    aggregation() == Aggregation.WEIGHTED_SUM
                            ? level(Map.of(), 0, BigDecimal.ZERO, row).value()
                            : quantity(row.get(2)));
        }
    }

    List<MeterRow> rows(List<JsonNode> answer) {
        if (answer.size() > UsageReader.MAX_POINTS) {
            throw new UsageQueryInvalid(
                    "groupBy",
                    "more than " + UsageReader.MAX_POINTS
                            + " rows: ask for a shorter period, longer windows or fewer dimensions");
        }
        if (aggregation() == Aggregation.WEIGHTED_SUM) {
            return levels(answer);
        }
        List<MeterRow> rows = new ArrayList<>();
        for (JsonNode row : answer) {
            int window = window(row);
            rows.add(new MeterRow(
                    windows.starts().get(window),
                    windows.endOf(window),
                    group(row),
                    quantity(row.get(row.size() - 2)),
                    row.get(row.size() - 1).asLong(),
                    null));
        }
        return rows.isEmpty() && query.window() == Window.NONE ? List.of(nothing()) : rows;
    }

    private MeterRow nothing() {
        return new MeterRow(query.period().from(), query.period().to(), Map.of(), BigDecimal.ZERO, 0, null);
    }

    private BigDecimal quantity(JsonNode value) {
        BigDecimal number = new BigDecimal(value.asText());
        if (query.lasting() != null && query.lasting().prorated()) {
            long days = ChronoUnit.DAYS.between(
                    query.period().from().atZone(query.zone()).toLocalDate(),
                    query.period().to().atZone(query.zone()).toLocalDate());
            return number.divide(BigDecimal.valueOf(days), MathContext.DECIMAL128);
        }
        if (query.meter().source() == MeterSource.DURATION) {
            number = number.movePointLeft(6);
        }
        return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }

    /// A weighted sum's values are changes of a level; the quantity is the level's average over the window. A change
    /// of `v` at `t` adds `v × (to − t) / (to − from)`.
    private List<MeterRow> levels(List<JsonNode> answer) {
        Map<Map<String, String>, Map<Integer, JsonNode>> byGroup = new LinkedHashMap<>();
        answer.forEach(row ->
                byGroup.computeIfAbsent(group(row), group -> new HashMap<>()).put(window(row), row));
        if (byGroup.isEmpty()) {
            byGroup.put(Map.of(), Map.of());
        }
        if ((long) byGroup.size() * windows.size() > UsageReader.MAX_POINTS) {
            throw new UsageQueryInvalid("groupBy", "more than " + UsageReader.MAX_POINTS + " rows");
        }
        List<MeterRow> rows = new ArrayList<>();
        byGroup.forEach((group, changes) -> {
            BigDecimal level = BigDecimal.ZERO;
            for (int window = 0; window < windows.size(); window++) {
                MeterRow row = level(group, window, level, changes.get(window));
                level = row.level() == null ? level : row.level();
                rows.add(row);
            }
        });
        return rows;
    }

    private MeterRow level(Map<String, String> group, int window, BigDecimal before, @Nullable JsonNode changes) {
        Instant from = windows.from(window);
        Instant to = windows.to(window);
        BigDecimal length = BigDecimal.valueOf(ChronoUnit.MICROS.between(from, to));
        BigDecimal level = before;
        BigDecimal area = before.multiply(length);
        long count = 0;
        if (changes != null) {
            BigDecimal sum = new BigDecimal(changes.get(changes.size() - 3).asText());
            BigDecimal weighted = new BigDecimal(changes.get(changes.size() - 1).asText());
            BigDecimal end = BigDecimal.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, to));
            area = area.add(end.multiply(sum)).subtract(weighted);
            level = level.add(sum);
            count = changes.get(changes.size() - 2).asLong();
        }
        return new MeterRow(
                windows.starts().get(window),
                windows.endOf(window),
                group,
                area.divide(length, MathContext.DECIMAL128),
                count,
                level);
    }

    private int window(JsonNode row) {
        return query.window() == Window.NONE
                ? 0
                : Collections.binarySearch(
                        windows.starts(), Instant.ofEpochSecond(row.get(0).asLong()));
    }

    private Map<String, String> group(JsonNode row) {
        Map<String, String> group = new LinkedHashMap<>();
        for (int i = 0; i < query.groupBy().size(); i++) {
            group.put(query.groupBy().get(i), row.get(1 + i).asText());
        }
        return group;
    }
}
