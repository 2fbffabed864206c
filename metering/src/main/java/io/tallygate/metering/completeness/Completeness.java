package io.tallygate.metering.completeness;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.metering.clickhouse.ClickHouse;
import io.tallygate.metering.clickhouse.ClickHouseFailure;
import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.reading.UsageUnavailable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What gateway instances have reported of their journals. All methods throw [UsageUnavailable] when the store
/// cannot be asked. Safe for use by several threads.
public final class Completeness implements AutoCloseable {
    /// Journals of one group that are looked at; those that hold back most come first.
    public static final int MOST = 1_000;

    private final ClickHouse clickHouse;

    public Completeness(ClickHouseSettings settings) {
        this.clickHouse = new ClickHouse(settings);
    }

    /// Of all instances of the groups that have ever reported, those that hold back most first. Not known here: one
    /// whose first report, or first one after it had stopped, has not arrived; see [#with].
    public List<InstanceMark> marks(Collection<String> groups) {
        String names = groups.stream()
                .map(name -> "'" + name.replace("\\", "\\\\").replace("'", "\\'") + "'")
                .collect(Collectors.joining(",", "[", "]"));
        try {
            return clickHouse
                    .rows(
                            "SELECT instance, gateway_group, toUnixTimestamp64Micro(complete_up_to), stopped FROM"
                                    + " usage_watermark FINAL WHERE has({groups:Array(String)}, gateway_group) ORDER BY"
                                    + " stopped, complete_up_to, instance LIMIT " + MOST,
                            Map.of("groups", names))
                    .stream()
                    .map(Completeness::mark)
                    .toList();
        } catch (ClickHouseFailure away) {
            throw new UsageUnavailable("usage cannot be read now", away);
        }
    }

    /// A gateway that is known to run.
    /// @param since  when it began
    public record Running(String instance, String gatewayGroup, Instant since) {}

    /// The marks, and of each gateway that runs and has reported nothing since it began a mark of that moment: all
    /// that it carried may be missing. Those that hold back most come first.
    public static List<InstanceMark> with(List<InstanceMark> marks, Collection<Running> running) {
        Map<String, InstanceMark> byInstance = new LinkedHashMap<>();
        marks.forEach(mark -> byInstance.put(mark.instance(), mark));
        for (Running each : running) {
            InstanceMark mark = byInstance.get(each.instance());
            if (mark == null || mark.stopped() && mark.completeUntil().isBefore(each.since())) {
                byInstance.put(
                        each.instance(), new InstanceMark(each.instance(), each.gatewayGroup(), each.since(), false));
            }
        }
        return byInstance.values().stream()
                .sorted(Comparator.comparing(InstanceMark::stopped)
                        .thenComparing(InstanceMark::completeUntil)
                        .thenComparing(InstanceMark::instance))
                .toList();
    }

    /// Every call through the groups that ended before this moment is in the store.
    /// @param now  the answer when no instance holds anything back; no answer is later
    public Instant until(Collection<String> groups, Instant now) {
        return until(marks(groups), now);
    }

    /// As [#until(Collection, Instant)], of marks that were read before.
    public static Instant until(List<InstanceMark> marks, Instant now) {
        return marks.stream()
                .filter(mark -> !mark.stopped())
                .map(InstanceMark::completeUntil)
                .filter(now::isAfter)
                .min(Instant::compareTo)
                .orElse(now);
    }

    private static InstanceMark mark(JsonNode row) {
        return new InstanceMark(
                row.get(0).asText(),
                row.get(1).asText(),
                Instant.EPOCH.plus(row.get(2).asLong(), ChronoUnit.MICROS),
                row.get(3).asBoolean());
    }

    @Override
    public void close() {
        clickHouse.close();
    }
}
