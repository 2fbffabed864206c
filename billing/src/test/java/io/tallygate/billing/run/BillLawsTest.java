package io.tallygate.billing.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.billing.catalog.Commitment;
import io.tallygate.billing.catalog.PaymentTerm;
import io.tallygate.billing.catalog.Phase;
import io.tallygate.billing.catalog.PlanTerms;
import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.catalog.RateCard;
import io.tallygate.billing.catalog.Spend;
import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.invoice.LineKind;
import io.tallygate.billing.money.Rounding;
import io.tallygate.billing.period.Cadence;
import io.tallygate.billing.period.Proration;
import io.tallygate.billing.rating.PriceStep;
import io.tallygate.billing.rating.PriceSteps;
import io.tallygate.billing.subscription.BillingRule;
import io.tallygate.billing.subscription.HistoryChange;
import io.tallygate.billing.subscription.SubscriptionHistory;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/// What holds for the bills of every life of a subscription, whatever its plans sell.
class BillLawsTest {
    private static final Instant START = Instant.parse("2024-01-15T09:30:00Z");
    private static final YearMonth FIRST = YearMonth.of(2024, 1);
    private static final int MONTHS = 6;
    private static final long DAY = 86_400;
    private static final List<UUID> VERSIONS = List.of(new UUID(0, 1), new UUID(0, 2), new UUID(0, 3));

    @Property(tries = 1000)
    void usage_on_bills_is_usage_in_the_store_and_no_instant_is_billed_twice_or_left_out(
            @ForAll("contracts") Contract contract) {
        Map<String, List<Period>> billed = new HashMap<>();
        Map<String, BigDecimal> quantities = new HashMap<>();
        for (YearMonth month : months()) {
            for (InvoiceLine line : bill(contract, month, Map.of(), List.of()).allLines(contract)) {
                if (line.kind() == LineKind.USAGE) {
                    String card = line.card();
                    billed.computeIfAbsent(card, none -> new ArrayList<>()).add(line.period());
                    quantities.merge(card, line.quantity(), BigDecimal::add);
                }
            }
        }
        Instant end = end(contract);
        // every plan sells calls: all of the time is on bills, in a row
        List<Period> calls = new ArrayList<>(billed.getOrDefault("calls", List.of()));
        calls.sort(Comparator.comparing(Period::from));
        Instant next = START;
        for (Period each : calls) {
            assertThat(each.from()).isEqualTo(next);
            next = each.to();
        }
        assertThat(next).isEqualTo(end);
        assertThat(quantities.getOrDefault("calls", BigDecimal.ZERO))
                .isEqualByComparingTo(START.equals(end) ? BigDecimal.ZERO : used("requests", new Period(START, end)));
    }

    @Property(tries = 500)
    void the_same_is_the_same_again_and_steps_add_up_to_each_line(@ForAll("contracts") Contract contract) {
        Map<Billable.Key, BigDecimal> fees = new HashMap<>();
        List<Bill> bills = new ArrayList<>();
        for (YearMonth month : months()) {
            Bill bill = bill(contract, month, fees, bills);
            assertThat(bill(contract, month, fees, bills)).isEqualTo(bill);
            Bill read = DraftParts.bill(DraftParts.written(bill).toString());
            assertThat(read.allLines(contract)).isEqualTo(bill.allLines(contract));
            assertThat(DraftParts.written(read).toString())
                    .isEqualTo(DraftParts.written(bill).toString());
            bill.fees().forEach(fee -> fees.merge(fee.key(), fee.amount(), BigDecimal::add));
            bills.add(bill);
            for (InvoiceLine line : bill.allLines(contract)) {
                BigDecimal sum = PriceSteps.read(line.steps()).stream()
                        .map(PriceStep::total)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
                assertThat(Rounding.toMinorUnit(sum, line.amount().currency()))
                        .as("%s", line)
                        .isEqualTo(line.amount());
            }
        }
        // what no bill credits: fees together are what is owed at the end
        Map<Billable.Key, BigDecimal> owed = new HashMap<>();
        contract.fees()
                .outstanding(
                        contract.history(), contract.month(months().getLast()).to(), Map.of(), 2)
                .forEach(fee -> owed.put(fee.key(), fee.amount()));
        fees.values().removeIf(amount -> amount.signum() == 0);
        assertThat(fees).isEqualTo(owed);
    }

    private static Bill bill(
            Contract contract, YearMonth month, Map<Billable.Key, BigDecimal> fees, List<Bill> earlier) {
        List<UsedPart> used = contract.asked(month).stream()
                .map(asked -> UsedPart.of(asked, used(asked.meter().slug(), asked.period())))
                .toList();
        return Bill.of(contract, month, used, Map.copyOf(fees), List.copyOf(earlier));
    }

    /// A call a second, and seven tokens.
    private static BigDecimal used(String meter, Period period) {
        long seconds = period.to().getEpochSecond() - period.from().getEpochSecond();
        return BigDecimal.valueOf(meter.equals("tokens") ? 7 * seconds : seconds);
    }

    private static List<YearMonth> months() {
        List<YearMonth> months = new ArrayList<>();
        for (int at = 0; at < MONTHS; at++) {
            months.add(FIRST.plusMonths(at));
        }
        return months;
    }

    /// Of the last billing period that has ended by the last month's end.
    private static Instant end(Contract contract) {
        Instant last = contract.month(months().getLast()).to();
        Instant ends = contract.history().endsAt();
        if (ends != null && !ends.isAfter(last)) {
            return ends;
        }
        Period running = contract.calendar().at(last);
        return running.from();
    }

    @Provide
    Arbitrary<Contract> contracts() {
        Arbitrary<ZoneId> zones =
                Arbitraries.of("UTC", "Europe/Berlin", "Pacific/Apia").map(ZoneId::of);
        Arbitrary<BillingRule> rules = Combinators.combine(
                        Arbitraries.of(BillingRule.Alignment.class),
                        Arbitraries.of(Proration.BY_SECOND, Proration.BY_DAY, Proration.BY_THIRTIETHS, Proration.NONE))
                .as(BillingRule::new);
        return Combinators.combine(zones, rules, changes(), terms().list().ofSize(VERSIONS.size()))
                .as((zone, rule, changes, terms) -> {
                    SubscriptionHistory history = SubscriptionHistory.of(VERSIONS.getFirst(), START, changes);
                    return Contract.of(
                            new SubscriptionId(new UUID(7, 7)),
                            new UUID(8, 8),
                            rule,
                            zone,
                            history,
                            version -> new Sold(version, "Orders", "Plan", terms.get(VERSIONS.indexOf(version))));
                });
    }

    private static Arbitrary<List<HistoryChange>> changes() {
        Arbitrary<Instant> moments = Arbitraries.longs().between(0, 200 * DAY).map(START::plusSeconds);
        Arbitrary<HistoryChange> changes = Arbitraries.oneOf(
                Combinators.combine(Arbitraries.of(VERSIONS), moments).as(HistoryChange.ToPlan::new),
                moments.map(at -> new HistoryChange.Pause(at, null)),
                moments.map(HistoryChange.Resume::new),
                moments.map(HistoryChange.Cancel::new));
        return changes.list().ofMaxSize(5);
    }

    private static Arbitrary<PlanTerms> terms() {
        Arbitrary<Spend> spends = Arbitraries.of(
                Spend.UNBOUNDED,
                new Spend(new BigDecimal("500"), null),
                new Spend(null, new BigDecimal("800")),
                new Spend(new BigDecimal("10"), new BigDecimal("2000.01")));
        Arbitrary<List<Phase>> phases = Arbitraries.of(
                List.of(),
                List.of(Phase.trial(new Cadence(14, Cadence.Unit.DAY))),
                List.of(
                        Phase.trial(Cadence.WEEKLY),
                        new Phase("ramp", "Ramp", Cadence.MONTHLY, new BigDecimal("33.3"), null)));
        Arbitrary<List<RateCard>> fees = Arbitraries.of(
                        fee("base", "29.99", Cadence.MONTHLY, PaymentTerm.IN_ADVANCE),
                        fee("support", "7", Cadence.WEEKLY, PaymentTerm.IN_ARREARS),
                        fee("setup", "99", Cadence.MONTHLY, PaymentTerm.ONE_OFF),
                        fee("year", "120", Cadence.YEARLY, PaymentTerm.IN_ADVANCE))
                .set()
                .ofMaxSize(3)
                .map(List::copyOf);
        return Combinators.combine(
                        prices(), prices().injectNull(0.4), fees, spends, phases, Arbitraries.of(true, false))
                .as((calls, tokens, flat, spend, before, committed) -> {
                    List<RateCard> cards = new ArrayList<>();
                    cards.add(RateCard.metered("calls", "Calls", "requests", calls)
                            .withFreeUnits(new BigDecimal("12345")));
                    addTokens(cards, tokens);
                    cards.addAll(flat);
                    return new PlanTerms(
                            Currency.getInstance("EUR"),
                            cards,
                            null,
                            null,
                            spend,
                            committed ? new Commitment(new BigDecimal("3000"), Cadence.QUARTERLY) : null,
                            before,
                            List.of());
                });
    }

    private static void addTokens(List<RateCard> cards, @Nullable Price price) {
        if (price != null) {
            cards.add(RateCard.metered("tokens", "Tokens", "tokens", price)
                    .withSpend(new Spend(new BigDecimal("1.50"), new BigDecimal("100000"))));
        }
    }

    private static Arbitrary<Price> prices() {
        return Arbitraries.of(
                new Price.PerUnit(new BigDecimal("0.000123456789")),
                new Price.Package(new BigDecimal("10000"), new BigDecimal("1.99")),
                new Price.Dynamic(new BigDecimal("0.0000012")),
                new Price.Graduated(List.of(
                        new Price.Tier(new BigDecimal("100000"), new BigDecimal("0.0001"), new BigDecimal("5")),
                        new Price.Tier(null, new BigDecimal("0.00003"), null))),
                new Price.Volume(List.of(
                        new Price.Tier(new BigDecimal("500000"), new BigDecimal("0.0001"), null),
                        new Price.Tier(null, new BigDecimal("0.00007"), new BigDecimal("3")))));
    }

    private static RateCard fee(String key, String amount, Cadence cadence, PaymentTerm term) {
        RateCard monthly = RateCard.flat(key, key, new BigDecimal(amount), term);
        return new RateCard(
                key,
                key,
                null,
                monthly.price(),
                cadence,
                term,
                null,
                BigDecimal.ZERO,
                monthly.discount(),
                Spend.UNBOUNDED,
                null,
                null);
    }
}
