package io.tallygate.metering.reading;

import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.TenantId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which events a statement reads: its `FROM … WHERE …`, and the values for it. The text is made of constants
/// only.
///
/// FINAL makes rows with the same sorting key, that is with the same id, one row. Rows of one key lie in one
/// partition, since the key holds the time that partitions are made of; so partitions need not be merged with
/// each other.
final class Selection {
    static final String SETTINGS = " SETTINGS do_not_merge_across_partitions_select_final = 1";

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, String> values = new LinkedHashMap<>();

    Selection(TenantId tenant, UsageFilter filter, Period period) {
        if (period.from().isBefore(EARLIEST)) {
            throw new UsageQueryInvalid("from", "before " + EARLIEST);
        }
        if (period.to().isAfter(LATEST)) {
            throw new UsageQueryInvalid("to", "after " + LATEST);
        }
        and("tenant = {tenant:UUID}", "tenant", tenant.value().toString());
        id("subscription", filter.subscription());
        and("ended_at >= fromUnixTimestamp64Micro({from:Int64}, 'UTC')", "from", micros(period.from()));
        and("ended_at < fromUnixTimestamp64Micro({to:Int64}, 'UTC')", "to", micros(period.to()));
        id("consumer", filter.consumer());
        id("application", filter.application());
        id("api", filter.api());
        if (filter.environment() != null) {
            and("environment = {environment:String}", "environment", filter.environment());
        }
        if (filter.billable() != null) {
            and("billable = {billable:Bool}", "billable", filter.billable().toString());
        }
    }

    private void id(String column, @Nullable UUID id) {
        if (id != null) {
            and(column + " = {" + column + ":UUID}", column, id.toString());
        }
    }

    /// @param condition  a constant with `{name:Type}` in it
    void and(String condition, String name, String value) {
        conditions.add(condition);
        values.put(name, value);
    }

    void value(String name, String value) {
        values.put(name, value);
    }

    String text() {
        return " FROM usage_event FINAL WHERE " + String.join(" AND ", conditions);
    }

    Map<String, String> values() {
        return values;
    }

    /// Events have whole microseconds: one at or after an instant is at or after its next whole microsecond.
    static String micros(Instant instant) {
        long whole = ChronoUnit.MICROS.between(Instant.EPOCH, instant);
        boolean exact = instant.getNano() % 1_000 == 0;
        return String.valueOf(exact ? whole : whole + 1);
    }
}
