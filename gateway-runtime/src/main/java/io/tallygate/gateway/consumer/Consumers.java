package io.tallygate.gateway.consumer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Credentials and subscriptions of one configuration.
public final class Consumers {
    public static final Consumers NONE = new Consumers(CredentialIndex.EMPTY, Map.of());

    private final CredentialIndex credentials;
    private final Map<UUID, Subscription[]> byApplication;

    private Consumers(CredentialIndex credentials, Map<UUID, Subscription[]> byApplication) {
        this.credentials = credentials;
        this.byApplication = byApplication;
    }

    public Consumers withCredentials(CredentialIndex changed) {
        return new Consumers(changed, byApplication);
    }

    public Consumers withSubscriptions(Collection<Subscription> all) {
        Map<UUID, List<Subscription>> grouped = new HashMap<>();
        for (Subscription subscription : all) {
            grouped.computeIfAbsent(subscription.application(), _ -> new ArrayList<>(1))
                    .add(subscription);
        }
        Map<UUID, Subscription[]> sorted = HashMap.newHashMap(grouped.size());
        grouped.forEach((application, list) -> {
            list.sort(Comparator.comparingLong(Subscription::startsAt)
                    .reversed()
                    .thenComparing(subscription -> subscription.id().toString()));
            sorted.put(application, list.toArray(Subscription[]::new));
        });
        return new Consumers(credentials, sorted);
    }

    public CredentialIndex credentials() {
        return credentials;
    }

    /// @return  the application's subscription for that API now, the one that started last; null when there is none
    public @Nullable Subscription covering(
            UUID application, UUID tenant, String environment, UUID api, long nowMillis) {
        Subscription[] candidates = byApplication.get(application);
        if (candidates != null) {
            for (Subscription candidate : candidates) {
                if (candidate.covers(tenant, environment, api, nowMillis)) {
                    return candidate;
                }
            }
        }
        return null;
    }

    public int applications() {
        return byApplication.size();
    }
}
