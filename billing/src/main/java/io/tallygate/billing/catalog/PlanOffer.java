package io.tallygate.billing.catalog;

/// A plan with one of its versions: the published one where offers are listed, the pinned one where a
/// subscription is read.
public record PlanOffer(Product product, Plan plan, PlanVersion version) {}
