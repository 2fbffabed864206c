package io.tallygate.gateway.config;

import io.tallygate.gateway.config.EntityReader.SubscriptionValue;
import io.tallygate.gateway.consumer.Consumers;
import io.tallygate.gateway.consumer.Plan;
import io.tallygate.gateway.consumer.Subscription;
import io.tallygate.gateway.events.EventSubjects;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Subscriptions and plan versions as the feed has told them, and those that can go live. Only what was changed since
/// the
/// last time costs something.
final class LiveSubscriptions {
    private final PlanLimits limits;
    private final Map<UUID, Plan> plans = new HashMap<>();
    private final Map<UUID, SubscriptionValue> subscriptions = new HashMap<>();
    private final Map<UUID, Set<UUID>> subscriptionsOfPlan = new HashMap<>();
    private final Map<UUID, Subscription> live = new HashMap<>();
    private final Map<UUID, String> refused = new LinkedHashMap<>();
    private final Set<UUID> touched = new HashSet<>();
    private final EventSubjects subjects = new EventSubjects();

    LiveSubscriptions(PlanLimits limits) {
        this.limits = limits;
    }

    void forgetAll() {
        touched.addAll(subscriptions.keySet());
        subscriptions.clear();
        subscriptionsOfPlan.clear();
        plans.clear();
    }

    void forgetPlan(UUID id) {
        plans.remove(id);
        touched.addAll(subscriptionsOfPlan.getOrDefault(id, Set.of()));
    }

    void put(Plan plan) {
        plans.put(plan.version(), plan);
        touched.addAll(subscriptionsOfPlan.getOrDefault(plan.version(), Set.of()));
    }

    void forgetSubscription(UUID id) {
        SubscriptionValue before = subscriptions.remove(id);
        if (before != null) {
            touched.add(id);
            subscriptionsOfPlan.computeIfPresent(before.planVersion(), (_, ids) -> {
                ids.remove(id);
                return ids.isEmpty() ? null : ids;
            });
        }
    }

    void put(SubscriptionValue value) {
        forgetSubscription(value.id());
        subscriptions.put(value.id(), value);
        subscriptionsOfPlan
                .computeIfAbsent(value.planVersion(), _ -> new HashSet<>())
                .add(value.id());
        touched.add(value.id());
    }

    /// @return  with all that was told so far
    Consumers into(Consumers before) {
        if (touched.isEmpty()) {
            return before;
        }
        List<Subscription> removed = new ArrayList<>();
        List<Subscription> added = new ArrayList<>();
        for (UUID id : touched) {
            Subscription was = live.remove(id);
            if (was != null) {
                removed.add(was);
            }
            refused.remove(id);
            SubscriptionValue value = subscriptions.get(id);
            if (value == null) {
                subjects.remove(id);
            } else {
                subjects.put(id, value.tenant(), value.environment());
            }
            if (value == null || !value.active()) {
                continue;
            }
            Plan plan = plans.get(value.planVersion());
            if (plan == null) {
                refused.put(id, "its plan version is not there");
            } else {
                Subscription now = subscription(value, plan);
                live.put(id, now);
                added.add(now);
            }
        }
        touched.clear();
        return before.withSubscriptions(removed, added);
    }

    private Subscription subscription(SubscriptionValue value, Plan plan) {
        return new Subscription(
                value.id(),
                value.tenant(),
                value.environment(),
                value.application(),
                value.product(),
                value.apis(),
                plan,
                value.startsAt(),
                value.endsAt(),
                limits.rate(plan),
                limits.quota(plan, value.zone()));
    }

    /// Whose each is, those that are not active among them.
    EventSubjects subjects() {
        return subjects;
    }

    /// Which subscriptions cannot go live, and why, for people.
    Map<UUID, String> refused() {
        return refused;
    }
}
