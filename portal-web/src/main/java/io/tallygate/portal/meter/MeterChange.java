package io.tallygate.portal.meter;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// What of a meter may become another; null members stay as they are.
public record MeterChange(
        @Nullable String name,
        @Nullable JsonObject dimensions,
        @Nullable String unit) {}
