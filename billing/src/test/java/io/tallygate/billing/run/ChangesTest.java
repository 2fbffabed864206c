package io.tallygate.billing.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.billing.Shop;
import io.tallygate.billing.catalog.Catalog;
import io.tallygate.billing.catalog.Plan;
import io.tallygate.billing.catalog.PlanVersion;
import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.invoice.Invoices;
import io.tallygate.billing.period.Proration;
import io.tallygate.billing.subscription.BillingRule;
import io.tallygate.billing.subscription.BillingRule.Alignment;
import io.tallygate.billing.subscription.ChangeRefused;
import io.tallygate.billing.subscription.ChangeRefused.Reason;
import io.tallygate.billing.subscription.HistoryChange;
import io.tallygate.billing.subscription.HistoryChange.Cancel;
import io.tallygate.billing.subscription.HistoryChange.Pause;
import io.tallygate.billing.subscription.HistoryChange.Resume;
import io.tallygate.billing.subscription.HistoryChange.ToPlan;
import io.tallygate.billing.subscription.NewSubscription;
import io.tallygate.billing.subscription.Subscription;
import io.tallygate.billing.subscription.SubscriptionPhase;
import io.tallygate.billing.subscription.SubscriptionStatus;
import io.tallygate.billing.subscription.Subscriptions;
import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.SubscriptionId;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final Instant SEPTEMBER = Instant.parse("2026-09-01T00:00:00Z");
    private static final Instant MIDDLE = Instant.parse("2026-10-16T10:00:00Z");
    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);

    private final Shop shop = new Shop("0.01", "EUR");
    private final UUID cheap = plan("cheap", "0.005", "EUR");

    /// A call a minute.
    private static final MeteredUsage MINUTES = (tenant, subscription, meter, period, cutOff) ->
            BigDecimal.valueOf(Duration.between(period.from(), period.to()).toMinutes());

    @Test
    void case_159_usage_is_billed_once_at_the_price_of_its_time_as_the_preview_said() {
        SubscriptionId id = shop.subscribe(Shop.BERLIN, SEPTEMBER);
        List<InvoiceLine> announced = at(
                MIDDLE,
                changes -> changes.preview(shop.tenant, found(changes, id), new ToPlan(cheap, MIDDLE))
                        .usage());
        Subscription changed = at(MIDDLE, changes -> changes.make(found(changes, id), new ToPlan(cheap, MIDDLE)));
        assertThat(changed.planVersionId()).isEqualTo(cheap);
        List<InvoiceLine> billed = billed(OCTOBER);
        // until 16 October, 12 o'clock in Berlin, and the rest of the month, which has an hour more
        assertThat(billed)
                .extracting(line -> line.quantity() + " " + line.amount())
                .containsExactly("22320 223.20 EUR", "22380 111.90 EUR");
        assertThat(announced.getFirst()).isEqualTo(billed.getFirst());
        assertThat(announced.get(1).quantity())
                .as("so far")
                .isLessThanOrEqualTo(billed.get(1).quantity());
    }

    @Test
    void a_change_at_the_end_of_the_period_shows_at_once_and_takes_effect_then() {
        SubscriptionId id = shop.subscribe(Shop.BERLIN, SEPTEMBER);
        Instant end = at(MIDDLE, changes -> changes.periodEnd(found(changes, id)));
        assertThat(end).isEqualTo("2026-10-31T23:00:00Z");
        Subscription planned = at(MIDDLE, changes -> changes.make(found(changes, id), new ToPlan(cheap, end)));
        assertThat(planned.planVersionId()).isEqualTo(shop.planVersion);
        assertThat(planned.nextChangeAt()).isEqualTo(end);
        Subscription then = shop.database.inTenant(shop.tenant, store -> {
            Subscriptions subscriptions = new Subscriptions(store, Shop.clockAt(end));
            return subscriptions.catchUp(subscriptions.find(id).orElseThrow());
        });
        assertThat(then.planVersionId()).isEqualTo(cheap);
        assertThat(then.nextChangeAt()).isNull();
        assertThat(billed(OCTOBER)).extracting(InvoiceLine::planVersion).containsExactly(shop.planVersion);
        long onPlan = shop.database.inTenant(
                shop.tenant, store -> new Subscriptions(store, Shop.clockAt(end)).countOfPlan(shop.plan));
        assertThat(onPlan).as("what it was on counts too").isEqualTo(1);
    }

    @Test
    void what_is_billed_is_not_changed_any_more_and_a_change_of_before_is_billed_as_of_then() {
        SubscriptionId id = shop.subscribe(Shop.BERLIN, SEPTEMBER);
        billed(OCTOBER);
        assertRefused(id, new ToPlan(cheap, MIDDLE), Reason.BILLED);
        Instant back = Instant.parse("2026-11-01T00:00:00Z"); // four days ago
        at(Shop.NOVEMBER, changes -> changes.make(found(changes, id), new ToPlan(cheap, back)));
        List<SubscriptionPhase> phases = shop.database.inTenant(shop.tenant, store -> {
            Subscriptions subscriptions = new Subscriptions(store, Shop.clockAt(back));
            return subscriptions.history(subscriptions.find(id).orElseThrow()).phases();
        });
        assertThat(phases)
                .extracting(phase -> phase.planVersion() + " " + phase.from())
                .containsExactly(shop.planVersion + " " + SEPTEMBER, cheap + " " + back);
    }

    @Test
    void what_cannot_be_is_refused_with_the_reason() {
        SubscriptionId id = shop.subscribe(Shop.BERLIN, SEPTEMBER);
        assertRefused(id, new ToPlan(plan("dollars", "0.01", "USD"), Shop.NOVEMBER), Reason.OTHER_CURRENCY);
        assertRefused(id, new ToPlan(new Shop("1", "EUR").planVersion, Shop.NOVEMBER), null);
        assertRefused(id, new ToPlan(shop.planVersion, Shop.NOVEMBER), Reason.NO_CHANGE);
        assertRefused(id, new Resume(Shop.NOVEMBER), Reason.NO_CHANGE);
        at(Shop.NOVEMBER, changes -> changes.make(found(changes, id), new Cancel(Shop.NOVEMBER)));
        assertRefused(id, new ToPlan(cheap, Shop.NOVEMBER.plusSeconds(1)), Reason.ENDED);
    }

    @Test
    void a_paused_subscription_says_so_and_calls_that_were_let_through_are_billed() {
        SubscriptionId id = shop.subscribe(Shop.BERLIN, SEPTEMBER);
        Subscription paused = at(MIDDLE, changes -> changes.make(found(changes, id), new Pause(MIDDLE, null)));
        assertThat(paused.paused()).isTrue();
        assertThat(paused.status()).isEqualTo(SubscriptionStatus.ACTIVE);
        Instant later = MIDDLE.plusSeconds(3600);
        assertThat(at(later, changes -> changes.make(found(changes, id), new Resume(later)))
                        .paused())
                .isFalse();
        assertThat(billed(OCTOBER))
                .singleElement()
                .satisfies(line -> assertThat(line.quantity())
                        .isEqualTo(new BigDecimal("44700"))); // every minute of October in Berlin
    }

    @Test
    void an_anniversary_period_is_billed_in_the_month_in_which_it_ends_and_the_next_follows_without_a_gap() {
        Instant start = Instant.parse("2026-08-31T12:00:00Z");
        SubscriptionId id = shop.database.inTenant(
                shop.tenant,
                store -> new Subscriptions(store, Shop.clockAt(MIDDLE))
                        .start(new NewSubscription(
                                shop.consumer,
                                UUID.randomUUID(),
                                shop.product,
                                shop.planVersion,
                                Environment.LIVE,
                                Shop.BERLIN,
                                start,
                                new BillingRule(Alignment.ANNIVERSARY, Proration.BY_DAY)))
                        .id());
        assertThat(id).isNotNull();
        assertThat(billed(YearMonth.of(2026, 9)))
                .singleElement()
                .satisfies(line -> assertThat(
                                line.period().from() + " " + line.period().to())
                        .isEqualTo("2026-08-31T12:00:00Z 2026-09-29T22:00:00Z"));
        assertThat(billed(OCTOBER))
                .singleElement()
                .satisfies(line -> assertThat(
                                line.period().from() + " " + line.period().to())
                        .isEqualTo("2026-09-29T22:00:00Z 2026-10-30T23:00:00Z"));
    }

    @Test
    void what_was_decided_cannot_be_rewritten() throws SQLException {
        SubscriptionId id = shop.subscribe(Shop.BERLIN, SEPTEMBER);
        at(MIDDLE, changes -> changes.make(found(changes, id), new ToPlan(cheap, MIDDLE)));
        try (Connection owner = shop.database.connect("tallygate_owner", shop.tenant)) {
            for (String statement : List.of(
                    "update billing.subscription_change set takes_effect_at = now()",
                    "delete from billing.subscription_change",
                    "update billing.subscription set first_plan_version_id = plan_version_id")) {
                assertThatThrownBy(() -> owner.createStatement().execute(statement))
                        .as(statement)
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("never changes");
                owner.rollback();
            }
        }
    }

    private void assertRefused(SubscriptionId id, HistoryChange change, @Nullable Reason reason) {
        assertThatThrownBy(() -> at(Shop.NOVEMBER, changes -> changes.make(found(changes, id), change)))
                .satisfies(refused -> {
                    if (reason != null) {
                        assertThat(refused)
                                .isInstanceOfSatisfying(
                                        ChangeRefused.class,
                                        why -> assertThat(why.reason()).isEqualTo(reason));
                    }
                });
    }

    private List<InvoiceLine> billed(YearMonth month) {
        RunResult result = shop.run(month, Shop.NOVEMBER, MINUTES);
        return shop.database.inTenant(
                shop.tenant,
                store -> result.invoices().stream()
                        .flatMap(id -> new Invoices(store, Shop.clockAt(Shop.NOVEMBER))
                                .find(id).orElseThrow().lines().stream())
                        .toList());
    }

    private <T> T at(Instant now, Function<Bound, T> work) {
        return shop.database.inTenant(
                shop.tenant,
                store -> work.apply(new Bound(
                        new Changes(store, Shop.clockAt(now), MINUTES), new Subscriptions(store, Shop.clockAt(now)))));
    }

    private record Bound(Changes changes, Subscriptions subscriptions) {
        Subscription make(Subscription subscription, HistoryChange change) {
            return changes.make(subscription, change);
        }

        ChangePreview preview(io.tallygate.metering.meter.TenantId tenant, Subscription of, HistoryChange change) {
            return changes.preview(tenant, of, change);
        }

        Instant periodEnd(Subscription subscription) {
            return changes.periodEnd(subscription);
        }
    }

    private static Subscription found(Bound bound, SubscriptionId id) {
        return bound.subscriptions().find(id).orElseThrow();
    }

    private UUID plan(String slug, String unitPrice, String currency) {
        return shop.database.inTenant(shop.tenant, store -> {
            Catalog catalog = new Catalog(store, Shop.clockAt(SEPTEMBER));
            Plan plan = catalog.createPlan(catalog.product(shop.product).orElseThrow(), slug, slug, "");
            PlanVersion version = catalog.draft(plan, Shop.terms(unitPrice, currency));
            catalog.publish(version);
            return version.id();
        });
    }
}
