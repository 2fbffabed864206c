package io.tallygate.billing.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.billing.Shop;
import io.tallygate.billing.catalog.Catalog;
import io.tallygate.billing.catalog.Commitment;
import io.tallygate.billing.catalog.PaymentTerm;
import io.tallygate.billing.catalog.Phase;
import io.tallygate.billing.catalog.PlanTerms;
import io.tallygate.billing.catalog.PlanVersion;
import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.catalog.RateCard;
import io.tallygate.billing.catalog.Spend;
import io.tallygate.billing.invoice.DraftInvoice;
import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.invoice.Invoices;
import io.tallygate.billing.invoice.IssuedInvoice;
import io.tallygate.billing.invoice.LineKind;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.period.Cadence;
import io.tallygate.billing.rating.LineRounding;
import io.tallygate.billing.rating.PriceStep;
import io.tallygate.billing.rating.PriceSteps;
import io.tallygate.billing.subscription.HistoryChange;
import io.tallygate.billing.subscription.HistoryChange.Cancel;
import io.tallygate.billing.subscription.HistoryChange.ToPlan;
import io.tallygate.billing.subscription.NewSubscription;
import io.tallygate.billing.subscription.Subscriptions;
import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.SubscriptionId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Plans with more than a price of a call, from the first moment to the document.
class RateCardsBilledTest {
    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    private static final Instant DECEMBER = Instant.parse("2026-12-02T10:00:00Z");
    private static final Instant FEBRUARY = Instant.parse("2027-02-02T10:00:00Z");

    /// Midnight of 6 October in Berlin.
    private static final Instant START = Instant.parse("2026-10-05T22:00:00Z");

    private final Shop shop = new Shop("0.01", "EUR");

    /// 20 calls and 45 tokens an hour.
    private static final MeteredUsage HOURLY = (tenant, subscription, meter, period, cutOff) ->
            BigDecimal.valueOf((meter.slug().equals("tokens") ? 45 : 20)
                    * Duration.between(period.from(), period.to()).toHours());

    @Test
    void a_month_of_a_trial_fees_tiers_packages_and_a_minimum_is_billed_to_the_cent_as_it_was_announced() {
        UUID pro = sold(
                "pro",
                new PlanTerms(
                        Currency.getInstance("EUR"),
                        List.of(
                                RateCard.flat("base", "Base fee", new BigDecimal("31"), PaymentTerm.IN_ADVANCE),
                                RateCard.metered("calls", "Calls", "requests", graduated())
                                        .withFreeUnits(new BigDecimal(1000)),
                                RateCard.metered("tokens", "Tokens", "tokens", packages())),
                        null,
                        null,
                        new Spend(new BigDecimal("300"), null),
                        null,
                        List.of(Phase.trial(new Cadence(14, Cadence.Unit.DAY))),
                        List.of()));
        UUID lite = sold(
                "lite",
                terms(
                        null,
                        RateCard.flat("base", "Base fee", new BigDecimal("10"), PaymentTerm.IN_ADVANCE),
                        RateCard.metered("calls", "Calls", "requests", new Price.PerUnit(new BigDecimal("0.02")))));
        SubscriptionId id = subscribe(pro);
        change(id, new ToPlan(lite, Instant.parse("2026-10-26T11:00:00Z")));
        DraftInvoice announced = upcoming(id, Instant.parse("2026-10-31T22:59:59Z"));
        List<UUID> issued = shop.run(OCTOBER, Shop.NOVEMBER, HOURLY).invoices();
        IssuedInvoice invoice = invoice(issued.getFirst());
        // October has 745 hours in Berlin: 336 of the trial, 157 on Pro, 132 on Lite
        assertThat(invoice.lines())
                .extracting(line -> line.kind().slug() + " " + line.card() + " " + line.quantity() + " = "
                        + line.amount().amount())
                .containsExactly(
                        "usage calls 6720 = 0.00",
                        "usage tokens 15120 = 0.00",
                        "usage calls 3140 = 20.70", // 1000 free, 2000 × 0.01, 140 × 0.005
                        "usage tokens 7065 = 16.00", // 8 packages
                        "usage calls 2640 = 52.80",
                        "flat base 1 = 6.53", // 31 × 157/745
                        "flat base 1 = 1.77", // 10 × 132/745
                        "flat base 1 = 10.00", // November
                        "minimum plan 1 = 19.99"); // 300 × 157/745 − 20.70 − 16.00 − 6.53
        assertThat(invoice.total()).hasToString("127.79 EUR");
        assertThat(announced.lines()).isEqualTo(invoice.lines());
        assertThat(announced.total()).isEqualTo(invoice.total());
        assertThat(invoice.lines()).allSatisfy(RateCardsBilledTest::isExplained);
        assertThat(shop.run(OCTOBER, DECEMBER, HOURLY).invoices()).isEqualTo(issued);
        assertThat(shop.run(OCTOBER, DECEMBER, HOURLY).issued()).isZero();

        List<UUID> november = shop.run(YearMonth.of(2026, 11), DECEMBER, HOURLY).invoices();
        assertThat(invoice(november.getFirst()).lines())
                .extracting(line -> line.card() + " " + line.period().from() + " "
                        + line.amount().amount())
                .containsExactly(
                        "calls 2026-10-31T23:00:00Z 288.00", // 720 hours
                        "base 2026-11-30T23:00:00Z 10.00"); // December; November is paid
    }

    @Test
    void what_is_missing_to_a_commitment_is_billed_when_its_term_closes() {
        UUID quarter = sold(
                "quarter",
                terms(
                        new Commitment(new BigDecimal("500"), Cadence.QUARTERLY),
                        RateCard.metered("calls", "Calls", "requests", new Price.PerUnit(new BigDecimal("0.01"))),
                        RateCard.flat("setup", "Setup", new BigDecimal("25"), PaymentTerm.ONE_OFF)));
        SubscriptionId id = subscribe(quarter, Instant.parse("2026-09-30T22:00:00Z"));
        assertThat(amounts(OCTOBER, id)).containsExactly("calls 149.00", "setup 25.00");
        assertThat(amounts(YearMonth.of(2026, 11), id)).containsExactly("calls 144.00");
        // the quarter began in summer time: 745 + 720 + 744 hours
        assertThat(amounts(YearMonth.of(2026, 12), id)).containsExactly("calls 148.80", "plan 33.20");
    }

    @Test
    void a_plan_of_a_fee_alone_is_billed_and_what_was_paid_beyond_the_end_is_given_back() {
        UUID fee = sold(
                "fee", terms(null, RateCard.flat("base", "Base fee", new BigDecimal("30"), PaymentTerm.IN_ADVANCE)));
        SubscriptionId id = subscribe(fee, Instant.parse("2026-09-30T22:00:00Z"));
        assertThat(amounts(OCTOBER, id)).containsExactly("base 30.00", "base 30.00");
        change(id, new Cancel(Instant.parse("2026-11-15T23:00:00Z"))); // half of November
        IssuedInvoice last = only(YearMonth.of(2026, 11));
        assertThat(last.lines()).singleElement().satisfies(line -> {
            assertThat(line.kind()).isEqualTo(LineKind.CREDIT);
            assertThat(line.amount()).hasToString("-15.00 EUR");
        });
        assertThat(shop.run(YearMonth.of(2026, 12), FEBRUARY, HOURLY).invoices())
                .isEmpty();
    }

    @Test
    void a_month_that_is_closed_after_a_later_one_gives_no_fee_back() {
        UUID fee = sold(
                "fee", terms(null, RateCard.flat("base", "Base fee", new BigDecimal("30"), PaymentTerm.IN_ADVANCE)));
        SubscriptionId id = subscribe(fee, Instant.parse("2026-09-30T22:00:00Z"));
        assertThat(amounts(YearMonth.of(2026, 11), id)).containsExactly("base 30.00", "base 30.00", "base 30.00");
        assertThat(shop.run(OCTOBER, FEBRUARY, HOURLY).invoices()).isEmpty();
    }

    @Test
    void who_comes_back_to_a_plan_within_a_period_has_its_free_units_once() {
        UUID free = sold(
                "free",
                terms(
                        null,
                        RateCard.metered("calls", "Calls", "requests", new Price.PerUnit(BigDecimal.ONE))
                                .withFreeUnits(new BigDecimal("1000"))));
        UUID other = sold(
                "other",
                terms(null, RateCard.metered("calls", "Calls", "requests", new Price.PerUnit(BigDecimal.ZERO))));
        SubscriptionId id = subscribe(free, Instant.parse("2026-09-30T22:00:00Z"));
        change(id, new ToPlan(other, Instant.parse("2026-10-02T22:00:00Z"))); // 48 hours later
        change(id, new ToPlan(free, Instant.parse("2026-10-30T23:00:00Z"))); // the last 24 hours
        // 960 calls, and 480 more, of which 40 are free
        assertThat(amounts(OCTOBER, id)).containsExactly("calls 0.00", "calls 440.00", "calls 0.00");
    }

    private static void isExplained(InvoiceLine line) {
        BigDecimal sum =
                PriceSteps.read(line.steps()).stream().map(PriceStep::total).reduce(BigDecimal.ZERO, BigDecimal::add);
        Money rounded = LineRounding.round(sum, line.amount().currency());
        assertThat(rounded).as("steps of %s", line).isEqualTo(line.amount());
    }

    private static Price graduated() {
        return new Price.Graduated(List.of(
                new Price.Tier(new BigDecimal("2000"), new BigDecimal("0.01"), null),
                new Price.Tier(null, new BigDecimal("0.005"), null)));
    }

    private static Price packages() {
        return new Price.Package(new BigDecimal("1000"), new BigDecimal("2"));
    }

    private static PlanTerms terms(@Nullable Commitment commitment, RateCard... cards) {
        return new PlanTerms(
                Currency.getInstance("EUR"),
                List.of(cards),
                null,
                null,
                Spend.UNBOUNDED,
                commitment,
                List.of(),
                List.of());
    }

    private UUID sold(String slug, PlanTerms terms) {
        return shop.database.inTenant(shop.tenant, store -> {
            Catalog catalog = new Catalog(store, Shop.clockAt(START));
            PlanVersion version = catalog.draft(
                    catalog.createPlan(catalog.product(shop.product).orElseThrow(), slug, slug, ""), terms);
            catalog.publish(version);
            return version.id();
        });
    }

    private SubscriptionId subscribe(UUID version) {
        return subscribe(version, START);
    }

    private SubscriptionId subscribe(UUID version, Instant from) {
        return shop.database.inTenant(
                shop.tenant,
                store -> new Subscriptions(store, Shop.clockAt(from))
                        .start(new NewSubscription(
                                shop.consumer,
                                UUID.randomUUID(),
                                shop.product,
                                version,
                                Environment.LIVE,
                                Shop.BERLIN,
                                from))
                        .id());
    }

    private void change(SubscriptionId id, HistoryChange change) {
        shop.database.inTenant(shop.tenant, store -> {
            var clock = Shop.clockAt(change.at());
            return new Changes(store, clock, HOURLY)
                    .make(new Subscriptions(store, clock).find(id).orElseThrow(), change);
        });
    }

    private DraftInvoice upcoming(SubscriptionId id, Instant now) {
        return shop.database.inTenant(
                shop.tenant,
                store -> new InvoicePreview(store, Shop.clockAt(now), HOURLY)
                        .of(
                                shop.tenant,
                                new Subscriptions(store, Shop.clockAt(now))
                                        .find(id)
                                        .orElseThrow(),
                                shop)
                        .orElseThrow());
    }

    private List<String> amounts(YearMonth month, SubscriptionId id) {
        return only(month).lines().stream()
                .filter(line -> line.subscription().equals(id))
                .map(line -> line.card() + " " + line.amount().amount())
                .toList();
    }

    private IssuedInvoice only(YearMonth month) {
        return invoice(shop.run(month, FEBRUARY, HOURLY).invoices().getFirst());
    }

    private IssuedInvoice invoice(UUID id) {
        return shop.database.inTenant(
                shop.tenant,
                store -> new Invoices(store, Shop.clockAt(DECEMBER)).find(id).orElseThrow());
    }
}
