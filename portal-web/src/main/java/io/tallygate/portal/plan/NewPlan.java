package io.tallygate.portal.plan;

import io.tallygate.billing.catalog.PlanTerms;
import org.jspecify.annotations.Nullable;

/// A plan to be published with its first version.
/// @param slug  null: made from the name
public record NewPlan(
        String name, @Nullable String slug, @Nullable String description, PlanTerms terms) {}
