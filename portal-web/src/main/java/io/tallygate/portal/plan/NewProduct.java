package io.tallygate.portal.plan;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A product to be made.
/// @param slug  null: made from the name
/// @param apis  at least one, all of the tenant
public record NewProduct(
        String name, @Nullable String slug, @Nullable String description, List<UUID> apis) {}
