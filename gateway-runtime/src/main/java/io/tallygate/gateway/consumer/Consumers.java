package io.tallygate.gateway.consumer;

import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Credentials and subscriptions of one configuration.
public final class Consumers {
    public static final Consumers NONE = new Consumers(CredentialIndex.EMPTY, SubscriptionIndex.EMPTY);

    private final CredentialIndex credentials;
    private final SubscriptionIndex subscriptions;

    private Consumers(CredentialIndex credentials, SubscriptionIndex subscriptions) {
        this.credentials = credentials;
        this.subscriptions = subscriptions;
    }

    public Consumers withCredentials(CredentialIndex changed) {
        return new Consumers(changed, subscriptions);
    }

    /// @param removed  no longer there, or replaced by one of `added`
    public Consumers withSubscriptions(Collection<Subscription> removed, Collection<Subscription> added) {
        return new Consumers(credentials, subscriptions.with(removed, added));
    }

    public CredentialIndex credentials() {
        return credentials;
    }

    /// @return  the application's subscription for that API now, the one that started last; null when there is none
    public @Nullable Subscription covering(
            UUID application, UUID tenant, String environment, UUID api, long nowMillis) {
        return covering(
                application.getMostSignificantBits(),
                application.getLeastSignificantBits(),
                tenant,
                environment,
                api,
                nowMillis);
    }

    /// The same, without an object for the application.
    public @Nullable Subscription covering(
            long applicationHigh, long applicationLow, UUID tenant, String environment, UUID api, long nowMillis) {
        Subscription[] candidates = subscriptions.of(applicationHigh, applicationLow);
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
        return subscriptions.applications();
    }
}
