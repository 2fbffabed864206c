package io.tallygate.portal.signup;

import io.tallygate.portal.secret.Secret;
import io.tallygate.portal.signup.store.Counts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts by the [SignUpLimit]s, together with all other portals. A window begins at full hours, so that nothing needs
/// to
/// be kept of single attempts.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class SignUpCounts {
    private static final Logger LOG = LoggerFactory.getLogger(SignUpCounts.class);

    @Inject
    private Counts counts;

    @Inject
    private Clock clock;

    @Inject
    private Config settings;

    @Inject
    private MetricRegistry metrics;

    /// Uses up one.
    /// @param whose  a person or an address; kept as a hash only
    /// @throws TooManySignUps  when it was one too many
    public void take(SignUpLimit limit, String whose) {
        Instant now = clock.instant();
        long seconds = limit.window().toSeconds();
        Instant window = Instant.ofEpochSecond(now.getEpochSecond() / seconds * seconds);
        int most = settings.getOptionalValue(limit.setting(), Integer.class).orElse(limit.usual());
        int taken = counts.add(limit.wireName(), Secret.sha256(whose), window);
        if (taken > most) {
            metrics.counter("sign_up_limit_reached", new Tag("limit", limit.wireName()))
                    .inc();
            if (taken == most + 1) {
                LOG.warn("The limit {} is reached: {} in {}", limit.wireName(), most, limit.window());
            }
            throw new TooManySignUps(limit, Duration.between(now, window.plusSeconds(seconds)));
        }
    }
}
