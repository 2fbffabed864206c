package io.tallygate.portal.plan;

import io.tallygate.billing.catalog.Product;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A product as pages and resources show it.
/// @param apis  ids, in the publisher's order
public record ProductView(UUID id, String slug, String name, String description, List<UUID> apis, Instant createdAt) {
    static ProductView of(Product product) {
        return new ProductView(
                product.id(),
                product.slug(),
                product.name(),
                product.description(),
                product.apiIds(),
                product.createdAt());
    }
}
