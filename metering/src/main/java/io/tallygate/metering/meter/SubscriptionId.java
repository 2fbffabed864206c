package io.tallygate.metering.meter;

import java.util.UUID;

/// An application on a plan. Usage is billed by subscription.
public record SubscriptionId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
