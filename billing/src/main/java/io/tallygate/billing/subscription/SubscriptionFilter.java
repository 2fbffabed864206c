package io.tallygate.billing.subscription;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which subscriptions to list; null means any. A consumer's member always asks with that consumer.
public record SubscriptionFilter(
        @Nullable UUID consumer,
        @Nullable UUID application,
        @Nullable UUID product,
        @Nullable SubscriptionStatus status) {
    public static final SubscriptionFilter ALL = new SubscriptionFilter(null, null, null, null);

    public static SubscriptionFilter ofConsumer(UUID consumer) {
        return new SubscriptionFilter(consumer, null, null, null);
    }

    public static SubscriptionFilter ofApplication(UUID application) {
        return new SubscriptionFilter(null, application, null, null);
    }

    public static SubscriptionFilter activeOf(UUID product) {
        return new SubscriptionFilter(null, null, product, SubscriptionStatus.ACTIVE);
    }
}
