package io.tallygate.billing.catalog;

/// How fast calls may come.
/// @param calls    ≥ 1, in any window of
/// @param seconds  1 to [#MAX_SECONDS]
public record RateLimit(int calls, int seconds) {
    /// A day: a longer window is a quota.
    public static final int MAX_SECONDS = 86_400;

    public RateLimit {
        if (calls < 1) {
            throw new IllegalArgumentException("a rate limit allows at least one call: " + calls);
        }
        if (seconds < 1 || seconds > MAX_SECONDS) {
            throw new IllegalArgumentException(
                    "a rate limit's window is 1 to %d seconds: %d".formatted(MAX_SECONDS, seconds));
        }
    }
}
