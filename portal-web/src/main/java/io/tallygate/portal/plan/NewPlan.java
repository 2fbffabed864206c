package io.tallygate.portal.plan;

import io.tallygate.billing.catalog.PlanTerms;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A plan to be published with its first version.
/// @param slug      null: made from the name
/// @param consumer  whom alone it is sold to; null: everybody
public record NewPlan(
        String name,
        @Nullable String slug,
        @Nullable String description,
        PlanTerms terms,
        @Nullable UUID consumer) {
    public NewPlan(String name, @Nullable String slug, @Nullable String description, PlanTerms terms) {
        this(name, slug, description, terms, null);
    }
}
