package io.tallygate.metering.reading;

/// Usage cannot be read now: the store does not answer, or not in time. Pages and resources reply 503.
public final class UsageUnavailable extends RuntimeException {
    public UsageUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
