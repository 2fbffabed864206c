package io.tallygate.portal.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One call of a receiver and what came of it.
/// @param number  from 1; 0 before it is in the log
/// @param millis  from the look-up of the name to the end of the answer
/// @param status  null when nothing was answered
/// @param answer  its first bytes, as text
/// @param error   why nothing was answered; never what lies behind an address
public record Attempt(
        int number, Instant startedAt, int millis, @Nullable Integer status, String answer, String error) {
    private static final int GONE = 410;

    boolean isDelivered() {
        return status != null && status / 100 == 2;
    }

    /// The receiver wants no more, ever.
    boolean isGone() {
        return status != null && status == GONE;
    }

    /// Nobody answers there, or asks to be left alone: the next event would fare the same. Anything else may be about
    /// this event only.
    boolean isUnreachable() {
        return status == null || status == 429 || status == 502 || status == 503 || status == 504;
    }
}
