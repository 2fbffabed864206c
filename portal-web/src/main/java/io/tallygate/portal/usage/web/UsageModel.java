package io.tallygate.portal.usage.web;

import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.MeterDefinition;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.reading.Dimension;
import io.tallygate.metering.reading.MeterSeries;
import io.tallygate.metering.reading.PreviousPeriod;
import io.tallygate.metering.reading.UsageFilter;
import io.tallygate.metering.reading.UsageQuery;
import io.tallygate.metering.reading.UsageSeries;
import io.tallygate.metering.reading.UsageTotals;
import io.tallygate.metering.reading.Window;
import io.tallygate.portal.frame.Formats;
import io.tallygate.portal.frame.Messages;
import io.tallygate.portal.meter.DefinedMeter;
import io.tallygate.portal.meter.Meters;
import io.tallygate.portal.usage.MeterAnswer;
import io.tallygate.portal.usage.MeterQuestion;
import io.tallygate.portal.usage.MeterUsage;
import io.tallygate.portal.usage.Usage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mvc.Models;
import jakarta.ws.rs.NotFoundException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads what the usage page shows and words it: figures, the chart and the same numbers as a table. Console and portal
/// share it; the filter says whose usage it is.
@ApplicationScoped
public class UsageModel {
    private static final int TOP = 10;
    private static final int MOST_METERS = 100;
    private static final List<String> CALLS_BY =
            List.of("api", "operation", "consumer", "application", "status", "method", "environment", "region");
    private static final List<String> EVENTS_BY = List.of("subscription", "source");

    private final Usage usage;
    private final MeterUsage meters;
    private final Meters defined;
    private final Clock clock;

    @SuppressWarnings("NullAway")
    protected UsageModel() {
        this(null, null, null, null);
    }

    @Inject
    public UsageModel(Usage usage, MeterUsage meters, Meters defined, Clock clock) {
        this.usage = usage;
        this.meters = meters;
        this.defined = defined;
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

    /// @param before  in the time before; null: it is not compared
    public record Row(
            String label, BigDecimal value, @Nullable BigDecimal before) {}

    /// Puts everything that `usage/usage.html` shows below its filters.
    /// @param names  of what has an id, for the table of the largest groups
    /// @throws NotFoundException  when there is no such meter
    /// @throws io.tallygate.metering.reading.UsageUnavailable  when usage cannot be read now
    void show(
            Models models,
            TenantId tenant,
            UsageFilter asked,
            UsageWish wish,
            Messages messages,
            Formats formats,
            Map<String, String> names) {
        Range range = Range.of(wish.range());
        Window window = range.window(wish.window());
        ZoneId zone = formats.zone();
        Period period = range.period(clock.instant(), zone);
        MeterDefinition meter = meters.meter(tenant, wish.meter()).orElseThrow(NotFoundException::new);
        boolean calls = meter.slug().equals(Meter.REQUESTS.slug());
        // an event belongs to no API
        UsageFilter filter = meter.source().ofCalls() ? asked : asked.withApi(null);
        MeterAnswer answer = meters.read(
                tenant,
                new MeterQuestion(meter, filter, Map.of(), period, window, zone, List.of(), null, wish.compared()));
        List<Chart.Value> values = values(answer.series(), window, formats);
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
        models.put("completeUntil", answer.completeUntil());
        models.put("ofCalls", calls);
        models.put("what", calls ? messages.text("usage.calls") : meter.name());
        models.put("unit", calls ? "" : meter.unit());
        models.put("meter", meter.slug());
        models.put("meters", choices(tenant, meter, messages));
        models.put("total", answer.series().total());
        models.put("compared", wish.compared());
        models.put("before", answer.before() == null ? null : answer.before().total());
        models.put(
                "totals",
                calls ? Totals.of(usage.totals(query(tenant, filter, period, window, zone, List.of()))) : null);
        models.put("chart", Chart.of(values));
        models.put(
                "rows",
                values.stream()
                        .filter(value -> value.value().signum() > 0)
                        .map(value -> new Row(value.label(), value.value(), null))
                        .toList());
        List<String> dimensions = dimensions(meter);
        String chosen = wish.by();
        String by = chosen != null && dimensions.contains(chosen) ? chosen : dimensions.getFirst();
        models.put("by", by);
        models.put(
                "dimensions",
                dimensions.stream()
                        .map(name -> new UsageChoice.Option(name, word(messages, meter, name)))
                        .toList());
        models.put("byWord", word(messages, meter, by));
        models.put("largest", largest(tenant, meter, filter, period, zone, by, wish.compared(), names));
    }

    /// The tenant's that count, and the one that is shown.
    private List<UsageChoice.Option> choices(TenantId tenant, MeterDefinition shown, Messages messages) {
        List<UsageChoice.Option> choices = new ArrayList<>();
        choices.add(new UsageChoice.Option(Meter.REQUESTS.slug(), messages.text("usage.calls")));
        defined.list(tenant, false, null, MOST_METERS).stream()
                .map(DefinedMeter::definition)
                .forEach(meter -> choices.add(new UsageChoice.Option(meter.slug(), meter.name())));
        if (choices.stream().noneMatch(choice -> choice.value().equals(shown.slug()))) {
            choices.add(new UsageChoice.Option(shown.slug(), shown.name()));
        }
        return choices;
    }

    private static List<String> dimensions(MeterDefinition meter) {
        return Stream.concat(
                        meter.dimensions().keySet().stream().sorted(),
                        (meter.source().ofCalls() ? CALLS_BY : EVENTS_BY).stream())
                .distinct()
                .toList();
    }

    private static String word(Messages messages, MeterDefinition meter, String dimension) {
        return meter.dimensions().containsKey(dimension) ? dimension : messages.text("usage.by." + dimension);
    }

    private List<Row> largest(
            TenantId tenant,
            MeterDefinition meter,
            UsageFilter filter,
            Period period,
            ZoneId zone,
            String by,
            boolean compared,
            Map<String, String> names) {
        MeterAnswer answer = meters.read(
                tenant, new MeterQuestion(meter, filter, Map.of(), period, Window.NONE, zone, List.of(by), TOP, false));
        Map<String, BigDecimal> before = new HashMap<>();
        if (compared && !answer.series().points().isEmpty()) {
            meters.read(
                            tenant,
                            new MeterQuestion(
                                    meter,
                                    filter,
                                    Map.of(),
                                    PreviousPeriod.of(period, zone),
                                    Window.NONE,
                                    zone,
                                    List.of(by),
                                    null,
                                    false))
                    .series()
                    .points()
                    .forEach(point -> before.put(point.group().getOrDefault(by, ""), point.value()));
        }
        return answer.series().points().stream()
                .map(point -> {
                    String value = point.group().getOrDefault(by, "");
                    return new Row(
                            value.isEmpty() ? "–" : names.getOrDefault(value, value),
                            point.value(),
                            compared ? before.getOrDefault(value, BigDecimal.ZERO) : null);
                })
                .toList();
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

    private UsageSeries series(
            TenantId tenant, UsageFilter filter, Period period, Window window, ZoneId zone, List<Dimension> groupBy) {
        return usage.chart(query(tenant, filter, period, window, zone, groupBy));
    }

    private static UsageQuery query(
            TenantId tenant, UsageFilter filter, Period period, Window window, ZoneId zone, List<Dimension> groupBy) {
        return new UsageQuery(tenant, filter, Meter.REQUESTS, period, window, zone, groupBy);
    }

    private List<Chart.Value> values(UsageSeries series, Window window, Formats formats) {
        return values(
                series.query().period(),
                series.points().stream()
                        .map(point -> new MeterSeries.Point(point.from(), point.to(), Map.of(), point.value()))
                        .toList(),
                window,
                formats);
    }

    private List<Chart.Value> values(MeterSeries series, Window window, Formats formats) {
        return values(series.query().period(), series.points(), window, formats);
    }

    private List<Chart.Value> values(Period period, List<MeterSeries.Point> points, Window window, Formats formats) {
        Instant now = clock.instant();
        boolean hours = window == Window.HOUR;
        boolean oneDay = Duration.between(period.from(), period.to()).compareTo(Duration.ofDays(1)) <= 0;
        DateTimeFormatter mark = DateTimeFormatter.ofPattern(hours && oneDay ? "HH:mm" : "d MMM", formats.locale());
        return points.stream()
                .filter(point -> !point.from().isAfter(now))
                .map(point -> new Chart.Value(
                        hours ? formats.dateTime(point.from()) : formats.date(point.from()),
                        mark.format(point.from().atZone(formats.zone())),
                        point.value(),
                        point.to().isAfter(now)))
                .toList();
    }
}
