package io.tallygate.portal.plan.web;

import io.tallygate.portal.plan.PlanView;
import io.tallygate.portal.plan.ProductView;
import io.tallygate.portal.publishing.ApiView;
import java.util.List;
import java.util.UUID;

/// A product as the console's pages show it.
/// @param offers  the plans on sale
public record ProductModel(UUID id, String slug, String name, String description, int apiCount, List<PlanView> offers) {

    /// An API that is in it, or could be.
    public record ApiChoice(UUID id, String name, boolean published) {
        static ApiChoice of(ApiView view) {
            return new ApiChoice(view.api().id(), view.api().name(), view.api().isPublished());
        }
    }

    static ProductModel of(ProductView view, List<PlanView> offers) {
        return new ProductModel(
                view.id(),
                view.slug(),
                view.name(),
                view.description(),
                view.apis().size(),
                offers);
    }
}
