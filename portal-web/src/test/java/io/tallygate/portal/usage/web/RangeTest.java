package io.tallygate.portal.usage.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.metering.meter.Period;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource({
        "DAY,        2026-11-25T16:20:00Z, 2026-11-24T17:00:00Z, 2026-11-25T17:00:00Z",
        "WEEK,       2026-11-25T16:20:00Z, 2026-11-18T23:00:00Z, 2026-11-25T23:00:00Z",
        "MONTH,      2026-11-25T16:20:00Z, 2026-10-31T23:00:00Z, 2026-11-30T23:00:00Z",
        "MONTH,      2026-10-31T23:30:00Z, 2026-10-31T23:00:00Z, 2026-11-30T23:00:00Z",
        "LAST_MONTH, 2026-11-25T16:20:00Z, 2026-09-30T22:00:00Z, 2026-10-31T23:00:00Z",
        "WEEK,       2026-10-27T12:00:00Z, 2026-10-20T22:00:00Z, 2026-10-27T23:00:00Z"
    })
    void days_and_months_are_those_of_the_zone(Range range, Instant now, Instant from, Instant to) {
        assertThat(range.period(now, BERLIN)).isEqualTo(new Period(from, to));
    }
}
