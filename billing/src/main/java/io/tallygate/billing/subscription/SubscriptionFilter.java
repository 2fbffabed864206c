package io.tallygate.billing.subscription;

import io.tallygate.metering.meter.Environment;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which subscriptions to list; null means any.
/// @param consumers  those a caller may see; an empty list shows nothing
public record SubscriptionFilter(
        @Nullable List<UUID> consumers,
        @Nullable UUID application,
        @Nullable UUID product,
        @Nullable Environment environment,
        @Nullable SubscriptionStatus status) {
    public static final SubscriptionFilter ALL = new SubscriptionFilter(null, null, null, null, null);

    public static SubscriptionFilter ofConsumer(UUID consumer) {
        return new SubscriptionFilter(List.of(consumer), null, null, null, null);
    }

    public static SubscriptionFilter ofApplication(UUID application) {
        return new SubscriptionFilter(null, application, null, null, null);
    }

    public static SubscriptionFilter activeOf(UUID product) {
        return new SubscriptionFilter(null, null, product, null, SubscriptionStatus.ACTIVE);
    }
}
