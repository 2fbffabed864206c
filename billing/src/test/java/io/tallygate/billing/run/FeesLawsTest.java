package io.tallygate.billing.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.billing.period.Cadence;
import io.tallygate.billing.period.Proration;
import io.tallygate.billing.period.Share;
import io.tallygate.billing.run.RecurringFee.Due;
import io.tallygate.billing.subscription.BillingRule;
import io.tallygate.billing.subscription.HistoryChange;
import io.tallygate.billing.subscription.SubscriptionHistory;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// What holds for every life of a subscription and for every series of moments at which it is billed.
class FeesLawsTest {
    private static final Instant START = Instant.parse("2023-12-15T09:30:00Z");
    private static final long DAY = 86_400;
    private static final Instant END = START.plusSeconds(800 * DAY);
    private static final List<UUID> VERSIONS = List.of(new UUID(0, 1), new UUID(0, 2), new UUID(0, 3));
    private static final Map<UUID, List<RecurringFee>> PLANS = Map.of(
            VERSIONS.get(0),
            List.of(
                    fee("base", "9.99", Cadence.MONTHLY, Due.IN_ADVANCE),
                    fee("seat", "3", Cadence.WEEKLY, Due.IN_ARREARS)),
            VERSIONS.get(1),
            List.of(fee("base", "29.97", Cadence.MONTHLY, Due.IN_ADVANCE)),
            VERSIONS.get(2),
            List.of(fee("base", "299", Cadence.YEARLY, Due.IN_ADVANCE), fee("setup", "1", Cadence.DAILY, Due.ONCE)));

    /// @param decided  when it was asked for; it may count from earlier or later on
    record Decision(Instant decided, HistoryChange change) {}

    @Property(tries = 1000)
    void bills_add_up_to_what_is_owed_whenever_they_are_made(
            @ForAll("rules") BillingRule rule,
            @ForAll("zones") ZoneId zone,
            @ForAll("decisions") List<Decision> decisions,
            @ForAll("moments") List<Instant> bills) {
        Fees fees = new Fees(rule, zone, PLANS);
        Map<Billable.Key, BigDecimal> often = new HashMap<>();
        TreeSet<Instant> moments = new TreeSet<>(bills);
        moments.add(END);
        for (Instant moment : moments) {
            SubscriptionHistory known = known(decisions, moment);
            for (Fees.Line line : fees.outstanding(known, moment, often, 2)) {
                often.merge(line.key(), line.amount(), BigDecimal::add);
                assertThat(often.get(line.key()))
                        .as("credited beyond what was billed")
                        .isNotNegative();
                assertThat(line.amount()).isNotZero();
            }
            assertThat(fees.outstanding(known, moment, often, 2)).as("a rerun").isEmpty();
        }
        Map<Billable.Key, BigDecimal> once = new TreeMap<>();
        fees.outstanding(known(decisions, END), END, Map.of(), 2).forEach(line -> once.put(line.key(), line.amount()));
        often.values().removeIf(amount -> amount.signum() == 0);
        assertThat(new TreeMap<>(often)).isEqualTo(once);
    }

    @Property(tries = 1000)
    void no_instant_of_a_card_is_owed_twice_or_left_out(
            @ForAll("zones") ZoneId zone, @ForAll("decisions") List<Decision> decisions) {
        // one card in three versions with the same calendar: their shares are those of one that never changed plan
        Map<UUID, List<RecurringFee>> same = new HashMap<>();
        VERSIONS.forEach(version -> same.put(version, List.of(fee("base", "5", Cadence.MONTHLY, Due.IN_ADVANCE))));
        for (Proration proration : List.of(Proration.BY_SECOND, Proration.BY_DAY)) {
            Fees fees = new Fees(new BillingRule(BillingRule.Alignment.CALENDAR, proration), zone, same);
            SubscriptionHistory history = known(decisions, END);
            SortedMap<Instant, Share> shares = byPeriod(fees.owed(history, END));
            SubscriptionHistory onePlan = new SubscriptionHistory(
                    SubscriptionHistory.of(
                                    VERSIONS.getFirst(),
                                    START,
                                    decisions.stream()
                                            .map(Decision::change)
                                            .filter(change -> !(change instanceof HistoryChange.ToPlan))
                                            .toList())
                            .phases(),
                    START);
            SortedMap<Instant, Share> expected = byPeriod(fees.owed(onePlan, END));
            assertThat(shares.keySet()).isEqualTo(expected.keySet());
            shares.forEach((from, share) -> {
                assertThat(share.compareTo(Objects.requireNonNull(expected.get(from))))
                        .as("%s", from)
                        .isZero();
                assertThat(share).isLessThanOrEqualTo(Share.WHOLE);
            });
        }
    }

    private static SortedMap<Instant, Share> byPeriod(SortedMap<Billable.Key, Billable> owed) {
        SortedMap<Instant, Share> shares = new TreeMap<>();
        owed.values().forEach(billable -> shares.merge(billable.key().period().from(), billable.share(), Share::plus));
        return shares;
    }

    private static SubscriptionHistory known(List<Decision> decisions, Instant at) {
        return SubscriptionHistory.of(
                VERSIONS.getFirst(),
                START,
                decisions.stream()
                        .filter(decision -> !decision.decided().isAfter(at))
                        .map(Decision::change)
                        .toList());
    }

    @Provide
    Arbitrary<BillingRule> rules() {
        return Combinators.combine(
                        Arbitraries.of(BillingRule.Alignment.class),
                        Arbitraries.of(Proration.BY_SECOND, Proration.BY_DAY, Proration.NONE))
                .as(BillingRule::new);
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of("UTC", "Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia", "Australia/Lord_Howe")
                .map(ZoneId::of);
    }

    @Provide
    Arbitrary<List<Instant>> moments() {
        return moment().list().ofMaxSize(6);
    }

    /// In the order in which they were decided.
    @Provide
    Arbitrary<List<Decision>> decisions() {
        Arbitrary<HistoryChange> changes = Arbitraries.oneOf(
                Combinators.combine(Arbitraries.of(VERSIONS), moment()).as(HistoryChange.ToPlan::new),
                moment().map(at -> new HistoryChange.Pause(at, null)),
                Combinators.combine(moment(), Arbitraries.integers().between(1, 90))
                        .as((at, days) -> new HistoryChange.Pause(at, at.plusSeconds(days * DAY))),
                moment().map(HistoryChange.Resume::new),
                moment().map(at -> new HistoryChange.Cancel(at.plusSeconds(300 * DAY))));
        return Combinators.combine(moment(), changes)
                .as(Decision::new)
                .list()
                .ofMaxSize(6)
                .map(list -> list.stream()
                        .sorted((a, b) -> a.decided().compareTo(b.decided()))
                        .toList());
    }

    private static Arbitrary<Instant> moment() {
        return Arbitraries.longs().between(0, 700 * DAY).map(START::plusSeconds);
    }

    private static RecurringFee fee(String card, String amount, Cadence cadence, Due due) {
        return new RecurringFee(card, new BigDecimal(amount), cadence, due);
    }
}
