package io.tallygate.metering.reading;

/// A query that asks for something there is not, or for too much. Its message may be shown to who asked (400).
public final class UsageQueryInvalid extends RuntimeException {
    private final String parameter;

    public UsageQueryInvalid(String parameter, String message) {
        super(message);
        this.parameter = parameter;
    }

    /// Which part of the query, by its name in the control API: `from`, `window`, `timeZone`, `groupBy`,
    /// `cursor`, `limit`, …
    public String parameter() {
        return parameter;
    }
}
