package io.tallygate.portal.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// When what failed is tried again: over three days, in growing pauses. An installation may set its own
/// (`TALLYGATE_WEBHOOK_RETRIES`, ISO 8601 durations with commas between them).
@ApplicationScoped
public class Retries {
    static final String USUAL = "PT5S,PT5M,PT30M,PT2H,PT5H,PT10H,PT14H,PT20H,PT24H";

    private final List<Duration> pauses;
    private final Duration patience;

    @SuppressWarnings("NullAway") // for the proxy only
    protected Retries() {
        this.pauses = List.of();
        this.patience = Duration.ZERO;
    }

    /// @param patience  a receiver that has failed for so long without a success is told nothing more
    @Inject
    public Retries(
            @ConfigProperty(name = "TALLYGATE_WEBHOOK_RETRIES", defaultValue = USUAL) String pauses,
            @ConfigProperty(name = "TALLYGATE_WEBHOOK_PATIENCE", defaultValue = "P5D") String patience) {
        this.pauses = Stream.of(pauses.split(","))
                .map(String::strip)
                .map(Duration::parse)
                .toList();
        this.patience = Duration.parse(patience);
    }

    /// The pause before the next try, a little longer or shorter so that not all come back at once.
    /// @param tries  that failed, 1 or more
    /// @return       empty when it is to be given up
    Optional<Duration> pause(int tries) {
        if (tries > pauses.size()) {
            return Optional.empty();
        }
        long millis = pauses.get(tries - 1).toMillis();
        return Optional.of(
                Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(-millis / 10, millis / 10 + 1)));
    }

    Duration patience() {
        return patience;
    }
}
