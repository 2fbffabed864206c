package io.tallygate.billing.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.billing.Shop;
import io.tallygate.billing.period.Cadence;
import io.tallygate.billing.period.Proration;
import io.tallygate.billing.run.RecurringFee.Due;
import io.tallygate.billing.subscription.BillingRule;
import io.tallygate.billing.subscription.BillingRule.Alignment;
import io.tallygate.billing.subscription.HistoryChange;
import io.tallygate.billing.subscription.SubscriptionHistory;
import io.tallygate.metering.meter.SubscriptionId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Lives of subscriptions over leap years and changes of clocks, closed month by month with what was known
/// then, some
/// months late or twice: no instant of usage is billed twice or left out, and what was billed of fees in all is
/// what
/// one
/// bill at the end would have been. `-Dtallygate.billing.years=10000` is the long form.
class SimulatedYearsTest {
    private static final int YEARS = Integer.getInteger("tallygate.billing.years", 1_000);
    private static final int YEARS_OF_A_LIFE = 5;
    private static final List<UUID> VERSIONS = List.of(new UUID(0, 1), new UUID(0, 2), new UUID(0, 3));
    private static final List<String> ZONES = List.of(
            "UTC",
            "Europe/Berlin",
            "Europe/London",
            "Europe/Lisbon",
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
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "Pacific/Chatham");

    private record Decided(Instant at, HistoryChange change) {}

    @Test
    void a_life_of_bills_is_one_bill_of_a_life() {
        Random random = new Random(20261130);
        int lines = 0;
        int spans = 0;
        for (int life = 0; life < YEARS / YEARS_OF_A_LIFE; life++) {
            int[] counted = live(random);
            lines += counted[0];
            spans += counted[1];
        }
        System.out.printf(
                "%d simulated subscription-years: %d lines of fees, %d stretches of usage, none twice, none left out%n",
                YEARS, lines, spans);
        assertThat(lines).isGreaterThan(YEARS);
        assertThat(spans).isGreaterThan(YEARS * 6);
    }

    private static int[] live(Random random) {
        ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
        int decimals = List.of(0, 2, 3).get(random.nextInt(3));
        Instant start = LocalDate.of(2019, 1, 1)
                .plusDays(random.nextInt(700))
                .atStartOfDay(zone)
                .toInstant()
                .plusSeconds(random.nextInt(86_400));
        Instant end = start.plusSeconds(86_400L * 365 * YEARS_OF_A_LIFE);
        BillingRule rule = new BillingRule(
                Alignment.values()[random.nextInt(2)], Proration.values()[random.nextInt(Proration.values().length)]);
        Fees fees = new Fees(rule, zone, plans(random));
        List<Decided> decisions = decisions(random, start, end);
        Map<Billable.Key, BigDecimal> billed = new HashMap<>();
        Instant usedUntil = start;
        int lines = 0;
        int spans = 0;
        YearMonth month = YearMonth.from(start.atZone(zone));
        YearMonth last = YearMonth.from(end.atZone(zone)).plusMonths(1);
        for (; !month.isAfter(last); month = month.plusMonths(1)) {
            Instant closed = month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
            SubscriptionHistory known = known(decisions, start, closed);
            Contract contract = Contract.of(
                    new SubscriptionId(new UUID(0, 1)),
                    new UUID(0, 2),
                    rule,
                    zone,
                    known,
                    version -> new Sold(version, "Orders", "Plan", Shop.terms("0.01", "EUR")));
            for (Contract.Asked span : contract.asked(month)) {
                assertThat(span.period().from())
                        .as("usage after what is billed")
                        .isEqualTo(usedUntil);
                usedUntil = span.period().to();
                spans++;
            }
            if (random.nextInt(5) == 0) {
                continue; // a month that was not closed in time: the next bill makes up for it
            }
            for (int again = 0; again < 2; again++) {
                List<Fees.Line> bill = fees.outstanding(known, closed, billed, decimals);
                assertThat(again == 0 || bill.isEmpty())
                        .as("a rerun bills nothing")
                        .isTrue();
                for (Fees.Line line : bill) {
                    billed.merge(line.key(), line.amount(), BigDecimal::add);
                    assertThat(billed.get(line.key())).isNotNegative();
                    lines++;
                }
            }
        }
        SubscriptionHistory whole = known(decisions, start, Instant.MAX);
        assertThat(usedUntil).as("all of its life").isEqualTo(whole.endsAt());
        Instant after = last.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
        fees.outstanding(whole, after, billed, decimals)
                .forEach(line -> billed.merge(line.key(), line.amount(), BigDecimal::add));
        billed.values().removeIf(amount -> amount.signum() == 0);
        Map<Billable.Key, BigDecimal> once = new TreeMap<>();
        fees.outstanding(whole, after, Map.of(), decimals).forEach(line -> once.put(line.key(), line.amount()));
        assertThat(new TreeMap<>(billed)).isEqualTo(once);
        return new int[] {lines, spans};
    }

    /// Changes are decided ahead or at once; none reaches back behind a closed month.
    private static List<Decided> decisions(Random random, Instant start, Instant end) {
        List<Decided> decisions = new ArrayList<>();
        long life = end.getEpochSecond() - start.getEpochSecond();
        List<Long> moments =
                random.longs(random.nextInt(9), 1, life).sorted().boxed().toList();
        for (long second : moments) {
            Instant at = start.plusSeconds(second);
            Instant effect = random.nextBoolean() ? at : at.plusSeconds(random.nextInt(90 * 86_400));
            decisions.add(new Decided(at, change(random, effect)));
        }
        decisions.add(new Decided(end, new HistoryChange.Cancel(end)));
        return decisions;
    }

    private static HistoryChange change(Random random, Instant at) {
        return switch (random.nextInt(5)) {
            case 0 -> new HistoryChange.Pause(at, until(random, at));
            case 1 -> new HistoryChange.Resume(at);
            default -> new HistoryChange.ToPlan(VERSIONS.get(random.nextInt(VERSIONS.size())), at);
        };
    }

    private static @Nullable Instant until(Random random, Instant at) {
        return random.nextBoolean() ? null : at.plusSeconds(1 + random.nextInt(60 * 86_400));
    }

    private static SubscriptionHistory known(List<Decided> decisions, Instant start, Instant at) {
        return SubscriptionHistory.of(
                VERSIONS.getFirst(),
                start,
                decisions.stream()
                        .filter(decision -> decision.at().isBefore(at))
                        .map(Decided::change)
                        .toList());
    }

    private static Map<UUID, List<RecurringFee>> plans(Random random) {
        Map<UUID, List<RecurringFee>> plans = new HashMap<>();
        List<Cadence> cadences =
                List.of(Cadence.WEEKLY, Cadence.MONTHLY, Cadence.QUARTERLY, Cadence.HALF_YEARLY, Cadence.YEARLY);
        for (UUID version : VERSIONS) {
            List<RecurringFee> fees = new ArrayList<>();
            for (int card = 0; card <= random.nextInt(3); card++) {
                fees.add(new RecurringFee(
                        "card" + card,
                        new BigDecimal(random.nextInt(100_000)).movePointLeft(random.nextInt(4)),
                        cadences.get(random.nextInt(cadences.size())),
                        Due.values()[random.nextInt(Due.values().length)]));
            }
            plans.put(version, fees);
        }
        return plans;
    }
}
