package io.tallygate.portal.webhook;

import java.time.Duration;

/// Every limit of the webhooks, by name. How many a tenant may have is `Limit.WEBHOOKS`; how long one attempt may take
/// is the outbound wall's to say.
public final class WebhookLimits {
    public static final int LONGEST_DESCRIPTION = 300;

    /// One webhook is called by one portal at a time, for so long; then others of the tenant have their turn.
    public static final Duration TURN = Duration.ofSeconds(5);

    /// Of what a receiver answers, so much is read and kept.
    public static final int ANSWER_BYTES = 1_024;

    public static final int LONGEST_ERROR = 300;

    /// Of an event; one with more tells the id alone.
    public static final int LARGEST_BODY = 65_536;

    /// A replaced secret signs beside its successor for so long unless something else is asked for.
    public static final Duration USUAL_OVERLAP = Duration.ofHours(24);

    public static final Duration LONGEST_OVERLAP = Duration.ofDays(7);

    /// A receiver that cannot be reached is left alone for so long; twice as long after each further time.
    static final Duration FIRST_REST = Duration.ofSeconds(5);

    static final Duration LONGEST_REST = Duration.ofMinutes(5);

    /// What a receiver asks for with `Retry-After` is granted up to here.
    static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(24);

    /// Deliveries that wait for one webhook. What comes beyond is kept in the log as failed, and not sent unless it is
    /// asked for: a receiver that is away for days must not fill the database, and nobody's change waits for it.
    /// Changes of the same moment count without each other, so there may be as many more as these bring.
    public static final int WAITING = 10_000;

    /// Failed deliveries that one call replays, as far as there is room for them.
    public static final int REPLAYED_AT_ONCE = 10_000;

    /// Of one delivery, the oldest first.
    public static final int ATTEMPTS_SHOWN = 100;

    /// The log of deliveries is forgotten after so long; the database's policy has the same number.
    public static final Duration KEPT = Duration.ofDays(30);

    private WebhookLimits() {}

    /// @param failures  in a row, 1 or more
    static Duration rest(int failures) {
        Duration rest = FIRST_REST.multipliedBy(1L << Math.min(failures - 1, 20));
        return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
    }
}
