package io.tallygate.gateway.policy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;

/// How a client learns of its limits: `RateLimit-Policy` and `RateLimit` (structured fields, as in the IETF's draft
/// draft-ietf-httpapi-ratelimit-headers), a member for each policy, and the older three fields for the rate alone.
public final class LimitFields {
    private static final FieldName POLICY = FieldName.of("RateLimit-Policy");
    private static final FieldName STATE = FieldName.of("RateLimit");
    private static final FieldName LIMIT = FieldName.of("RateLimit-Limit");
    private static final FieldName REMAINING = FieldName.of("RateLimit-Remaining");
    private static final FieldName RESET = FieldName.of("RateLimit-Reset");
    private static final byte[] RATE_QUOTA = octets("\"rate\";q=");
    private static final byte[] RATE_REMAINING = octets("\"rate\";r=");
    private static final byte[] QUOTA_QUOTA = octets("\"quota\";q=");
    private static final byte[] QUOTA_REMAINING = octets("\"quota\";r=");
    private static final byte[] WINDOW = octets(";w=");
    private static final byte[] TIME = octets(";t=");

    private LimitFields() {}

    private static byte[] octets(String text) {
        return text.getBytes(US_ASCII);
    }

    /// @param reset  seconds until more calls are allowed than now
    public static void rate(Exchange call, long limit, int window, long remaining, long reset) {
        members(call.answerFields(), RATE_QUOTA, limit, window, RATE_REMAINING, remaining, reset);
        call.answerFields().add(LIMIT, limit);
        call.answerFields().add(REMAINING, remaining);
        call.answerFields().add(RESET, reset);
    }

    public static void quota(Exchange call, long limit, long window, long remaining, long reset) {
        members(call.answerFields(), QUOTA_QUOTA, limit, window, QUOTA_REMAINING, remaining, reset);
    }

    private static void members(
            Fields fields, byte[] policy, long limit, long window, byte[] state, long remaining, long reset) {
        fields.begin(POLICY)
                .text(policy)
                .number(limit)
                .text(WINDOW)
                .number(window)
                .end();
        fields.begin(STATE)
                .text(state)
                .number(remaining)
                .text(TIME)
                .number(reset)
                .end();
    }

    public static void retryAfter(Exchange call, long seconds) {
        call.answerFields().add(FieldName.RETRY_AFTER, Math.max(1, seconds));
    }
}
