package io.tallygate.portal.signup;

import java.time.Duration;

/// One of the [SignUpLimit]s says no.
public final class TooManySignUps extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SignUpLimit limit;
    private final Duration again;

    /// @param again  after which it may be tried again
    TooManySignUps(SignUpLimit limit, Duration again) {
        super(limit.wireName(), null, false, false);
        this.limit = limit;
        this.again = again;
    }

    public SignUpLimit limit() {
        return limit;
    }

    public Duration again() {
        return again;
    }
}
