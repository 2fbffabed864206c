package io.tallygate.metering.meter;

import java.util.Optional;

/// What is counted, and in which unit: calls, which every tenant has, or what a tenant defined itself.
/// @param slug  as written in addresses and documents
/// @param unit  of its quantities, in the singular
public record Meter(String slug, String unit) {
    /// One for each call that went upstream.
    public static final Meter REQUESTS = new Meter("requests", "call");

    /// Those that every tenant has.
    /// @return empty when there is none of that name
    public static Optional<Meter> ofSlug(String slug) {
        return REQUESTS.slug.equals(slug) ? Optional.of(REQUESTS) : Optional.empty();
    }

    /// One that a plan or a document names; a tenant's own brings its unit elsewhere.
    public static Meter named(String slug) {
        return ofSlug(slug).orElseGet(() -> new Meter(slug, "unit"));
    }
}
