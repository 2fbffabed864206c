package io.tallygate.billing.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.billing.period.Cadence;
import io.tallygate.billing.period.Proration;
import io.tallygate.billing.run.RecurringFee.Due;
import io.tallygate.billing.subscription.BillingRule;
import io.tallygate.billing.subscription.BillingRule.Alignment;
import io.tallygate.billing.subscription.HistoryChange.Cancel;
import io.tallygate.billing.subscription.HistoryChange.Pause;
import io.tallygate.billing.subscription.HistoryChange.ToPlan;
import io.tallygate.billing.subscription.SubscriptionHistory;
import io.tallygate.metering.meter.Period;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FeesTest {
    private static final UUID TEN = new UUID(0, 10);
    private static final UUID TWENTY = new UUID(0, 20);
    private static final UUID THIRTY = new UUID(0, 30);
    private static final UUID YEARLY = new UUID(0, 365);
    private static final Map<UUID, List<RecurringFee>> PLANS = Map.of(
            TEN, List.of(fee("10", Cadence.MONTHLY, Due.IN_ADVANCE)),
            TWENTY, List.of(fee("20", Cadence.MONTHLY, Due.IN_ADVANCE)),
            THIRTY, List.of(fee("30", Cadence.MONTHLY, Due.IN_ADVANCE)),
            YEARLY, List.of(fee("365", Cadence.YEARLY, Due.IN_ADVANCE)));

    private final Map<Billable.Key, BigDecimal> billed = new HashMap<>();

    @Test
    void case_141_two_upgrades_on_one_day_cost_what_one_would_and_credit_no_more_than_was_paid() {
        Fees fees = fees(Proration.BY_DAY, Alignment.CALENDAR);
        SubscriptionHistory ten = SubscriptionHistory.started(TEN, at("2026-06-01T00:00:00Z"));
        assertThat(bill(fees, ten, "2026-06-01T00:00:00Z")).isEqualTo("10.00");
        SubscriptionHistory twenty = ten.with(new ToPlan(TWENTY, at("2026-06-16T10:00:00Z")));
        assertThat(bill(fees, twenty, "2026-06-16T10:00:00Z")).isEqualTo("-5.00 10.00");
        SubscriptionHistory thirty = twenty.with(new ToPlan(THIRTY, at("2026-06-16T10:40:00Z")));
        assertThat(bill(fees, thirty, "2026-06-16T10:40:00Z"))
                .as("all that was paid for twenty comes back, and no cent more of ten")
                .isEqualTo("-10.00 15.00");
        assertThat(total()).isEqualByComparingTo("20"); // 15 days of 10, 15 days of 30
        assertThat(bill(fees, thirty, "2026-06-16T10:40:00Z")).isEmpty();
    }

    @Test
    void case_141_by_second_the_hour_between_is_paid_and_no_more() {
        Fees fees = fees(Proration.BY_SECOND, Alignment.CALENDAR);
        SubscriptionHistory ten = SubscriptionHistory.started(TEN, at("2026-06-01T00:00:00Z"));
        bill(fees, ten, "2026-06-01T00:00:00Z");
        SubscriptionHistory twenty = ten.with(new ToPlan(TWENTY, at("2026-06-16T00:00:00Z")));
        bill(fees, twenty, "2026-06-16T00:00:00Z");
        SubscriptionHistory thirty = twenty.with(new ToPlan(THIRTY, at("2026-06-16T01:00:00Z")));
        assertThat(bill(fees, thirty, "2026-06-16T01:00:00Z")).isEqualTo("-9.97 14.96");
    }

    @Test
    void case_155_yen_come_back_as_whole_yen() {
        UUID yen = new UUID(0, 1000);
        Fees fees = new Fees(
                new BillingRule(Alignment.CALENDAR, Proration.BY_DAY),
                ZoneOffset.UTC,
                Map.of(yen, List.of(fee("1000", Cadence.MONTHLY, Due.IN_ADVANCE))));
        SubscriptionHistory history = SubscriptionHistory.started(yen, at("2026-06-01T00:00:00Z"));
        List<Fees.Line> first = fees.outstanding(history, at("2026-06-01T00:00:00Z"), Map.of(), 0);
        Map<Billable.Key, BigDecimal> paid =
                Map.of(first.getFirst().key(), first.getFirst().amount());
        SubscriptionHistory changed = history.with(new ToPlan(TEN, at("2026-06-16T00:00:00Z")));
        assertThat(fees.outstanding(changed, at("2026-06-16T00:00:00Z"), paid, 0))
                .singleElement()
                .satisfies(line -> assertThat(line.amount()).isEqualTo(new BigDecimal("-500")));
    }

    @Test
    void case_159_from_monthly_to_yearly_a_new_period_begins_at_the_change_and_usage_is_cut_there() {
        Instant change = at("2026-06-16T00:00:00Z");
        SubscriptionHistory history =
                SubscriptionHistory.started(TEN, at("2026-06-05T00:00:00Z")).with(new ToPlan(YEARLY, change));
        Fees fees = fees(Proration.BY_DAY, Alignment.ANNIVERSARY);
        assertThat(fees.owed(history, change).lastKey().period())
                .isEqualTo(new Period(change, at("2027-06-16T00:00:00Z")));
        assertThat(bill(fees, history, "2026-06-16T00:00:00Z")).isEqualTo("3.67 365.00"); // 11 of 30 days
        assertThat(history.usedWithin(new Period(at("2026-06-01T00:00:00Z"), at("2026-07-01T00:00:00Z"))))
                .extracting(phase -> phase.planVersion() + " " + phase.from() + " " + phase.to())
                .containsExactly(
                        TEN + " 2026-06-05T00:00:00Z 2026-06-16T00:00:00Z",
                        YEARLY + " 2026-06-16T00:00:00Z 2026-07-01T00:00:00Z");
    }

    @Test
    void a_pause_costs_nothing_and_who_cancels_pays_the_day_that_was_begun() {
        Fees fees = fees(Proration.BY_DAY, Alignment.CALENDAR);
        SubscriptionHistory history = SubscriptionHistory.started(THIRTY, at("2026-06-01T00:00:00Z"))
                .with(new Pause(at("2026-06-11T15:00:00Z"), at("2026-06-21T09:00:00Z")))
                .with(new Cancel(at("2026-06-25T00:00:01Z")));
        assertThat(bill(fees, history, "2026-06-01T00:00:00Z")).isEqualTo("10.00");
        assertThat(bill(fees, history, "2026-07-05T00:00:00Z")).isEqualTo("5.00"); // 21 to 25 June
    }

    @Test
    void in_arrears_a_period_is_owed_when_it_has_ended_and_what_is_due_once_is_owed_once() {
        UUID plan = new UUID(0, 7);
        Fees fees = new Fees(
                BillingRule.DEFAULT,
                ZoneId.of("Europe/Berlin"),
                Map.of(
                        plan,
                        List.of(
                                fee("6", Cadence.QUARTERLY, Due.IN_ARREARS),
                                new RecurringFee("setup", new BigDecimal("99"), Cadence.MONTHLY, Due.ONCE))));
        SubscriptionHistory history = SubscriptionHistory.started(plan, at("2026-05-16T22:00:00Z"));
        assertThat(bill(fees, history, "2026-06-30T21:59:59Z")).isEqualTo("99.00");
        assertThat(bill(fees, history, "2026-06-30T22:00:00Z")).isEqualTo("2.97"); // 45 of 91 days
        assertThat(bill(fees, history, "2026-09-30T22:00:00Z")).isEqualTo("6.00");
    }

    private String bill(Fees fees, SubscriptionHistory history, String asOf) {
        StringBuilder lines = new StringBuilder();
        for (Fees.Line line : fees.outstanding(history, at(asOf), billed, 2)) {
            billed.merge(line.key(), line.amount(), BigDecimal::add);
            lines.append(lines.isEmpty() ? "" : " ").append(line.amount());
        }
        return lines.toString();
    }

    private BigDecimal total() {
        return billed.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Fees fees(Proration proration, Alignment alignment) {
        return new Fees(new BillingRule(alignment, proration), ZoneOffset.UTC, PLANS);
    }

    private static RecurringFee fee(String amount, Cadence cadence, Due due) {
        return new RecurringFee("fee", new BigDecimal(amount), cadence, due);
    }

    private static Instant at(String moment) {
        return Instant.parse(moment);
    }
}
