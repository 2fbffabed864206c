package io.tallygate.gateway.upstream;

/// When a call is sent again. Always only where that is safe: nothing of it was sent, or its method may be
/// repeated (RFC 9110, 9.2.2) and it has no body.
/// @param attempts       more than the first
/// @param repeats        a call that was sent is sent again when its connection ends before an answer comes
/// @param statuses       of answers behind which it is sent again
/// @param onTimeout      also when no answer comes in time
/// @param budgetPercent  of the calls of a while that may be sent again, besides the few of [RetryBudget]
public record RetryRules(int attempts, boolean repeats, StatusSet statuses, boolean onTimeout, int budgetPercent) {
    /// Another target, twice, when nothing was sent; nothing else is sent again without being asked for.
    public static RetryRules standard() {
        return new RetryRules(2, false, StatusSet.of(), false, 20);
    }
}
