package io.tallygate.gateway.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The tables of our own find what a map would find, whatever comes and goes.
class IndexesTest {
    private static final UUID TENANT = new UUID(1, 1);
    private static final Plan PLAN = new Plan(new UUID(3, 3), "any", -1, 0, 0);

    @Test
    void subscriptions_come_and_go_like_in_a_map() {
        SplittableRandom random = new SplittableRandom(11);
        Map<UUID, Subscription> there = new HashMap<>();
        SubscriptionIndex index = SubscriptionIndex.EMPTY;
        for (int round = 0; round < 300; round++) {
            List<Subscription> removed = new ArrayList<>();
            List<Subscription> added = new ArrayList<>();
            for (int i = random.nextInt(40); i > 0; i--) {
                UUID id = new UUID(5, random.nextInt(2_000));
                Subscription was = there.remove(id);
                if (was != null) {
                    removed.add(was);
                }
                if (random.nextInt(3) > 0) {
                    Subscription now = subscription(id, new UUID(9, random.nextInt(600)), random.nextInt(100));
                    added.removeIf(other -> other.id().equals(id));
                    added.add(now);
                    there.put(id, now);
                } else {
                    added.removeIf(other -> other.id().equals(id));
                }
            }
            index = index.with(removed, added);
        }
        Map<UUID, List<Subscription>> byApplication = new HashMap<>();
        there.values()
                .forEach(each -> byApplication
                        .computeIfAbsent(each.application(), _ -> new ArrayList<>())
                        .add(each));
        for (int i = 0; i < 600; i++) {
            UUID application = new UUID(9, i);
            Object group = index.of(application.getMostSignificantBits(), application.getLeastSignificantBits());
            List<Subscription> found = group == null
                    ? List.of()
                    : group instanceof Subscription only ? List.of(only) : List.of((Subscription[]) group);
            List<Subscription> expected = byApplication.getOrDefault(application, List.of());
            assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(found).isSortedAccordingTo((a, b) -> Long.compare(b.startsAt(), a.startsAt()));
        }
        assertThat(index.applications()).isEqualTo(byApplication.size());
    }

    private static Subscription subscription(UUID id, UUID application, long startsAt) {
        return new Subscription(
                id, TENANT, "live", application, new UUID(4, 4), Set.of(), PLAN, startsAt, Long.MAX_VALUE, null, null);
    }
}
