package io.tallygate.billing.catalog;

/// Billable calls that a plan includes in one calendar month of the consumer's time zone; the next one
/// is refused.
/// @param calls  per month, ≥ 1
public record Quota(long calls) {
    public Quota {
        if (calls < 1) {
            throw new IllegalArgumentException("a quota allows at least one call: " + calls);
        }
    }
}
