package io.tallygate.billing.suites;

import static io.tallygate.billing.suites.SuiteTable.has;
import static io.tallygate.billing.suites.SuiteTable.moment;
import static io.tallygate.billing.suites.SuiteTable.momentOrNull;
import static io.tallygate.billing.suites.SuiteTable.number;
import static io.tallygate.billing.suites.SuiteTable.zone;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.billing.period.Anchor;
import io.tallygate.billing.period.BillingCalendar;
import io.tallygate.billing.period.Proration;
import io.tallygate.billing.period.Proration.EndDay;
import io.tallygate.billing.period.Share;
import io.tallygate.metering.meter.Period;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every row of `billing-proration.json`.
class ProrationSuiteTest {
    private static final Set<String> FOLLOWED = Set.of(
            "byDay",
            "bySecond",
            "fixed30",
            "wholePeriodsOnly",
            "instantsCutToSeconds",
            "lastPeriodBilledInFull", // which is not to prorate
            "lastStartedDayBilled",
            "changeDayBelongsToNewPlan",
            "unusedDaysCredited",
            "trialDaysFree",
            "leadingPartOfPeriodEndingAtFirstCycleDay");
    private static final Set<String> NOT_FOLLOWED = Set.of(
            "changeDayBilledForBothPlans",
            "dayPriceCutTo5Decimals",
            "leadingPeriodCountedBackFromClampedDate",
            "sameItemNetOfOldPrepaidShare",
            "zeroLengthMeansFullAmount");

    private static final MathContext DIGITS = new MathContext(16, RoundingMode.HALF_UP);

    /// Some of the table's exact amounts are off by one in their sixteenth digit.
    private static final BigDecimal TOLERANCE = new BigDecimal("0.0000000000000001");

    @Test
    void every_row_comes_out_as_the_table_says_or_rests_on_a_rule_that_is_not_followed() throws Exception {
        SuiteTable.of("billing-proration").run(FOLLOWED, NOT_FOLLOWED, ProrationSuiteTest::wrong);
    }

    private static @Nullable String wrong(JsonNode row) {
        List<String> wrong = new ArrayList<>();
        row.properties().forEach(member -> {
            if (member.getKey().startsWith("expected") && !member.getKey().equals("expectedParts")) {
                BigDecimal expected = new BigDecimal(member.getValue().asText());
                BigDecimal got = answer(row, member.getKey());
                if (expected.subtract(got).abs().compareTo(TOLERANCE) > 0) {
                    wrong.add(member.getKey() + " " + expected + " is " + got);
                }
            }
        });
        return wrong.isEmpty() ? null : wrong.toString();
    }

    private static BigDecimal answer(JsonNode row, String what) {
        return switch (what) {
            case "expectedAmount" ->
                row.has("currencyDecimals")
                        ? share(row)
                                .of(
                                        number(row, "fullAmount"),
                                        row.path("currencyDecimals").asInt())
                        : share(row).of(number(row, "fullAmount"), DIGITS);
            case "expectedRounded" -> share(row).of(number(row, "fullAmount"), 2);
            // the line is rounded, then its tax
            case "expectedWithTaxRounded" ->
                share(row)
                        .of(number(row, "fullAmount"), 2)
                        .multiply(number(row, "taxPercent").add(BigDecimal.valueOf(100)))
                        .movePointLeft(2)
                        .setScale(2, RoundingMode.HALF_UP);
            case "expectedPeriods" ->
                row.has("billedAsOf") ? billedPeriods(row) : share(row).of(BigDecimal.ONE, 9);
            case "expectedDays" ->
                BigDecimal.valueOf(Proration.thirtieths(moment(row, "activeFrom"), moment(row, "activeTo"), zone(row)));
            case "expectedWholePeriods" -> {
                BillingCalendar calendar = new BillingCalendar(
                        BillingPeriodsSuiteTest.cadence(row),
                        Anchor.anniversary(moment(row, "activeFrom"), zone(row)),
                        zone(row));
                yield BigDecimal.valueOf(calendar.wholePeriods(moment(row, "activeFrom"), moment(row, "activeTo")));
            }
            default -> throw new IllegalArgumentException(what);
        };
    }

    private static Share share(JsonNode row) {
        Period whole = new Period(moment(row, "periodStart"), moment(row, "periodEnd"));
        Instant from = moment(row, "activeFrom");
        Instant trialEnd = momentOrNull(row, "trialEnd");
        Instant paid = trialEnd != null && trialEnd.isAfter(from) ? trialEnd : from;
        Instant end = momentOrNull(row, "activeTo");
        EndDay endDay = has(row, "lastStartedDayBilled") ? EndDay.IS_BILLED : EndDay.GOES_ON;
        Proration rule = rule(row);
        Share used = rule.share(whole, paid, end == null ? whole.to() : end, zone(row), endDay);
        return has(row, "unusedDaysCredited")
                ? rule.share(whole, paid, whole.to(), zone(row), EndDay.GOES_ON).minus(used)
                : used;
    }

    private static Proration rule(JsonNode row) {
        if (has(row, "lastPeriodBilledInFull")) {
            return Proration.NONE;
        }
        return has(row, "byDay")
                ? Proration.BY_DAY
                : has(row, "bySecond") ? Proration.BY_SECOND : Proration.BY_THIRTIETHS;
    }

    /// In advance: what has begun by then.
    private static BigDecimal billedPeriods(JsonNode row) {
        Instant from = moment(row, "activeFrom");
        Instant asOf = moment(row, "billedAsOf").plusNanos(1);
        Instant end = momentOrNull(row, "activeTo");
        Instant to = end == null ? Instant.MAX : end;
        Anchor anchor = Anchor.onBillingDay(
                row.path("cycleDay").asInt(),
                LocalDate.ofInstant(from, zone(row)),
                BillingPeriodsSuiteTest.cadence(row));
        BillingCalendar calendar = new BillingCalendar(BillingPeriodsSuiteTest.cadence(row), anchor, zone(row));
        return calendar.between(from, to.isBefore(asOf) ? to : asOf).stream()
                .map(period -> Proration.BY_DAY
                        .share(period, from, to, zone(row), EndDay.GOES_ON)
                        .of(BigDecimal.ONE, 9))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
