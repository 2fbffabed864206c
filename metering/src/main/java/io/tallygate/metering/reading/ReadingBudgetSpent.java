package io.tallygate.metering.reading;

/// The tenant's questions took as much of the store's time as they may for now. Resources reply 429.
public final class ReadingBudgetSpent extends UsageUnavailable {
    private static final long serialVersionUID = 1L;

    private final long retryAfterSeconds;

    public ReadingBudgetSpent(long retryAfterSeconds) {
        super("the budget for questions about usage is spent", null);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
