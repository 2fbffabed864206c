package io.tallygate.portal.mail;

import java.time.Duration;

/// Every limit of mail, by name.
public final class MailLimits {
    /// Messages of one tenant within an hour; one more is refused.
    public static final int PER_TENANT_AND_HOUR = 500;

    /// Messages to people without a tenant within an hour, over the whole installation; one more is refused.
    public static final int TO_NOBODY_AN_HOUR = 1_000;

    /// Messages that are sent over one connection, and how long that may take.
    public static final int BATCH = 50;

    public static final Duration BATCH_DEADLINE = Duration.ofSeconds(60);
    public static final Duration CONNECT = Duration.ofSeconds(5);
    public static final Duration ANSWER = Duration.ofSeconds(10);

    /// How often the server may say no to one message before it is given up: with the pauses below, after two
    /// days. A
    /// server that does not answer at all uses up none of them.
    public static final int TRIES = 12;

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(8);

    /// What was sent or given up is listed for so long, without its text.
    public static final Duration KEPT = Duration.ofDays(30);

    public static final int LONGEST_SUBJECT = 500;
    public static final int LONGEST_TEXT = 20_000;

    /// Bytes of a file that goes with a message.
    public static final int LARGEST_ATTACHMENT = 5 * 1024 * 1024;

    private MailLimits() {}

    /// @param tries  that failed, 1 or more
    static Duration pause(int tries) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(tries - 1, 20));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
