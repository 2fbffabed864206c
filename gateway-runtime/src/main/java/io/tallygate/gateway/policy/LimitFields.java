package io.tallygate.gateway.policy;

import io.tallygate.gateway.exchange.Exchange;

/// How a client learns of its limits: `RateLimit-Policy` and `RateLimit` (structured fields, as in the IETF's draft
/// draft-ietf-httpapi-ratelimit-headers), a member for each policy, and the older three fields for the rate alone.
public final class LimitFields {
    private LimitFields() {}

    /// @param reset  seconds until more calls are allowed than now
    public static void rate(Exchange call, long limit, int window, long remaining, long reset) {
        members(call, "\"rate\";q=", limit, window, "\"rate\";r=", remaining, reset);
        call.answerHeader("RateLimit-Limit", Long.toString(limit));
        call.answerHeader("RateLimit-Remaining", Long.toString(remaining));
        call.answerHeader("RateLimit-Reset", Long.toString(reset));
    }

    public static void quota(Exchange call, long limit, long window, long remaining, long reset) {
        members(call, "\"quota\";q=", limit, window, "\"quota\";r=", remaining, reset);
    }

    private static void members(
            Exchange call, String policy, long limit, long window, String state, long remaining, long reset) {
        call.answerHeader("RateLimit-Policy", policy + limit + ";w=" + window);
        call.answerHeader("RateLimit", state + remaining + ";t=" + reset);
    }

    public static void retryAfter(Exchange call, long seconds) {
        call.answerHeader("Retry-After", Long.toString(Math.max(1, seconds)));
    }
}
