package io.tallygate.metering.meter;

import java.util.Arrays;
import java.util.Optional;

/// What is counted, and in which unit.
public enum Meter {
    /// One for each call that went upstream.
    REQUESTS("requests", "call");

    private final String slug;
    private final String unit;

    Meter(String slug, String unit) {
        this.slug = slug;
        this.unit = unit;
    }

    /// As written in addresses and documents.
    public String slug() {
        return slug;
    }

    /// The unit of its quantities, in the singular.
    public String unit() {
        return unit;
    }

    /// @return empty when there is no such meter (the caller replies 400)
    public static Optional<Meter> ofSlug(String slug) {
        return Arrays.stream(values()).filter(meter -> meter.slug.equals(slug)).findFirst();
    }
}
