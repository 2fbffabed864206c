package io.tallygate.billing.catalog;

/// A plan version's life: written, sold, no longer sold (but still binding for whoever subscribed to it).
public enum PlanStatus {
    DRAFT,
    PUBLISHED,
    ARCHIVED
}
