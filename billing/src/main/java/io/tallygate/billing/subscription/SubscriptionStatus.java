package io.tallygate.billing.subscription;

/// Whether a subscription still runs. One that was cancelled is billed up to its end.
public enum SubscriptionStatus {
    ACTIVE,
    CANCELLED
}
