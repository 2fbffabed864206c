package io.tallygate.billing.period;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.billing.period.Proration.EndDay;
import io.tallygate.metering.meter.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// What holds for every cadence, anchor, zone and moment.
class PeriodLawsTest {
    /// Clocks that jump at midnight, by half an hour, over a whole day, twice a year, never.
    private static final List<String> ZONES = List.of(
            "UTC",
            "Europe/Berlin",
            "Europe/London",
            "America/New_York",
            "America/Los_Angeles",
            "America/Juneau",
            "America/Sao_Paulo",
            "America/Asuncion",
            "America/Havana",
            "America/St_Johns",
            "Atlantic/Azores",
            "Africa/Cairo",
            "Africa/Casablanca",
            "Asia/Beirut",
            "Asia/Tehran",
            "Asia/Kolkata",
            "Asia/Kathmandu",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "Pacific/Chatham");

    @Property(tries = 3000)
    void every_moment_is_in_one_period_and_neighbours_touch(
            @ForAll("calendars") BillingCalendar calendar, @ForAll("moments") Instant moment) {
        Period here = calendar.at(moment);
        assertThat(here.contains(moment)).isTrue();
        assertThat(calendar.at(here.from())).isEqualTo(here);
        assertThat(calendar.at(here.to().minusNanos(1))).isEqualTo(here);
        assertThat(calendar.after(here).from()).isEqualTo(here.to());
        assertThat(calendar.before(calendar.after(here))).isEqualTo(here);
    }

    @Property(tries = 3000)
    void a_period_begins_on_the_anchors_day_or_the_last_of_a_month_that_lacks_it(
            @ForAll("monthly") BillingCalendar calendar, @ForAll("moments") Instant moment) {
        LocalDate start = LocalDate.ofInstant(calendar.at(moment).from(), calendar.zone());
        LocalDate meant = calendar.anchor().dayIn(YearMonth.from(start));
        // where a zone leaves a day out the next one takes its place
        assertThat(start).isIn(meant, meant.plusDays(1));
        assertThat(start.getDayOfMonth()).isLessThanOrEqualTo(calendar.anchor().day() + (start.equals(meant) ? 0 : 1));
    }

    @Property(tries = 3000)
    void the_parts_of_a_period_are_the_whole_however_it_is_cut(
            @ForAll("calendars") BillingCalendar calendar,
            @ForAll("moments") Instant moment,
            @ForAll("cuts") List<Integer> cuts,
            @ForAll Proration proration) {
        if (proration == Proration.NONE) {
            return; // every part owes the whole
        }
        Period whole = calendar.at(moment);
        long seconds = whole.to().getEpochSecond() - whole.from().getEpochSecond();
        TreeSet<Instant> bounds = new TreeSet<>(List.of(whole.from(), whole.to()));
        cuts.forEach(cut -> bounds.add(whole.from().plusNanos(seconds * 1_000L * cut)));
        bounds.removeIf(bound -> bound.isAfter(whole.to()));
        Share sum = Share.NONE;
        for (Instant from : bounds.headSet(whole.to())) {
            Share part = proration.share(whole, from, bounds.higher(from), calendar.zone(), EndDay.GOES_ON);
            sum = sum.plus(part);
        }
        assertThat(sum.compareTo(proration.share(whole, whole.from(), whole.to(), calendar.zone(), EndDay.GOES_ON)))
                .isZero();
        if (proration != Proration.BY_THIRTIETHS) {
            assertThat(sum.compareTo(Share.WHOLE)).isZero();
        }
    }

    @Property(tries = 2000)
    void a_schedule_leaves_out_no_instant_and_has_none_twice_when_its_calendar_changes(
            @ForAll("calendars") BillingCalendar calendar,
            @ForAll("calendars") BillingCalendar other,
            @ForAll("moments") Instant start) {
        Instant change = start.plusSeconds(86_400L * 50);
        Instant end = start.plusSeconds(86_400L * 120);
        BillingSchedule schedule = BillingSchedule.of(calendar, start, end).changed(other, change);
        Instant next = start;
        for (Period period : schedule.between(start, end)) {
            assertThat(period.from()).isEqualTo(next);
            assertThat(period.from().isBefore(change) && period.to().isAfter(change))
                    .isFalse();
            next = period.to();
        }
        assertThat(next).isEqualTo(end);
        assertThat(schedule.at(end)).isEmpty();
    }

    @Provide
    Arbitrary<BillingCalendar> calendars() {
        Arbitrary<Cadence> cadences = Combinators.combine(
                        Arbitraries.integers().between(1, 12), Arbitraries.of(Cadence.Unit.class))
                .as(Cadence::new);
        return calendars(cadences);
    }

    @Provide
    Arbitrary<BillingCalendar> monthly() {
        return calendars(Arbitraries.of(Cadence.MONTHLY, Cadence.QUARTERLY, Cadence.HALF_YEARLY, Cadence.YEARLY));
    }

    private static Arbitrary<BillingCalendar> calendars(Arbitrary<Cadence> cadences) {
        Arbitrary<Anchor> anchors = Combinators.combine(
                        Arbitraries.integers().between(2000 * 12, 2030 * 12),
                        Arbitraries.integers().between(1, 31),
                        Arbitraries.of(LocalTime.MIDNIGHT, LocalTime.of(2, 30), LocalTime.of(23, 59, 59)))
                .as((month, day, time) -> new Anchor(YearMonth.of(month / 12, month % 12 + 1), day, time));
        Arbitrary<ZoneId> zones = Arbitraries.of(ZONES).map(ZoneId::of);
        return Combinators.combine(cadences, anchors, zones).as(BillingCalendar::new);
    }

    @Provide
    Arbitrary<Instant> moments() {
        return Arbitraries.longs().between(946_684_800L, 2_000_000_000L).map(Instant::ofEpochSecond);
    }

    /// In millionths of the period.
    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(1, 999_999).list().ofMaxSize(5);
    }
}
