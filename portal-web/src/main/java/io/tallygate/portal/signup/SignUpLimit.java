package io.tallygate.portal.signup;

import java.time.Duration;
import java.util.Locale;

/// How much one person, or one address of the network, may sign up or ask for. An installation may say otherwise for
/// each by
/// `TALLYGATE_LIMIT_` and its name, as in `TALLYGATE_LIMIT_TENANTS_FROM_AN_ADDRESS=100`.
public enum SignUpLimit {
    /// Attempts, since each says whether a name is free.
    TENANTS_OF_A_PERSON(10, Duration.ofHours(1)),
    TENANTS_FROM_AN_ADDRESS(30, Duration.ofHours(1)),

    /// Of whoever asks for an account, known or not.
    REGISTRATIONS_FROM_AN_ADDRESS(60, Duration.ofHours(1)),

    /// Messages to one mail address about an account. Whoever asks for more reads the same page and nothing is sent.
    REGISTRATIONS_OF_A_MAIL_ADDRESS(5, Duration.ofHours(1));

    private final int usual;
    private final Duration window;

    SignUpLimit(int usual, Duration window) {
        this.usual = usual;
        this.window = window;
    }

    /// Kebab case.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String setting() {
        return "TALLYGATE_LIMIT_" + name();
    }

    int usual() {
        return usual;
    }

    Duration window() {
        return window;
    }
}
