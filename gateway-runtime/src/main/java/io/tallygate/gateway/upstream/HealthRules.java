package io.tallygate.gateway.upstream;

/// When calls show that a target does not do well, and how long it is left out for it.
/// @param consecutiveFailures  in a row that are enough
/// @param failurePercent       of the calls of an interval that is too much
/// @param minimumCalls         of an interval, for its share to say anything
/// @param ejectionMillis       the first time; doubled each time that follows without a success between
/// @param maxEjectedPercent    of the targets that are left out at once at most, never all, and one of several
/// always
/// @param statuses             of answers that count as failures
public record HealthRules(
        int consecutiveFailures,
        int failurePercent,
        int minimumCalls,
        int intervalMillis,
        int ejectionMillis,
        int maxEjectedPercent,
        StatusSet statuses) {
    private static final int MAX_DOUBLINGS = 5;

    /// Five failures in a row or half of at least 20 calls in 10 s: left out for 10 s, half of the targets at
    /// most.
    public static HealthRules standard() {
        return new HealthRules(5, 50, 20, 10_000, 10_000, 50, StatusSet.of(502, 503, 504));
    }

    /// @param times  how often it was left out without a success between, this time included
    long ejectionNanos(int times) {
        return (ejectionMillis * 1_000_000L) << Math.min(times - 1, MAX_DOUBLINGS);
    }
}
