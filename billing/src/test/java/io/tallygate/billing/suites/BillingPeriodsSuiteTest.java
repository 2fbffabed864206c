package io.tallygate.billing.suites;

import static io.tallygate.billing.suites.SuiteTable.has;
import static io.tallygate.billing.suites.SuiteTable.moment;
import static io.tallygate.billing.suites.SuiteTable.momentOrNull;
import static io.tallygate.billing.suites.SuiteTable.zone;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.billing.period.Anchor;
import io.tallygate.billing.period.BillingCalendar;
import io.tallygate.billing.period.BillingCalendar.OnStart;
import io.tallygate.billing.period.BillingSchedule;
import io.tallygate.billing.period.Cadence;
import io.tallygate.metering.meter.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every row of `billing-billing-periods.json`.
class BillingPeriodsSuiteTest {
    private static final Set<String> FOLLOWED = Set.of(
            "periodsStartAtLocalMidnight",
            "anchorKeepsItsTimeOfDay",
            "startClampedToActiveDay",
            "startClampedToActiveInstant",
            "firstPeriodStartsAtActivation",
            "momentBeforeActivationGivesTheFirstPeriod",
            "anchorChangeStartsANewPeriod",
            "endCutAtTermination",
            "boundIsNextWhenInclusive",
            "boundIsPassedWhenExclusive",
            "bothWindowEndsInclusive",
            "cycleDayIgnoredForFixedLengthCadence",
            "arrearsBillEndedPeriodsOnly");
    private static final Set<String> NOT_FOLLOWED = Set.of("arrearsBillTheRunningPeriodToo");

    @Test
    void every_row_comes_out_as_the_table_says_or_rests_on_a_rule_that_is_not_followed() throws Exception {
        SuiteTable.of("billing-billing-periods").run(FOLLOWED, NOT_FOLLOWED, BillingPeriodsSuiteTest::wrong);
    }

    private static @Nullable String wrong(JsonNode row) {
        List<String> wrong = new ArrayList<>();
        row.properties().forEach(member -> {
            if (member.getKey().startsWith("expected")) {
                String got = answer(row, member.getKey());
                String expected = said(row, member.getValue());
                if (!expected.equals(got)) {
                    wrong.add(member.getKey() + " " + expected + " is " + got);
                }
            }
        });
        return wrong.isEmpty() ? null : wrong.toString();
    }

    /// Moments are compared, not their spelling.
    private static String said(JsonNode row, JsonNode expected) {
        if (expected.isArray()) {
            List<Instant> moments = new ArrayList<>();
            expected.forEach(each -> moments.add(Instant.parse(each.asText())));
            return moments.toString();
        }
        String text = expected.asText();
        return expected.isTextual() ? moment(text, zone(row)).toString() : text;
    }

    private static String answer(JsonNode row, String what) {
        return switch (what) {
            case "expectedPeriodStart" ->
                row.has("steps")
                        ? calendar(row).start(row.path("steps").asLong()).toString()
                        : period(row).from().toString();
            case "expectedPeriodEnd" -> period(row).to().toString();
            case "expectedDaysInPeriod" -> String.valueOf(calendar(row).days(period(row)));
            case "expectedIsFirstDayOfPeriod" ->
                String.valueOf(calendar(row).startsOn(LocalDate.ofInstant(moment(row, "now"), zone(row))));
            case "expectedNextStart" ->
                calendar(row).nextStart(moment(row, "now"), onStart(row)).toString();
            case "expectedPreviousStart" ->
                calendar(row).lastStart(moment(row, "now"), onStart(row)).toString();
            case "expectedStarts" ->
                schedule(row)
                        .starts(moment(row, "windowFrom"), moment(row, "windowTo"))
                        .toString();
            case "expectedContainsHalfOpen" -> String.valueOf(given(row).contains(moment(row, "now")));
            case "expectedContainsInclusive" ->
                String.valueOf(BillingCalendar.containsInclusive(given(row), moment(row, "now")));
            case "expectedCycleDay" ->
                String.valueOf(
                        Anchor.anniversary(moment(row, "anchor"), zone(row)).day());
            case "expectedCycleDateInMonth" -> {
                LocalDate now = LocalDate.ofInstant(moment(row, "now"), zone(row));
                yield midnight(row, calendar(row).anchor().dayIn(YearMonth.from(now)));
            }
            case "expectedFirstCycleDate" -> firstStart(row).toString();
            case "expectedLastCycleDate" ->
                calendar(row).lastStart(moment(row, "activeTo"), OnStart.COUNTS).toString();
            case "expectedWholePeriods" ->
                String.valueOf(
                        calendar(row)
                                .between(
                                        moment(row, "activeFrom"),
                                        moment(row, "now").plusNanos(1))
                                .stream()
                                .filter(each -> !each.from().isBefore(moment(row, "activeFrom")))
                                .count());
            case "expectedBilledTo" -> billedTo(row).toString();
            case "expectedNothingToBill" -> String.valueOf(moment(row, "now").isBefore(firstStart(row)));
            case "expectedNextBillingDate" ->
                schedule(row).nextBill(moment(row, "now")).toString();
            default -> "not known: " + what;
        };
    }

    private static Instant firstStart(JsonNode row) {
        return calendar(row).nextStart(moment(row, "activeFrom"), OnStart.COUNTS);
    }

    /// In advance a bill reaches to the end of the period that has begun, in arrears to its begin.
    private static Instant billedTo(JsonNode row) {
        Period here = calendar(row).at(moment(row, "now"));
        Instant to = row.path("billing").asText().equals("advance") ? here.to() : here.from();
        Instant end = momentOrNull(row, "activeTo");
        return end != null && end.isBefore(to) ? end : to;
    }

    private static String midnight(JsonNode row, LocalDate day) {
        return day.atStartOfDay(zone(row)).toInstant().toString();
    }

    private static OnStart onStart(JsonNode row) {
        return row.path("nowOnBound").asText("inclusive").equals("inclusive") ? OnStart.COUNTS : OnStart.IS_PASSED;
    }

    private static Period given(JsonNode row) {
        return new Period(moment(row, "periodStart"), moment(row, "periodEnd"));
    }

    /// The period asked for, cut to when the subscription was there.
    private static Period period(JsonNode row) {
        Instant now = moment(row, "now");
        if (has(row, "firstPeriodStartsAtActivation")) {
            return schedule(row).at(now).orElseThrow();
        }
        BillingCalendar calendar = calendar(row);
        Period whole = calendar.at(now);
        Period asked = row.path("which").asText("current").equals("previous") ? calendar.before(whole) : whole;
        Instant from = momentOrNull(row, "activeFrom");
        if (from != null && has(row, "startClampedToActiveDay")) {
            from = LocalDate.ofInstant(from, zone(row)).atStartOfDay(zone(row)).toInstant();
        }
        Instant to = momentOrNull(row, "endedAt");
        return new Period(
                from != null && from.isAfter(asked.from()) ? from : asked.from(),
                to != null && to.isBefore(asked.to()) ? to : asked.to());
    }

    private static BillingSchedule schedule(JsonNode row) {
        BillingSchedule schedule = BillingSchedule.of(calendar(row), moment(row, "activeFrom"), null);
        JsonNode change = row.path("anchorChange");
        if (change.isMissingNode()) {
            return schedule;
        }
        ZoneId zone = zone(row);
        Anchor other = Anchor.keepingTime(Instant.parse(change.path("anchor").asText()), zone);
        return schedule.changed(
                new BillingCalendar(cadence(row), other, zone),
                Instant.parse(change.path("at").asText()));
    }

    private static BillingCalendar calendar(JsonNode row) {
        return new BillingCalendar(cadence(row), anchor(row), zone(row));
    }

    static Anchor anchor(JsonNode row) {
        ZoneId zone = zone(row);
        if (row.path("alignment").asText().equals("calendar")) {
            return Anchor.CALENDAR;
        }
        if (row.has("cycleDay")) {
            String start = row.has("activeFrom") ? "activeFrom" : row.has("anchor") ? "anchor" : "now";
            LocalDate day = LocalDate.ofInstant(moment(row, start), zone);
            return Anchor.onBillingDay(row.path("cycleDay").asInt(), day, cadence(row));
        }
        boolean midnight = row.has("alignment") && !has(row, "anchorKeepsItsTimeOfDay");
        return midnight
                ? Anchor.anniversary(moment(row, "anchor"), zone)
                : Anchor.keepingTime(moment(row, "anchor"), zone);
    }

    static Cadence cadence(JsonNode row) {
        return switch (row.path("cadence").asText()) {
            case "daily" -> Cadence.DAILY;
            case "weekly" -> Cadence.WEEKLY;
            case "thirtyDays" -> new Cadence(30, Cadence.Unit.DAY);
            case "monthly" -> Cadence.MONTHLY;
            case "quarterly" -> Cadence.QUARTERLY;
            case "semiannual" -> Cadence.HALF_YEARLY;
            case "yearly" -> Cadence.YEARLY;
            default -> throw new IllegalArgumentException(row.toString());
        };
    }
}
