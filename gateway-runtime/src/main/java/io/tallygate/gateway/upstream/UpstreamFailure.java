package io.tallygate.gateway.upstream;

import java.util.Locale;

/// Why a call has no complete answer.
public enum UpstreamFailure {
    /// The target's address lies behind the outbound wall.
    FORBIDDEN,
    /// No address, no connection, or no trust: nothing of the call was sent.
    UNREACHABLE,
    /// No connection in time: nothing of the call was sent.
    CONNECT_TIMEOUT,
    /// As many calls wait for the target as may.
    OVERLOADED,
    /// A connection that had been kept alive ended before anything of an answer came: the upstream may not have
    /// seen the call.
    STALE,
    /// The connection ended before an answer came.
    RESET,
    /// What came is no HTTP response.
    MALFORMED,
    /// No response head in time.
    RESPONSE_TIMEOUT,
    /// The answer stopped coming.
    IDLE,
    /// The connection ended inside the answer.
    CUT,
    /// The gateway itself failed to carry the answer.
    FAULT;

    /// Whether nothing of the call can have reached the upstream.
    public boolean isBeforeSending() {
        return this == FORBIDDEN || this == UNREACHABLE || this == CONNECT_TIMEOUT || this == OVERLOADED;
    }

    /// Whether it says that the target does not do well.
    public boolean isOfTarget() {
        return switch (this) {
            case UNREACHABLE, CONNECT_TIMEOUT, RESET, MALFORMED, RESPONSE_TIMEOUT, IDLE, CUT -> true;
            case FORBIDDEN, OVERLOADED, STALE, FAULT -> false;
        };
    }

    /// As a trace has it: `response-timeout`.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public boolean isTimeout() {
        return this == CONNECT_TIMEOUT || this == RESPONSE_TIMEOUT || this == IDLE;
    }
}
