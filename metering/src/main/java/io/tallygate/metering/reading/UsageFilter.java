package io.tallygate.metering.reading;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which calls of a tenant. Every part that is null lets all pass; the others must all hold.
/// @param billable  true: what is billed; false: what is not; null: every call
public record UsageFilter(
        @Nullable UUID consumer,
        @Nullable UUID application,
        @Nullable UUID subscription,
        @Nullable UUID api,
        @Nullable String environment,
        @Nullable Boolean billable) {

    public static UsageFilter everything() {
        return new UsageFilter(null, null, null, null, null, null);
    }

    public UsageFilter withConsumer(@Nullable UUID id) {
        return new UsageFilter(id, application, subscription, api, environment, billable);
    }

    public UsageFilter withApplication(@Nullable UUID id) {
        return new UsageFilter(consumer, id, subscription, api, environment, billable);
    }

    public UsageFilter withSubscription(@Nullable UUID id) {
        return new UsageFilter(consumer, application, id, api, environment, billable);
    }

    public UsageFilter withApi(@Nullable UUID id) {
        return new UsageFilter(consumer, application, subscription, id, environment, billable);
    }

    public UsageFilter withEnvironment(@Nullable String name) {
        return new UsageFilter(consumer, application, subscription, api, name, billable);
    }

    public UsageFilter withBillable(@Nullable Boolean only) {
        return new UsageFilter(consumer, application, subscription, api, environment, only);
    }
}
