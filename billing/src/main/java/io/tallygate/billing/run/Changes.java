package io.tallygate.billing.run;

import io.tallygate.billing.catalog.Catalog;
import io.tallygate.billing.catalog.PlanOffer;
import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import io.tallygate.billing.subscription.ChangeRefused;
import io.tallygate.billing.subscription.ChangeRefused.Reason;
import io.tallygate.billing.subscription.HistoryChange;
import io.tallygate.billing.subscription.Subscription;
import io.tallygate.billing.subscription.SubscriptionHistory;
import io.tallygate.billing.subscription.Subscriptions;
import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.TenantId;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Changes subscriptions where money allows it: nothing that was billed becomes otherwise. The caller owns the
/// transaction and has set its tenant.
public final class Changes {
    private final EntityManager store;
    private final Clock clock;
    private final MeteredUsage usage;
    private final Subscriptions subscriptions;
    private final Catalog catalog;

    public Changes(EntityManager store, Clock clock, MeteredUsage usage) {
        this.store = store;
        this.clock = clock;
        this.usage = usage;
        this.subscriptions = new Subscriptions(store, clock);
        this.catalog = new Catalog(store, clock);
    }

    /// The subscription stays locked until the transaction ends, and nobody bills it meanwhile.
    /// @throws ChangeRefused  when it cannot be
    public Subscription make(Subscription subscription, HistoryChange change) {
        Subscription held = subscriptions.findLocked(subscription.id()).orElseThrow();
        check(held, subscriptions.history(held), change);
        return subscriptions.change(held, change);
    }

    /// Writes nothing.
    /// @throws ChangeRefused  when it cannot be
    public ChangePreview preview(TenantId tenant, Subscription subscription, HistoryChange change) {
        SubscriptionHistory before = subscriptions.history(subscription);
        check(subscription, before, change);
        SubscriptionHistory after = before.with(change);
        Instant at = change.at();
        Currency currency = offer(subscription.planVersionId()).version().currency();
        int decimals = Rounding.digits(currency);
        Drafting drafting = new Drafting(catalog);
        Fees feesBefore = drafting.contract(subscription, before).fees();
        Fees fees = drafting.contract(subscription, after).fees();
        // all that is owed by then anyway is on bills by then: what is left is the change's own
        Map<Billable.Key, BigDecimal> billed = new HashMap<>();
        feesBefore.outstanding(before, at, Map.of(), decimals).forEach(line -> billed.put(line.key(), line.amount()));
        List<Fees.Line> lines = fees.outstanding(after, at, billed, decimals);
        Money total = lines.stream()
                .map(line -> new Money(line.amount().setScale(decimals), currency))
                .reduce(Money.zero(currency), Money::plus);
        return new ChangePreview(at, after, lines, total, usage(tenant, subscription, after));
    }

    /// The end of the period that runs now: when changes that need not hurry take effect.
    public Instant periodEnd(Subscription subscription) {
        return new Drafting(catalog)
                .contract(subscription, subscriptions.history(subscription))
                .calendar()
                .at(clock.instant())
                .to();
    }

    private List<InvoiceLine> usage(TenantId tenant, Subscription subscription, SubscriptionHistory after) {
        if (subscription.environment() != Environment.LIVE) {
            return List.of();
        }
        Contract contract = new Drafting(catalog).contract(subscription, after);
        List<Contract.Asked> asked = contract.asked(contract.monthOf(clock.instant()));
        return CardLines.of(contract, new UsageSnapshot(tenant, usage, null).of(subscription.id(), asked));
    }

    private void check(Subscription subscription, SubscriptionHistory before, HistoryChange change) {
        Instant end = before.endsAt();
        if (end != null && !change.at().isBefore(end)) {
            throw new ChangeRefused(Reason.ENDED, "The subscription ends before that, at " + end + ".");
        }
        closedUntil(subscription.id().value()).filter(change.at()::isBefore).ifPresent(closed -> {
            throw new ChangeRefused(Reason.BILLED, "Its time until " + closed + " is billed.");
        });
        if (change instanceof HistoryChange.ToPlan(var version, var at)) {
            PlanOffer now = offer(subscription.planVersionId());
            PlanOffer wanted = offer(version);
            if (!wanted.product().id().equals(now.product().id())) {
                throw new ChangeRefused(Reason.OTHER_PRODUCT, "The plan is of another product.");
            }
            if (!wanted.version().currency().equals(now.version().currency())) {
                throw new ChangeRefused(Reason.OTHER_CURRENCY, "The plan is sold in another currency.");
            }
        }
        if (change.at().isBefore(before.startsAt()) || before.with(change).equals(before)) {
            throw new ChangeRefused(Reason.NO_CHANGE, "The subscription is so already, or had not begun.");
        }
    }

    /// Up to where its time is billed, or a run has found what there is to bill.
    private Optional<Instant> closedUntil(UUID subscription) {
        List<?> closed = store.createNativeQuery("""
            select closed from (
                select max(b.period_to) as closed from billing.billed_period b where b.subscription_id = cast(:id as uuid)
                union all
                select max(cast(part ->> 'to' as timestamptz)) from billing.run_draft d, jsonb_array_elements(d.parts) part
                where d.subscription_id = cast(:id as uuid) and part ->> 'kind' = 'usage') both_of_them
            where closed is not null order by closed desc limit 1\
            """, Instant.class)
                .setParameter("id", subscription.toString())
                .getResultList();
        return closed.stream().map(Instant.class::cast).findFirst();
    }

    private PlanOffer offer(UUID planVersion) {
        return catalog.pinned(planVersion)
                .orElseThrow(() -> new IllegalStateException("no plan version " + planVersion));
    }
}
