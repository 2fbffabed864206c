package io.tallygate.metering.reading;

import org.jspecify.annotations.Nullable;

/// Usage cannot be read now: the store does not answer, or not in time. Pages and resources reply 503.
public class UsageUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
