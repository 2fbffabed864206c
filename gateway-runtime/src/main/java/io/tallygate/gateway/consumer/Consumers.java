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
                tenant.getMostSignificantBits(),
                tenant.getLeastSignificantBits(),
                environment,
                api.getMostSignificantBits(),
                api.getLeastSignificantBits(),
                nowMillis);
    }

    /// The same, without objects for the identifiers.
    public @Nullable Subscription covering(
            long applicationHigh,
            long applicationLow,
            long tenantHigh,
            long tenantLow,
            String environment,
            long apiHigh,
            long apiLow,
            long nowMillis) {
        Object candidates = subscriptions.of(applicationHigh, applicationLow);
        if (candidates instanceof Subscription only) {
            return only.covers(tenantHigh, tenantLow, environment, apiHigh, apiLow, nowMillis) ? only : null;
        }
        if (candidates != null) {
            for (Subscription candidate : (Subscription[]) candidates) {
                if (candidate.covers(tenantHigh, tenantLow, environment, apiHigh, apiLow, nowMillis)) {
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
