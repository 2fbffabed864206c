package io.tallygate.billing.subscription;

import io.tallygate.billing.subscription.HistoryChange.Cancel;
import io.tallygate.billing.subscription.HistoryChange.Pause;
import io.tallygate.billing.subscription.HistoryChange.Resume;
import io.tallygate.billing.subscription.HistoryChange.ToPlan;
import io.tallygate.billing.subscription.store.SubscriptionChangeRow;
import io.tallygate.metering.meter.SubscriptionId;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What was decided about subscriptions, in order. The caller owns the transaction and has set its tenant; who adds
/// holds
/// the subscription's lock.
public final class SubscriptionChanges {
    /// Of one subscription.
    public static final int MOST = 1000;

    private final EntityManager store;

    public SubscriptionChanges(EntityManager store) {
        this.store = store;
    }

    public SubscriptionHistory historyOf(Subscription subscription) {
        return Objects.requireNonNull(historiesOf(List.of(subscription)).get(subscription.id()));
    }

    public Map<SubscriptionId, SubscriptionHistory> historiesOf(Collection<Subscription> subscriptions) {
        Map<UUID, List<HistoryChange>> changes = new HashMap<>();
        if (!subscriptions.isEmpty()) {
            store.createQuery(
                            "from SubscriptionChangeRow c where c.subscriptionId in :ids order by c.subscriptionId,"
                                    + " c.position",
                            SubscriptionChangeRow.class)
                    .setParameter(
                            "ids",
                            subscriptions.stream()
                                    .map(each -> each.id().value())
                                    .toList())
                    .getResultStream()
                    .forEach(row -> changes.computeIfAbsent(row.subscriptionId(), id -> new ArrayList<>())
                            .add(change(row)));
        }
        Map<SubscriptionId, SubscriptionHistory> histories = new HashMap<>();
        for (Subscription each : subscriptions) {
            List<HistoryChange> own = changes.get(each.id().value());
            histories.put(each.id(), own == null ? unchanged(each) : history(each, own));
        }
        return histories;
    }

    /// @throws IllegalStateException  when there are [#MOST] already
    void add(Subscription subscription, HistoryChange change, Instant decidedAt) {
        int before = store.createQuery(
                        "select count(c) from SubscriptionChangeRow c where c.subscriptionId = :id", Long.class)
                .setParameter("id", subscription.id().value())
                .getSingleResult()
                .intValue();
        if (before >= MOST) {
            throw new IllegalStateException("a subscription changes at most " + MOST + " times");
        }
        UUID id = subscription.id().value();
        Instant end = subscription.endsAt();
        if (before == 0 && end != null) {
            store.persist(row(id, ++before, new Cancel(end), decidedAt));
        }
        store.persist(row(id, before + 1, change, decidedAt));
        store.flush();
    }

    private static SubscriptionHistory history(Subscription subscription, List<HistoryChange> changes) {
        return SubscriptionHistory.of(subscription.firstPlanVersionId(), subscription.startsAt(), changes);
    }

    /// One that was ended before changes were noted has its end in its row.
    private static SubscriptionHistory unchanged(Subscription subscription) {
        Instant end = subscription.endsAt();
        return history(subscription, end == null ? List.of() : List.of(new Cancel(end)));
    }

    private static HistoryChange change(SubscriptionChangeRow row) {
        Instant at = row.takesEffectAt();
        return switch (row.kind()) {
            case "plan" -> new ToPlan(Objects.requireNonNull(row.planVersionId()), at);
            case "pause" -> new Pause(at, row.pausedUntil());
            case "resume" -> new Resume(at);
            case "cancel" -> new Cancel(at);
            default -> throw new IllegalStateException("unknown change " + row.kind());
        };
    }

    private static SubscriptionChangeRow row(UUID id, int position, HistoryChange change, Instant decidedAt) {
        return switch (change) {
            case ToPlan(var version, var at) -> row(id, position, "plan", at, null, version, decidedAt);
            case Pause(var at, var until) -> row(id, position, "pause", at, until, null, decidedAt);
            case Resume(var at) -> row(id, position, "resume", at, null, null, decidedAt);
            case Cancel(var at) -> row(id, position, "cancel", at, null, null, decidedAt);
        };
    }

    private static SubscriptionChangeRow row(
            UUID id,
            int position,
            String kind,
            Instant at,
            @Nullable Instant until,
            @Nullable UUID version,
            Instant decidedAt) {
        return new SubscriptionChangeRow(id, position, kind, at, until, version, decidedAt);
    }
}
