package io.tallygate.gateway.policy.limit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;

/// How a client learns of one limit: `RateLimit-Policy` and `RateLimit` (structured fields, as in the IETF's draft
/// draft-ietf-httpapi-ratelimit-headers), a member for each limit, and the older three fields, for rates alone, of the
/// one that is nearest to its end.
public final class LimitFields {
    private static final FieldName POLICY = FieldName.of("RateLimit-Policy");
    private static final FieldName STATE = FieldName.of("RateLimit");
    private static final FieldName LIMIT = FieldName.of("RateLimit-Limit");
    private static final FieldName REMAINING = FieldName.of("RateLimit-Remaining");
    private static final FieldName RESET = FieldName.of("RateLimit-Reset");
    private static final byte[] WINDOW = octets(";w=");
    private static final byte[] TIME = octets(";t=");

    private final String name;
    private final byte[] quota;
    private final byte[] remaining;

    /// @param name  of the limit, without characters that a quoted string has to escape
    public LimitFields(String name) {
        this.name = name;
        quota = octets("\"" + name + "\";q=");
        remaining = octets("\"" + name + "\";r=");
    }

    /// Of the limit.
    String name() {
        return name;
    }

    private static byte[] octets(String text) {
        return text.getBytes(US_ASCII);
    }

    /// @param reset  seconds until more units are there than now
    void tell(Exchange call, long limit, long window, long left, long reset) {
        Fields fields = call.answerFields();
        fields.begin(POLICY)
                .text(quota)
                .number(limit)
                .text(WINDOW)
                .number(window)
                .end();
        fields.begin(STATE)
                .text(remaining)
                .number(left)
                .text(TIME)
                .number(reset)
                .end();
    }

    static void tellOfOld(Exchange call, long limit, long left, long reset) {
        Fields fields = call.answerFields();
        if (fields.contains(REMAINING)) {
            fields.remove(LIMIT);
            fields.remove(REMAINING);
            fields.remove(RESET);
        }
        fields.add(LIMIT, limit);
        fields.add(REMAINING, left);
        fields.add(RESET, reset);
    }

    static void retryAfter(Exchange call, long seconds) {
        call.answerFields().add(FieldName.RETRY_AFTER, Math.max(1, seconds));
    }
}
