package io.tallygate.portal.signup;

import java.time.Duration;

/// Every other limit of registration, by name; how often one may ask is said by [SignUpLimit].
public final class RegistrationLimits {
    /// How long the link of a message holds with which an address is proven.
    public static final Duration LINK_HOLDS = Duration.ofHours(12);

    /// An account that registration made and that nobody has proven for so long after the last message is removed.
    public static final Duration PROVEN_WITHIN = Duration.ofDays(7);

    /// People who asked and were not answered yet; one more is asked to come again later.
    public static final int MOST_WAITING = 5_000;

    /// Answered in one run, and removed in one run.
    static final int BATCH = 50;

    /// A request that could not be answered for so long is forgotten: whoever asked has asked again since.
    static final Duration GIVEN_UP_AFTER = Duration.ofHours(12);

    /// Of the page that somebody was headed for; of a longer address the home page is left.
    static final int LONGEST_BACK = 800;

    private RegistrationLimits() {}
}
