package io.tallygate.billing.dispute;

/// A dispute that cannot be, or no longer.
public final class DisputeRefused extends RuntimeException {
    private final Reason reason;

    public enum Reason {
        /// A call is not of this line.
        NOT_OF_THE_LINE,
        /// A call is in a dispute of this line already that was not rejected.
        DISPUTED_ALREADY,
        /// It is decided.
        DECIDED;

        /// As the API writes it.
        public String slug() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    public DisputeRefused(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
