package io.tallygate.metering.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.metering.clickhouse.ClickHouse;
import io.tallygate.metering.clickhouse.ClickHouseMigrations;
import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.clickhouse.ClickHouseUsageStore;
import io.tallygate.metering.clickhouse.RunningClickHouse;
import io.tallygate.metering.meter.Aggregation;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.MeterDefinition;
import io.tallygate.metering.meter.MeterSource;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.recording.Blocks;
import io.tallygate.metering.recording.Drafts;
import io.tallygate.metering.recording.UsageDraft;
import io.tallygate.metering.recording.Watermark;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the reader says, against the sum over all events by hand. A fifth of the blocks is stored twice under
/// other tokens: every event of those is in the table two times.
class UsageReaderTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final TenantId TENANT = new TenantId(new UUID(0, 1));
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2027-01-01T00:00:00Z");
    private static final List<UsageDraft> EVENTS = new ArrayList<>();

    private static final MeterDefinition REQUESTS = new MeterDefinition(
            "requests",
            "Requests",
            MeterSource.REQUESTS,
            null,
            Aggregation.COUNT,
            null,
            Map.of(),
            Map.of(),
            Map.of(),
            "call");

    private static @TempDir Path directory;
    private static RunningClickHouse clickHouse;
    private static ClickHouseSettings settings;
    private static UsageReader reader;

    @BeforeAll
    static void store_known_events() throws Exception {
        clickHouse = RunningClickHouse.start(directory);
        settings = clickHouse.newDatabase();
        reader = new UsageReader(settings);
        Random random = new Random(20261125);
        // dense around both clock changes of Berlin, sparse elsewhere, and exactly on boundaries
        for (int i = 0; i < 30_000; i++) {
            Instant around = Instant.parse(random.nextBoolean() ? "2026-03-29T01:00:00Z" : "2026-10-25T01:00:00Z");
            long spread = i % 3 == 0 ? 40L * 86_400_000_000L : 30L * 3_600_000_000L;
            long micros = ChronoUnit.MICROS.between(Instant.EPOCH, around) + random.nextLong(-spread, spread);
            add(random, i % 50 == 0 ? micros - Math.floorMod(micros, 3_600_000_000L) : micros);
        }
        try (ClickHouseUsageStore store = new ClickHouseUsageStore(settings)) {
            for (int block = 0; block < EVENTS.size() / 1000; block++) {
                List<UsageDraft> rows = EVENTS.subList(block * 1000, block * 1000 + 1000);
                store.store(Blocks.of("block-" + block, rows));
                if (block % 5 == 0) {
                    store.store(Blocks.of("again-" + block, rows));
                }
            }
        }
    }

    private static void add(Random random, long endedAtMicros) {
        UsageDraft draft = new UsageDraft();
        Drafts.fill(draft, 1 + random.nextInt(4), endedAtMicros);
        draft.idHigh = 0x0123_4567_89ab_8000L;
        draft.idLow = 0x8040_0000_0000_0000L + EVENTS.size();
        draft.tenantLow = random.nextInt(10) == 0 ? 2 : 1;
        draft.apiLow = 50 + random.nextInt(3);
        draft.status = List.of(200, 200, 200, 302, 404, 429, 500, 504).get(random.nextInt(8));
        draft.billable = draft.status < 400;
        draft.latencyMicros = random.nextInt(1, 1_000_000);
        draft.responseBytes = random.nextInt(5_000);
        EVENTS.add(draft);
    }

    @AfterAll
    static void stop() throws Exception {
        reader.close();
        clickHouse.close();
    }

    @Test
    void the_table_holds_duplicates_and_no_answer_counts_them() {
        UsageTotals totals = reader.totals(query(UsageFilter.everything(), new Period(FROM, TO), Window.NONE, BERLIN));
        List<UsageDraft> mine = events(event -> event.tenantLow == 1);
        System.out.println("events of the tenant: " + mine.size() + ", totals: " + totals);
        assertThat(totals.calls()).isEqualTo(mine.size());
        assertThat(totals.billable()).isEqualTo(count(mine, event -> event.billable));
        assertThat(totals.clientErrors()).isEqualTo(count(mine, event -> event.status / 100 == 4));
        assertThat(totals.serverErrors()).isEqualTo(count(mine, event -> event.status / 100 == 5));
        assertThat(totals.responseBytes())
                .isEqualTo(mine.stream().mapToLong(event -> event.responseBytes).sum());
        UsageTotals.Latency latency = Objects.requireNonNull(totals.latency());
        assertThat(latency.p50()).isBetween(Duration.ofMillis(480), Duration.ofMillis(520));
        assertThat(latency.p99()).isBetween(Duration.ofMillis(985), Duration.ofMillis(995));
    }

    @ParameterizedTest(name = "subscription {0} from {1} to {2}")
    @CsvSource({
        "1, 2026-10-01T00:00:00Z, 2026-11-01T00:00:00Z",
        "2, 2026-09-30T22:00:00Z, 2026-10-31T23:00:00Z",
        "3, 2026-10-25T00:00:00Z, 2026-10-25T00:00:00.000001Z",
        "4, 2026-03-29T00:00:00.000000001Z, 2026-03-29T01:00:00Z",
    })
    void a_quantity_is_the_number_of_billable_calls_in_the_half_open_period(
            long subscription, Instant from, Instant to) {
        long expected = count(
                EVENTS,
                event -> event.tenantLow == 1
                        && event.subscriptionLow == subscription
                        && event.billable
                        && within(event, from, to));
        BigDecimal quantity = reader.quantity(
                TENANT, new SubscriptionId(new UUID(0, subscription)), Meter.REQUESTS, new Period(from, to));
        System.out.println("quantity " + quantity);
        assertThat(quantity).isEqualByComparingTo(BigDecimal.valueOf(expected));
    }

    @Test
    void the_calls_behind_a_quantity_are_as_many_as_it_says_as_of_its_cut_off_and_each_has_its_place()
            throws Exception {
        TenantId tenant = new TenantId(new UUID(0, 77));
        SubscriptionId subscription = new SubscriptionId(new UUID(0, 2));
        Period october = new Period(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z"));
        Instant cutOff = Instant.parse("2026-11-01T01:00:00Z");
        try (ClickHouse client = new ClickHouse(settings)) {
            // 450 that were stored in time, one that was not, and one that nobody bills
            client.execute(
                    "INSERT INTO usage_event (tenant, subscription, ended_at, id, billable, stored_at) SELECT"
                            + " toUUID('" + tenant + "'), toUUID('" + subscription + "'),"
                            + " addSeconds(toDateTime64('2026-10-20 00:00:00', 6, 'UTC'), intDiv(number, 3)),"
                            + " generateUUIDv4(), number != 451,"
                            + " toDateTime64(number = 450 ? '2026-11-02 00:00:00' : '2026-10-21 00:00:00', 6, 'UTC')"
                            + " FROM numbers(452)",
                    Map.of());
        }
        BilledCalls.Line line = new BilledCalls.Line(tenant, subscription, october, cutOff);
        BigDecimal quantity = reader.meters()
                .quantity(MeterQuery.of(tenant, REQUESTS, october)
                        .withSubscription(subscription)
                        .billable()
                        .stored(MeterQuery.Stored.upTo(cutOff)));
        assertThat(quantity).isEqualByComparingTo("450");
        BilledCalls calls = reader.billedCalls();
        assertThat(calls.count(line)).isEqualTo(quantity.longValueExact()).isPositive();
        assertThat(calls.count(new BilledCalls.Line(tenant, subscription, october, null)))
                .isEqualTo(quantity.longValueExact() + 1);
        List<UUID> ids = new ArrayList<>();
        String cursor = null;
        do {
            BilledCalls.Page page = calls.page(line, 200, cursor);
            assertThat(page.before()).isEqualTo(ids.size());
            page.calls().forEach(call -> ids.add(call.id()));
            cursor = page.nextCursor();
        } while (cursor != null);
        assertThat(ids).hasSize(quantity.intValueExact()).doesNotHaveDuplicates();
        List<UUID> some = List.of(ids.get(250), ids.get(3), new UUID(9, 9));
        assertThat(calls.find(line, some)).extracting(BilledCalls.Placed::place).containsExactly(4L, 251L);
    }

    @Test
    void a_boundary_belongs_to_the_period_that_begins_there() {
        UsageDraft onBoundary = EVENTS.get(0);
        Instant boundary = end(onBoundary);
        Predicate<UsageDraft> same =
                event -> event.tenantLow == onBoundary.tenantLow && event.subscriptionLow == onBoundary.subscriptionLow;
        UsageFilter filter = UsageFilter.everything().withSubscription(new UUID(0, onBoundary.subscriptionLow));
        TenantId tenant = new TenantId(new UUID(0, onBoundary.tenantLow));
        Instant before = boundary.minusSeconds(3600);
        Instant after = boundary.plusSeconds(3600);
        assertThat(calls(tenant, filter, new Period(before, boundary)))
                .isEqualTo(count(EVENTS, event -> same.test(event) && within(event, before, boundary)));
        assertThat(calls(tenant, filter, new Period(boundary, after)))
                .isEqualTo(count(EVENTS, event -> same.test(event) && within(event, boundary, after)))
                .isPositive();
    }

    private static long calls(TenantId tenant, UsageFilter filter, Period period) {
        return reader.totals(new UsageQuery(tenant, filter, Meter.REQUESTS, period, Window.NONE, BERLIN, List.of()))
                .calls();
    }

    @ParameterizedTest(name = "{0} has {1} hours")
    @CsvSource({"2026-03-29, 23", "2026-10-25, 25", "2026-10-24, 24"})
    void a_day_of_a_clock_change_has_the_hours_that_the_wall_showed(LocalDate date, int hours) {
        Period day = new Period(
                date.atStartOfDay(BERLIN).toInstant(),
                date.plusDays(1).atStartOfDay(BERLIN).toInstant());
        UsageSeries series = reader.series(query(UsageFilter.everything(), day, Window.HOUR, BERLIN));
        Map<OffsetDateTime, Long> expected = expected(
                event -> event.tenantLow == 1 && within(event, day.from(), day.to()),
                event -> end(event).atZone(BERLIN).toOffsetDateTime().truncatedTo(ChronoUnit.HOURS));
        assertThat(series.points()).hasSize(hours);
        series.points()
                .forEach(point -> assertThat(point.value().longValueExact())
                        .as("hour from %s", point.from().atZone(BERLIN).toOffsetDateTime())
                        .isEqualTo(expected.getOrDefault(
                                point.from().atZone(BERLIN).toOffsetDateTime(), 0L)));
        assertThat(series.total().longValueExact())
                .isEqualTo(expected.values().stream().mapToLong(n -> n).sum());
        System.out.println(date + ": " + hours + " hours, " + series.total() + " calls; hours at 02: "
                + series.points().stream()
                        .filter(point -> point.from().atZone(BERLIN).getHour() == 2)
                        .map(point -> point.from() + "=" + point.value())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Europe/Berlin", "UTC", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Santiago", "+05:45"})
    void days_and_months_follow_the_zone(String name) {
        ZoneId zone = UsageQuery.zone(name);
        Period period = new Period(FROM.plusSeconds(12_345), TO.minusSeconds(54_321));
        for (Window window : List.of(Window.DAY, Window.MONTH)) {
            UsageSeries series = reader.series(query(UsageFilter.everything(), period, window, zone));
            Map<LocalDate, Long> expected = expected(
                    event -> event.tenantLow == 1 && within(event, period.from(), period.to()),
                    event -> dateOf(end(event), window, zone));
            Map<LocalDate, Long> actual = series.points().stream()
                    .filter(point -> point.value().signum() > 0)
                    .collect(Collectors.toMap(
                            point -> dateOf(point.from(), window, zone),
                            point -> point.value().longValueExact(),
                            (first, second) -> first + second,
                            TreeMap::new));
            assertThat(actual).isEqualTo(expected);
            assertThat(series.points().getFirst().from()).isEqualTo(period.from());
            assertThat(series.points().getLast().to()).isEqualTo(period.to());
            assertWithoutGaps(series);
        }
    }

    @Test
    void groups_hold_every_window_and_add_up() {
        Period period = new Period(Instant.parse("2026-10-24T22:00:00Z"), Instant.parse("2026-10-25T23:00:00Z"));
        UsageFilter filter = UsageFilter.everything().withBillable(true);
        UsageSeries series = reader.series(new UsageQuery(
                TENANT, filter, Meter.REQUESTS, period, Window.HOUR, BERLIN, List.of(Dimension.API, Dimension.STATUS)));
        Map<String, Long> expected = expected(
                event -> event.tenantLow == 1 && event.billable && within(event, period.from(), period.to()),
                event -> new UUID(0, event.apiLow) + " " + event.status);
        Map<String, Long> actual = series.points().stream()
                .collect(Collectors.groupingBy(
                        point -> point.group().get(Dimension.API) + " "
                                + point.group().get(Dimension.STATUS),
                        TreeMap::new,
                        Collectors.summingLong(point -> point.value().longValueExact())));
        System.out.println(actual);
        assertThat(actual).isEqualTo(expected);
        assertThat(series.points()).hasSize(25 * expected.size());
    }

    @Test
    void one_window_is_the_period() {
        Period period = new Period(FROM, TO);
        UsageSeries series = reader.series(query(UsageFilter.everything(), period, Window.NONE, BERLIN));
        assertThat(series.points()).hasSize(1);
        assertThat(series.points().getFirst().from()).isEqualTo(FROM);
        assertThat(series.points().getFirst().to()).isEqualTo(TO);
        assertThat(series.total().longValueExact()).isEqualTo(count(EVENTS, event -> event.tenantLow == 1));
    }

    @Test
    void nothing_used_is_zero_in_every_window() {
        UsageFilter nobody = UsageFilter.everything().withConsumer(new UUID(9, 9));
        Period day = new Period(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-10-02T00:00:00Z"));
        UsageSeries series = reader.series(query(nobody, day, Window.HOUR, ZoneId.of("UTC")));
        assertThat(series.points())
                .hasSize(24)
                .allSatisfy(point -> assertThat(point.value()).isZero());
        assertThat(reader.totals(query(nobody, day, Window.NONE, BERLIN)).latency())
                .isNull();
        assertThat(reader.quantity(TENANT, new SubscriptionId(new UUID(9, 9)), Meter.REQUESTS, day))
                .isZero();
    }

    @Test
    void pages_of_single_calls_show_each_call_once_newest_first() {
        Period period = new Period(Instant.parse("2026-10-25T00:00:00Z"), Instant.parse("2026-10-25T03:00:00Z"));
        UsageRequestsQuery query = new UsageRequestsQuery(TENANT, UsageFilter.everything(), period);
        List<UsageEvent> seen = new ArrayList<>();
        String cursor = null;
        do {
            UsageRequests page = reader.requests(query, 77, cursor);
            seen.addAll(page.items());
            cursor = page.nextCursor();
        } while (cursor != null);
        List<UsageDraft> expected = events(event -> event.tenantLow == 1 && within(event, period.from(), period.to()));
        Set<UUID> ids = new HashSet<>();
        seen.forEach(event -> ids.add(event.id()));
        System.out.println("single calls: " + seen.size());
        assertThat(seen).hasSize(expected.size());
        assertThat(ids).hasSize(expected.size());
        assertThat(seen).isSortedAccordingTo((a, b) -> b.endedAt().compareTo(a.endedAt()));
    }

    @Test
    void who_follows_sees_each_call_once_oldest_first_and_keeps_its_place_when_nothing_comes() {
        Instant from = Instant.parse("2026-10-25T00:00:00Z");
        List<UsageEvent> seen = new ArrayList<>();
        String place = UsageReader.placeBefore(from);
        // usage becomes complete step by step, and each step is asked for until it is empty
        for (int hour = 1; hour <= 3; hour++) {
            Period complete = new Period(UsageReader.momentOf(place), from.plus(Duration.ofHours(hour)));
            UsageRequestsQuery query = new UsageRequestsQuery(TENANT, UsageFilter.everything(), complete);
            List<UsageEvent> page;
            do {
                UsageRequests arrived = reader.following(query, 61, place);
                page = arrived.items();
                seen.addAll(page);
                place = Objects.requireNonNull(arrived.nextCursor());
            } while (!page.isEmpty());
            assertThat(reader.following(query, 61, place).nextCursor()).isEqualTo(place);
        }
        List<UsageDraft> expected =
                events(event -> event.tenantLow == 1 && within(event, from, from.plus(Duration.ofHours(3))));
        Set<UUID> ids = new HashSet<>();
        seen.forEach(event -> ids.add(event.id()));
        assertThat(seen)
                .hasSize(expected.size())
                .isSortedAccordingTo((a, b) -> a.endedAt().compareTo(b.endedAt()));
        assertThat(ids).hasSize(expected.size());
    }

    @Test
    void a_single_call_shows_all_that_was_recorded() {
        UsageDraft draft = EVENTS.stream()
                .filter(event -> event.tenantLow == 1)
                .findFirst()
                .orElseThrow();
        Period moment = new Period(end(draft), end(draft).plusNanos(1_000));
        UsageEvent event =
                reader
                        .requests(new UsageRequestsQuery(TENANT, UsageFilter.everything(), moment), 200, null)
                        .items()
                        .stream()
                        .filter(each -> each.id().equals(new UUID(draft.idHigh, draft.idLow)))
                        .findFirst()
                        .orElseThrow();
        assertThat(event)
                .isEqualTo(new UsageEvent(
                        new UUID(draft.idHigh, draft.idLow),
                        TENANT,
                        "live",
                        new SubscriptionId(new UUID(0, draft.subscriptionLow)),
                        new UUID(0, 3),
                        new UUID(0, 4),
                        new UUID(0, 0),
                        new UUID(0, 0),
                        new UUID(0, 0),
                        new UUID(0, draft.apiLow),
                        new UUID(0, 0),
                        new UUID(0, 6),
                        "getForecast",
                        "GET",
                        draft.status,
                        "answered",
                        draft.billable,
                        end(draft).minusNanos(1_500_000),
                        end(draft),
                        Duration.of(draft.latencyMicros, ChronoUnit.MICROS),
                        Duration.ofNanos(1_200_000),
                        10,
                        draft.responseBytes,
                        "shared",
                        "0123456789ab",
                        7));
    }

    @Test
    void what_a_user_asks_wrongly_is_named() {
        Period century = new Period(Instant.parse("2000-01-01T00:00:00Z"), Instant.parse("2100-01-01T00:00:00Z"));
        assertThatThrownBy(() -> reader.series(query(UsageFilter.everything(), century, Window.HOUR, BERLIN)))
                .isInstanceOf(UsageQueryInvalid.class)
                .hasMessageContaining("10000 windows");
        assertThatThrownBy(() -> UsageQuery.zone("Europe/Atlantis")).isInstanceOf(UsageQueryInvalid.class);
        assertThatThrownBy(() -> UsageQuery.zone("'; DROP TABLE usage_event")).isInstanceOf(UsageQueryInvalid.class);
        UsageRequestsQuery all = new UsageRequestsQuery(TENANT, UsageFilter.everything(), new Period(FROM, TO));
        assertThatThrownBy(() -> reader.requests(all, 0, null)).isInstanceOf(UsageQueryInvalid.class);
        assertThatThrownBy(() -> reader.requests(all, 201, null)).isInstanceOf(UsageQueryInvalid.class);
        for (String cursor : List.of("", "x", "%%%", "MS54", "bm90LmEtY3Vyc29y")) {
            assertThatThrownBy(() -> reader.requests(all, 10, cursor)).isInstanceOf(UsageQueryInvalid.class);
            assertThatThrownBy(() -> reader.following(all, 10, cursor)).isInstanceOf(UsageQueryInvalid.class);
        }
        Period ancient = new Period(Instant.parse("-9999-01-01T00:00:00Z"), TO);
        assertThatThrownBy(() -> reader.totals(query(UsageFilter.everything(), ancient, Window.NONE, BERLIN)))
                .isInstanceOf(UsageQueryInvalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"live' OR 1=1 --", "a\\'b", "tab\there", "line\nbreak", "{tenant:UUID}", "ümläut", "\\N"})
    void a_text_to_filter_by_is_only_ever_a_text(String text) {
        UsageFilter filter = UsageFilter.everything().withEnvironment(text);
        assertThat(reader.totals(query(filter, new Period(FROM, TO), Window.NONE, BERLIN))
                        .calls())
                .isZero();
    }

    @Test
    void usage_is_complete_up_to_what_the_slowest_instance_says() throws Exception {
        ClickHouseSettings own = clickHouse.newDatabase();
        new ClickHouseMigrations(own).migrate();
        Instant now = Instant.parse("2026-11-25T12:00:00Z");
        try (ClickHouseUsageStore store = new ClickHouseUsageStore(own);
                UsageReader ownReader = new UsageReader(own)) {
            assertThat(ownReader.completeUpTo(now)).isEqualTo(now);
            store.report(new Watermark("a", "shared", 1, now.minusSeconds(5), false));
            store.report(new Watermark("b", "shared", 1, now.minusSeconds(60), false));
            assertThat(ownReader.completeUpTo(now)).isEqualTo(now.minusSeconds(60));
            store.report(new Watermark("b", "shared", 2, now.minusSeconds(1), false));
            store.report(new Watermark("b", "shared", 1, now.minusSeconds(60), false)); // late: a lower number
            assertThat(ownReader.completeUpTo(now)).isEqualTo(now.minusSeconds(5));
            store.report(new Watermark("a", "shared", 2, now.minusSeconds(4), true));
            assertThat(ownReader.completeUpTo(now)).isEqualTo(now.minusSeconds(1));
            store.report(new Watermark("b", "shared", 3, now.plusSeconds(9), false));
            assertThat(ownReader.completeUpTo(now)).isEqualTo(now);
        }
    }

    @Test
    void a_store_that_does_not_answer_is_unavailable_and_nothing_else() {
        ClickHouseSettings nobody = new ClickHouseSettings(URI.create("http://localhost:1"), "tallygate", "", "");
        try (UsageReader unavailable = new UsageReader(nobody)) {
            assertThatThrownBy(() -> unavailable.completeUpTo(Instant.EPOCH)).isInstanceOf(UsageUnavailable.class);
            assertThatThrownBy(() -> unavailable.series(
                            query(UsageFilter.everything(), new Period(FROM, TO), Window.DAY, BERLIN)))
                    .isInstanceOf(UsageUnavailable.class);
        }
        try (UsageReader neverMigrated = new UsageReader(clickHouse.newDatabase())) {
            assertThatThrownBy(() -> neverMigrated.completeUpTo(Instant.EPOCH)).isInstanceOf(UsageUnavailable.class);
        }
    }

    @Test
    void a_tenants_questions_are_charged_and_refused_without_asking_the_store_when_their_budget_is_spent() {
        List<Duration> charged = new ArrayList<>();
        ReadingBudget budget = new ReadingBudget() {
            @Override
            public void admit(TenantId tenant) {
                if (charged.size() >= 2) {
                    throw new ReadingBudgetSpent(17);
                }
            }

            @Override
            public void spent(TenantId tenant, Duration processorTime) {
                assertThat(tenant).isEqualTo(TENANT);
                charged.add(processorTime);
            }
        };
        UsageQuery query = query(UsageFilter.everything(), new Period(FROM, TO), Window.DAY, BERLIN);
        try (UsageReader counted = new UsageReader(settings, budget)) {
            counted.series(query);
            counted.totals(query);
            assertThat(charged)
                    .hasSize(2)
                    .allSatisfy(time ->
                            assertThat(time).isGreaterThan(Duration.ofMillis(1)).isLessThan(Duration.ofSeconds(20)));
            assertThatThrownBy(() -> counted.series(query))
                    .isInstanceOfSatisfying(
                            ReadingBudgetSpent.class,
                            spent -> assertThat(spent.retryAfterSeconds()).isEqualTo(17));
            // what invoices are made of waits for nobody
            counted.quantity(TENANT, new SubscriptionId(new UUID(0, 1)), Meter.REQUESTS, new Period(FROM, TO));
            assertThat(charged).hasSize(2);
        }
    }

    private static void assertWithoutGaps(UsageSeries series) {
        for (int i = 1; i < series.points().size(); i++) {
            assertThat(series.points().get(i).from())
                    .isEqualTo(series.points().get(i - 1).to());
        }
    }

    private static LocalDate dateOf(Instant instant, Window window, ZoneId zone) {
        ZonedDateTime local = instant.atZone(zone);
        return window == Window.DAY ? local.toLocalDate() : local.toLocalDate().withDayOfMonth(1);
    }

    private static UsageQuery query(UsageFilter filter, Period period, Window window, ZoneId zone) {
        return new UsageQuery(TENANT, filter, Meter.REQUESTS, period, window, zone, List.of());
    }

    private static <K extends Comparable<? super K>> Map<K, Long> expected(
            Predicate<UsageDraft> which, Function<UsageDraft, K> key) {
        return EVENTS.stream().filter(which).collect(Collectors.groupingBy(key, TreeMap::new, Collectors.counting()));
    }

    private static List<UsageDraft> events(Predicate<UsageDraft> which) {
        return EVENTS.stream().filter(which).toList();
    }

    private static long count(List<UsageDraft> events, Predicate<UsageDraft> which) {
        return events.stream().filter(which).count();
    }

    private static boolean within(UsageDraft event, Instant from, Instant to) {
        Instant end = end(event);
        return !end.isBefore(from) && end.isBefore(to);
    }

    private static Instant end(UsageDraft event) {
        return Instant.EPOCH.plus(event.endedAtMicros, ChronoUnit.MICROS);
    }
}
