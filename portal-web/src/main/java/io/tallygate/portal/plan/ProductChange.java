package io.tallygate.portal.plan;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What shall be different; null leaves it as it is.
public record ProductChange(
        @Nullable String name,
        @Nullable String description,
        @Nullable List<UUID> apis) {}
