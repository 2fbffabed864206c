package io.tallygate.portal.usage.web;

import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.reading.Dimension;
import io.tallygate.metering.reading.UsageFilter;
import io.tallygate.metering.reading.UsageQuery;
import io.tallygate.metering.reading.UsageSeries;
import io.tallygate.metering.reading.UsageTotals;
import io.tallygate.metering.reading.Window;
import io.tallygate.portal.frame.Formats;
import io.tallygate.portal.usage.Usage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mvc.Models;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads what the usage page shows and words it: figures, the chart and the same numbers as a table. Console and portal
/// share it; the filter says whose usage it is.
@ApplicationScoped
public class UsageModel {
    private final Usage usage;
    private final Clock clock;

    @SuppressWarnings("NullAway")
    protected UsageModel() {
        this(null, null);
    }

    @Inject
    public UsageModel(Usage usage, Clock clock) {
        this.usage = usage;
        this.clock = clock;
    }

    /// What the page's head shows.
    /// @param p95  milliseconds; null when there was no call
    public record Totals(
            long calls,
            long billable,
            BigDecimal errorShare,
            @Nullable Long p95) {
        static Totals of(UsageTotals totals) {
            BigDecimal share = totals.calls() == 0
                    ? BigDecimal.ZERO
                    : BigDecimal.valueOf(totals.errors())
                            .divide(BigDecimal.valueOf(totals.calls()), 6, RoundingMode.HALF_UP);
            UsageTotals.Latency latency = totals.latency();
            return new Totals(
                    totals.calls(),
                    totals.billable(),
                    share,
                    latency == null ? null : Math.max(1, latency.p95().toMillis()));
        }
    }

    public record Row(String label, BigDecimal value) {}

    /// Puts everything that `usage/usage.html` shows below its filters.
    /// @param apiNames  by id, for the table of APIs
    /// @throws io.tallygate.metering.reading.UsageUnavailable  when usage cannot be read now
    public void show(
            Models models,
            TenantId tenant,
            UsageFilter filter,
            @Nullable String rangeAsked,
            @Nullable String windowAsked,
            Formats formats,
            Map<String, String> apiNames) {
        Range range = Range.of(rangeAsked);
        Window window = range.window(windowAsked);
        ZoneId zone = formats.zone();
        Period period = range.period(clock.instant(), zone);
        List<Chart.Value> values = values(series(tenant, filter, period, window, zone, List.of()), window, formats);
        models.put("range", range.slug());
        models.put(
                "environments",
                List.of(Environment.values()).stream()
                        .map(Environment::wireName)
                        .toList());
        models.put("ranges", List.of(Range.values()).stream().map(Range::slug).toList());
        models.put("window", window.slug());
        models.put("windows", List.of("hour", "day"));
        models.put("live", range.open());
        models.put("zone", zone.getId());
        models.put("completeUpTo", usage.completeUpTo());
        models.put("totals", Totals.of(usage.totals(query(tenant, filter, period, window, zone, List.of()))));
        models.put("chart", Chart.of(values));
        models.put(
                "rows",
                values.stream()
                        .filter(value -> value.value().signum() > 0)
                        .map(value -> new Row(value.label(), value.value()))
                        .toList());
        models.put("byApi", byApi(tenant, filter, period, zone, apiNames));
    }

    /// What the console's overview shows.
    /// @param week  a bar for each of the last seven days
    public record Glance(long callsThisMonth, BigDecimal callsThisWeek, Chart week) {}

    /// @throws io.tallygate.metering.reading.UsageUnavailable  when usage cannot be read now
    public Glance glance(TenantId tenant, Formats formats) {
        ZoneId zone = formats.zone();
        UsageFilter all = UsageFilter.everything().withEnvironment(Environment.LIVE.wireName());
        Period month = Range.MONTH.period(clock.instant(), zone);
        Period week = Range.WEEK.period(clock.instant(), zone);
        List<Chart.Value> days = values(series(tenant, all, week, Window.DAY, zone, List.of()), Window.DAY, formats);
        return new Glance(
                usage.totals(query(tenant, all, month, Window.NONE, zone, List.of()))
                        .calls(),
                days.stream().map(Chart.Value::value).reduce(BigDecimal.ZERO, BigDecimal::add),
                Chart.of(days));
    }

    private List<Row> byApi(
            TenantId tenant, UsageFilter filter, Period period, ZoneId zone, Map<String, String> names) {
        return series(tenant, filter, period, Window.NONE, zone, List.of(Dimension.API)).points().stream()
                .map(point -> {
                    String id = point.group().getOrDefault(Dimension.API, "");
                    return new Row(names.getOrDefault(id, id), point.value());
                })
                .sorted((one, other) -> other.value().compareTo(one.value()))
                .toList();
    }

    private UsageSeries series(
            TenantId tenant, UsageFilter filter, Period period, Window window, ZoneId zone, List<Dimension> groupBy) {
        return usage.series(query(tenant, filter, period, window, zone, groupBy));
    }

    private static UsageQuery query(
            TenantId tenant, UsageFilter filter, Period period, Window window, ZoneId zone, List<Dimension> groupBy) {
        return new UsageQuery(tenant, filter, Meter.REQUESTS, period, window, zone, groupBy);
    }

    private List<Chart.Value> values(UsageSeries series, Window window, Formats formats) {
        Instant now = clock.instant();
        boolean hours = window == Window.HOUR;
        boolean oneDay = Duration.between(
                                series.query().period().from(),
                                series.query().period().to())
                        .compareTo(Duration.ofDays(1))
                <= 0;
        DateTimeFormatter mark = DateTimeFormatter.ofPattern(hours && oneDay ? "HH:mm" : "d MMM", formats.locale());
        return series.points().stream()
                .filter(point -> !point.from().isAfter(now))
                .map(point -> new Chart.Value(
                        hours ? formats.dateTime(point.from()) : formats.date(point.from()),
                        mark.format(point.from().atZone(formats.zone())),
                        point.value(),
                        point.to().isAfter(now)))
                .toList();
    }
}
