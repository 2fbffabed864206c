package io.tallygate.billing.period;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tallygate.billing.period.Proration.EndDay;
import io.tallygate.metering.meter.Period;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Of `infra/contracts/suites/bug-cases.md`, those about where periods begin.
class PeriodBugCasesTest {
    @Test
    void cases_131_and_137_a_day_that_february_lacks_comes_back_in_march() {
        assertThat(starts("2023-01-31", 5))
                .containsExactly("2023-01-31", "2023-02-28", "2023-03-31", "2023-04-30", "2023-05-31");
        assertThat(starts("2024-01-31", 3)).containsExactly("2024-01-31", "2024-02-29", "2024-03-31");
    }

    @Test
    void case_133_a_zone_that_moves_its_clocks_has_periods_without_a_gap_and_an_end_to_them() {
        ZoneId juneau = ZoneId.of("America/Juneau");
        BillingCalendar calendar = new BillingCalendar(Cadence.MONTHLY, Anchor.onDay(LocalDate.of(2015, 9, 1)), juneau);
        List<Period> periods = assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> calendar.between(Instant.parse("1980-01-01T00:00:00Z"), Instant.parse("2030-01-01T00:00:00Z")));
        for (int i = 1; i < periods.size(); i++) {
            assertThat(periods.get(i).from()).isEqualTo(periods.get(i - 1).to());
        }
        assertThat(periods).hasSize(601);
    }

    @Test
    void case_135_the_thirtieth_round_february() {
        assertThat(starts("2024-01-30", 4)).containsExactly("2024-01-30", "2024-02-29", "2024-03-30", "2024-04-30");
    }

    @Test
    void case_139_a_part_at_the_end_of_february_is_of_the_days_that_its_period_has() {
        BillingCalendar calendar = calendar("2020-01-31");
        Period whole = calendar.at(Instant.parse("2020-02-28T00:00:00Z"));
        Share share = Proration.BY_DAY.share(
                calendar.at(Instant.parse("2020-02-27T00:00:00Z")),
                Instant.parse("2020-02-27T00:00:00Z"),
                Instant.parse("2020-03-01T00:00:00Z"),
                ZoneOffset.UTC,
                EndDay.GOES_ON);
        assertThat(whole.to()).isEqualTo("2020-02-29T00:00:00Z");
        assertThat(share).as("29 February begins the next period").isEqualTo(new Share(2, 29));
        Period february = new BillingCalendar(Cadence.MONTHLY, Anchor.CALENDAR, ZoneOffset.UTC)
                .at(Instant.parse("2020-02-27T00:00:00Z"));
        assertThat(Proration.BY_DAY.share(
                        february,
                        Instant.parse("2020-02-27T00:00:00Z"),
                        Instant.parse("2020-03-01T00:00:00Z"),
                        ZoneOffset.UTC,
                        EndDay.GOES_ON))
                .isEqualTo(new Share(3, 29));
    }

    @Test
    void case_143_a_part_at_both_ends() {
        Instant from = Instant.parse("2011-01-01T00:00:00Z");
        Instant to = Instant.parse("2011-02-27T00:00:00Z");
        BillingCalendar calendar = new BillingCalendar(
                Cadence.MONTHLY, Anchor.onBillingDay(15, LocalDate.of(2011, 1, 1), Cadence.MONTHLY), ZoneOffset.UTC);
        assertThat(calendar.between(from, to))
                .extracting(period -> Proration.BY_DAY.share(period, from, to, ZoneOffset.UTC, EndDay.GOES_ON))
                .containsExactly(new Share(14, 31), new Share(31, 31), new Share(12, 28));
    }

    private static List<String> starts(String anchor, int count) {
        BillingCalendar calendar = calendar(anchor);
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(n ->
                        LocalDate.ofInstant(calendar.start(n), ZoneOffset.UTC).toString())
                .toList();
    }

    private static BillingCalendar calendar(String anchor) {
        return new BillingCalendar(Cadence.MONTHLY, Anchor.onDay(LocalDate.parse(anchor)), ZoneOffset.UTC);
    }
}
