package io.tallygate.gateway.consumer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Subscriptions by their application. Immutable; [#with] copies only the shards that change, so that one changed
/// subscription among a hundred thousand costs as much as one among four hundred.
final class SubscriptionIndex {
    private static final int SHARDS = 256;
    private static final Object[] EMPTY_SHARD = new Object[2];
    private static final Comparator<Subscription> NEWEST_FIRST = Comparator.comparingLong(Subscription::startsAt)
            .reversed()
            .thenComparing(subscription -> subscription.id().toString());
    static final SubscriptionIndex EMPTY = new SubscriptionIndex(emptyShards(), 0);

    /// Open addressing inside each, all of an application in one slot: its only subscription, or an array of them, of
    /// which the one that started last is first. A shard is never full.
    private final @Nullable Object[][] shards;

    private final int applications;

    private SubscriptionIndex(@Nullable Object[][] shards, int applications) {
        this.shards = shards;
        this.applications = applications;
    }

    private static @Nullable Object[][] emptyShards() {
        @Nullable Object[][] shards = new Object[SHARDS][];
        java.util.Arrays.fill(shards, EMPTY_SHARD);
        return shards;
    }

    private static int hash(long high, long low) {
        return (int) ((high * 0x9e3779b97f4a7c15L ^ low * 0xc2b2ae3d27d4eb4fL) >>> 32);
    }

    private static int shardOf(int hash) {
        return hash >>> 24;
    }

    private static int hash(UUID application) {
        return hash(application.getMostSignificantBits(), application.getLeastSignificantBits());
    }

    /// @return  that application's: a [Subscription], an array of several, the one that started last first, or null
    @Nullable
    Object of(long applicationHigh, long applicationLow) {
        int hash = hash(applicationHigh, applicationLow);
        @Nullable Object[] shard = shards[shardOf(hash)];
        int mask = shard.length - 1;
        for (int slot = hash & mask; ; slot = slot + 1 & mask) {
            Object group = shard[slot];
            if (group == null || first(group).isOf(applicationHigh, applicationLow)) {
                return group;
            }
        }
    }

    private static Subscription first(Object group) {
        return group instanceof Subscription only ? only : ((Subscription[]) group)[0];
    }

    private static List<Subscription> all(Object group) {
        return group instanceof Subscription only ? List.of(only) : List.of((Subscription[]) group);
    }

    /// @param removed  no longer there, or replaced by one of `added`
    SubscriptionIndex with(Collection<Subscription> removed, Collection<Subscription> added) {
        Map<Integer, Map<UUID, Subscription>> changed = new HashMap<>();
        for (Subscription subscription : removed) {
            members(changed, subscription).remove(subscription.id());
        }
        for (Subscription subscription : added) {
            members(changed, subscription).put(subscription.id(), subscription);
        }
        @Nullable Object[][] next = shards.clone();
        int count = applications;
        for (var entry : changed.entrySet()) {
            count -= applicationsIn(next[entry.getKey()]);
            next[entry.getKey()] = shard(entry.getValue().values());
            count += applicationsIn(next[entry.getKey()]);
        }
        return new SubscriptionIndex(next, count);
    }

    private Map<UUID, Subscription> members(Map<Integer, Map<UUID, Subscription>> changed, Subscription subscription) {
        return changed.computeIfAbsent(shardOf(hash(subscription.application())), shard -> {
            Map<UUID, Subscription> members = new LinkedHashMap<>();
            for (Object group : shards[shard]) {
                if (group != null) {
                    all(group).forEach(member -> members.put(member.id(), member));
                }
            }
            return members;
        });
    }

    private static int applicationsIn(@Nullable Object[] shard) {
        int count = 0;
        for (Object group : shard) {
            count += group == null ? 0 : 1;
        }
        return count;
    }

    private static @Nullable Object[] shard(Collection<Subscription> members) {
        Map<UUID, List<Subscription>> groups = new HashMap<>();
        for (Subscription member : members) {
            groups.computeIfAbsent(member.application(), _ -> new ArrayList<>(1))
                    .add(member);
        }
        @Nullable Object[] shard = new Object[Integer.highestOneBit(Math.max(1, groups.size())) * 4];
        int mask = shard.length - 1;
        groups.forEach((application, group) -> {
            group.sort(NEWEST_FIRST);
            int slot = hash(application) & mask;
            while (shard[slot] != null) {
                slot = slot + 1 & mask;
            }
            shard[slot] = group.size() == 1 ? group.getFirst() : group.toArray(Subscription[]::new);
        });
        return shard;
    }

    int applications() {
        return applications;
    }
}
