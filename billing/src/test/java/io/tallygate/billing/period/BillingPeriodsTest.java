package io.tallygate.billing.period;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.metering.meter.Period;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BillingPeriodsTest {
    @ParameterizedTest(name = "{0} in {1} is {2} to {3}")
    @CsvSource({
        // clocks change on 25 October: the month has an hour more than its days
        "2026-10, Europe/Berlin, 2026-09-30T22:00:00Z, 2026-10-31T23:00:00Z",
        "2026-03, Europe/Berlin, 2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z",
        "2026-10, UTC, 2026-10-01T00:00:00Z, 2026-11-01T00:00:00Z",
        "2026-11, America/New_York, 2026-11-01T04:00:00Z, 2026-12-01T05:00:00Z",
        "2028-02, Asia/Kolkata, 2028-01-31T18:30:00Z, 2028-02-29T18:30:00Z",
        "2026-02, Pacific/Kiritimati, 2026-01-31T10:00:00Z, 2026-02-28T10:00:00Z",
        "2026-12, Pacific/Pago_Pago, 2026-12-01T11:00:00Z, 2027-01-01T11:00:00Z",
        // half an hour of summer time; back on 5 April
        "2026-04, Australia/Lord_Howe, 2026-03-31T13:00:00Z, 2026-04-30T13:30:00Z",
        // clocks jumped over midnight of 1 October 2017: the month began at 01:00
        "2017-10, America/Asuncion, 2017-10-01T04:00:00Z, 2017-11-01T03:00:00Z",
    })
    void a_month_is_what_the_zones_clocks_say(YearMonth month, ZoneId zone, Instant from, Instant to) {
        assertThat(BillingPeriods.month(month, zone)).isEqualTo(new Period(from, to));
    }

    @Test
    void months_leave_out_no_instant_and_share_none_in_any_zone() {
        int zones = 0;
        for (String id : ZoneId.getAvailableZoneIds()) {
            ZoneId zone = ZoneId.of(id);
            Period before = BillingPeriods.month(YearMonth.of(2009, 12), zone);
            for (YearMonth month = YearMonth.of(2010, 1); month.getYear() < 2031; month = month.plusMonths(1)) {
                Period period = BillingPeriods.month(month, zone);
                assertThat(period.from()).as("%s in %s", month, zone).isEqualTo(before.to());
                assertThat(BillingPeriods.monthOf(period.from(), zone)).isEqualTo(month);
                assertThat(BillingPeriods.monthOf(period.to().minusNanos(1), zone))
                        .isEqualTo(month);
                before = period;
            }
            zones++;
        }
        System.out.printf("months checked: %d zones x 252 months%n", zones);
    }

    @Test
    void a_subscription_is_billed_for_the_part_in_which_it_ran() {
        Period october = BillingPeriods.month(YearMonth.of(2026, 10), ZoneId.of("Europe/Berlin"));
        Instant middle = Instant.parse("2026-10-14T09:30:00Z");
        Instant later = Instant.parse("2026-10-20T00:00:00Z");
        assertThat(BillingPeriods.within(october, Instant.EPOCH, null)).contains(october);
        assertThat(BillingPeriods.within(october, middle, null)).contains(new Period(middle, october.to()));
        assertThat(BillingPeriods.within(october, Instant.EPOCH, middle)).contains(new Period(october.from(), middle));
        assertThat(BillingPeriods.within(october, middle, later)).contains(new Period(middle, later));
        assertThat(BillingPeriods.within(october, october.to(), null)).isEmpty();
        assertThat(BillingPeriods.within(october, Instant.EPOCH, october.from()))
                .isEmpty();
        assertThat(BillingPeriods.within(october, middle, middle)).isEmpty();
        assertThat(List.of(october.contains(october.from()), october.contains(october.to())))
                .containsExactly(true, false);
    }
}
