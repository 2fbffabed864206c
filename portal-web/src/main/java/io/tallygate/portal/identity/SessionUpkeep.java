package io.tallygate.portal.identity;

import io.tallygate.portal.identity.store.FollowUps;
import io.tallygate.portal.tasks.RecurringTask;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Writes down which sessions time has ended, and forgets them later.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class SessionUpkeep implements RecurringTask {
    private static final Duration KEPT = Duration.ofDays(30);

    @Inject
    private FollowUps followUps;

    @Inject
    private SessionLifetimes lifetimes;

    @Inject
    private Clock clock;

    @Override
    public String name() {
        return "tidy-sessions";
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(15);
    }

    @Override
    public void run() {
        Instant now = clock.instant();
        followUps.tidy(now.minus(lifetimes.idle()), now.minus(lifetimes.longest()), now.minus(KEPT));
    }
}
