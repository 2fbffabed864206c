package io.tallygate.portal.usage;

import io.tallygate.metering.reading.UsageUnavailable;
import io.tallygate.portal.tasks.RecurringTask;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/// Keeps what charts are made of up to date.
@ApplicationScoped
public class RollUpUsage implements RecurringTask {
    private final Usage usage;

    @SuppressWarnings("NullAway") // for the proxy only
    protected RollUpUsage() {
        this(null);
    }

    @Inject
    public RollUpUsage(Usage usage) {
        this.usage = usage;
    }

    @Override
    public String name() {
        return "roll-up-usage";
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(1);
    }

    @Override
    public void run() {
        try {
            usage.rollUp();
        } catch (UsageUnavailable away) {
            return; // it answers again some time, and the next run catches up
        }
    }
}
